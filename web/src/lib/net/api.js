/**
 * The server's REST door. Every failure is an `ApiError` with a sentence a person can read.
 *
 * @import { AssetRecord, GraphRecord, RevisionPreview, ScriptPage, TakeRecord, Viewport } from '#lib/protocol/schema.js'
 *
 * @typedef {{ id: string, name: string, color: string, email: string, is_owner?: boolean }} SessionUser
 * @typedef {'owner' | 'editor' | 'commenter' | 'viewer'} Role
 * @typedef {{ id: string, name: string, role: Role, scenes: number, shots: number, takes: number, people: number, updated_at: string, poster_url: string | null }} ProjectCard `takes`: shots that have one
 * @typedef {{ id: string, name: string, color: string, role: Role }} Member
 * @typedef {{ level: string | null, viewport: Viewport | null }} Place where this person left the film
 * @typedef {{ project: { id: string, name: string, rate: number, aspect_ratio: string }, user: SessionUser, role: Role, graph: GraphRecord, runtime: Record<string, any>, takes: Record<string, TakeRecord[]>, assets: AssetRecord[], members: Member[], place: Place | null }} ProjectPage
 *
 * @typedef {{ name: string, types: string[], title: string, many: boolean, item: string | null, integer: boolean, by?: string, wired?: boolean, reference?: boolean }} SocketSpec
 * @typedef {{ key: string, title: string, schema: Record<string, any>, default: any, merge: string, unit: string, help: string, control: string, server: boolean }} ParameterSpec
 * @typedef {{ kind: string, title: string, help: string, component: string, category: string, icon: string, levels: string[], inputs: SocketSpec[], outputs: SocketSpec[], parameters: ParameterSpec[], container: string | null, width: number, version: number, runnable: boolean }} NodeType
 * @typedef {{ verdict: 'yes' | 'converts' | 'conversion_node' | 'no', reason: string, insert?: string, data?: Record<string, any> }} Verdict `insert`: the kind of node that converts, `data` what it has to be set to
 * @typedef {{ id: string, label: string, title: string, seconds: number, vram: number }} Tier
 * @typedef {{ node_types: NodeType[], socket_titles: Record<string, string>, socket_rules: Record<string, Verdict>, refusal: string, wire_sentences: Record<string, string>, tiers: Tier[] }} Catalogue
 * @typedef {{ version: number, user: { id: string, name: string | null, color: string | null }, created_at: string, label: string | null, result: 'accepted' | 'adjusted' | 'void', undo_of: number | null, step: string | null, name: string | null, touched: { added: string[], removed: string[], moved: string[], changed: string[], settings: string[], wires: number, counts: Record<string, number> } }} HistoryEntry `name`: what the version is called
 * @typedef {{ entries: HistoryEntry[], before: number | null }} HistoryPage newest first; `before`: what to ask for next
 * @typedef {{ title: string, format: string, scenes: number, pages: number, characters: string[], locations: string[], pending: number }} ScriptSummary `pending`: scenes that are not on the canvas as they are in it
 */

import { generatingDoors } from './generating.js';
import { libraryDoors } from './library.js';
import { queueingDoors } from './queueing.js';
import { takeDoors } from './takes.js';

/** `status` 0: the server could not be reached. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} detail
   * @param {Record<string, any>} [body] all that was answered
   */
  constructor(status, code, detail, body = {}) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

/**
 * @param {Response} response
 * @returns {Promise<any>}
 */
async function answerOf(response) {
  const body = await response.json().catch(() => null);
  if (response.ok) return body;
  const error = body?.error ?? {};
  throw new ApiError(response.status, error.code ?? 'unknown', error.detail ?? `The server answered ${response.status}.`, body ?? {});
}

/**
 * @param {{ base?: string, headers?: Record<string, string> }} [options] `base`: where the server is, when it is not this page's own
 */
export function createApi({ base = '', headers = {} } = {}) {
  /**
   * @param {string} method
   * @param {string} path
   * @param {object | FormData} [body]
   * @returns {Promise<any>}
   */
  async function call(method, path, body) {
    const form = body instanceof FormData;
    /** @type {Record<string, string>} */
    const kind = body === undefined || form ? {} : { 'content-type': 'application/json' };
    /** @type {RequestInit} */
    const request = { method, headers: { accept: 'application/json', ...headers, ...kind } };
    if (body !== undefined) request.body = form ? body : JSON.stringify(body);
    const response = await fetch(base + path, request).catch(() => {
      throw new ApiError(0, 'unreachable', 'The server cannot be reached.');
    });
    return answerOf(response);
  }
  const project = (/** @type {string} */ id) => `/api/v1/projects/${encodeURIComponent(id)}`;
  const node = (/** @type {string} */ id, /** @type {string} */ nodeId) => `${project(id)}/nodes/${encodeURIComponent(nodeId)}`;

  return {
    /** @returns {Promise<{ user: SessionUser }>} */
    session: () => call('GET', '/api/v1/session'),
    /** @type {(email: string, password: string) => Promise<{ user: SessionUser }>} */
    signIn: (email, password) => call('POST', '/api/v1/session', { email, password }),
    signOut: () => call('DELETE', '/api/v1/session'),
    /** @returns {Promise<ProjectCard[]>} */
    projects: () => call('GET', '/api/v1/projects'),
    /** @type {(name: string) => Promise<{ id: string, name: string }>} */
    createProject: (name) => call('POST', '/api/v1/projects', { name }),
    /** @type {(id: string) => Promise<ProjectPage>} */
    projectPage: (id) => call('GET', `${project(id)}/page`),
    /** @returns {Promise<Catalogue>} */
    catalogue: () => call('GET', '/api/v1/node-types'),
    /** @type {(id: string, place: Place) => Promise<void>} */
    savePlace: (id, place) => call('PUT', `${project(id)}/place`, place),
    /** @type {(id: string, email: string, role: Role) => Promise<Member[]>} */
    addMember: (id, email, role) => call('POST', `${project(id)}/members`, { email, role }),
    /** @type {(id: string, nodeId: string, file: File) => Promise<ScriptSummary>} */
    uploadScript: (id, nodeId, file) => {
      const form = new FormData();
      form.append('file', file, file.name);
      return call('POST', `${node(id, nodeId)}/script`, form);
    },
    /** @type {(id: string, nodeId: string) => Promise<{ total: number }>} */
    breakDown: (id, nodeId) => call('POST', `${node(id, nodeId)}/breakdown`),
    /** @type {(id: string, nodeId: string) => Promise<void>} */
    stopBreakdown: (id, nodeId) => call('DELETE', `${node(id, nodeId)}/breakdown`),
    /** @type {(id: string, nodeId: string, from: number) => Promise<ScriptPage>} */
    scriptPage: (id, nodeId, from) => call('GET', `${node(id, nodeId)}/script?from=${from}`),
    /** @type {(id: string, nodeId: string) => Promise<RevisionPreview>} */
    revision: (id, nodeId) => call('GET', `${node(id, nodeId)}/revision`),
    /** @type {(id: string, nodeId: string, draft: string) => Promise<{ total: number }>} */
    bringIn: (id, nodeId, draft) => call('POST', `${node(id, nodeId)}/revision`, { draft_id: draft }),
    /** @type {(id: string, takeId: string) => Promise<{ takes: TakeRecord[] }>} */
    activateTake: (id, takeId) => call('POST', `${project(id)}/takes/${encodeURIComponent(takeId)}/activate`),
    /** @type {(id: string, before?: number) => Promise<HistoryPage>} */
    history: (id, before) => call('GET', `${project(id)}/history${before === undefined ? '' : `?before=${before}`}`),
    /** @type {(id: string, version: number) => Promise<{ version: number }>} */
    rollBack: (id, version) => call('POST', `${project(id)}/rollback`, { version }),
    /** @type {(id: string, name: string) => Promise<{ version: number, name: string }>} */
    nameVersion: (id, name) => call('POST', `${project(id)}/versions`, { name }),
    ...generatingDoors(call),
    ...libraryDoors(call),
    ...queueingDoors(call),
    ...takeDoors(call)
  };
}

/** @typedef {ReturnType<typeof createApi>} Api */
