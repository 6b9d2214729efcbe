/**
 * The open project: its graph as this person sees it, live, and everything they can do to it.
 *
 * Reading. `Reading<T>` is a readable store (`$store` in a component) with `.get()` for a single look.
 *   projectStore.node(id) · level(parentId) → ids · edges(parentId) → wires of a level · edge(id) · settings · project
 *   runtime(nodeId) · takes(nodeId) · states (all) · connection · peers · carets(nodeId, path) · editors(nodeId) · notices
 *   conflicts · canUndo · canRedo · selection · activeLevel
 *   Records are never changed in place: an untouched node keeps its identity, only touched ones notify.
 * Acting. Every action shows at once and is rolled back with a notice where the server refuses it; undo, redo and restoring
 * show with the server's answer. What is not saved is kept in this browser, a closed tab loses nothing.
 *
 * @import { Catalogue, NodeType, Place, ProjectPage, Tier, Verdict } from '#lib/net/api.js'
 * @import { LoggedBatch, Operation, Presence, PresenceOf, TakeRecord } from '#lib/protocol/schema.js'
 * @import { Wire } from '#lib/graph/sockets.js'
 * @import { Reading } from './engine/channels.js'
 * @import { How, Touched } from './engine/ledger.js'
 * @import { Frame } from './engine/session.js'
 * @import { Runtime } from './engine/runtime.js'
 *
 * @typedef {{ status: 'connecting' | 'saved' | 'saving' | 'offline', unsaved: number, latency: number | null }} Connection `unsaved` counts operations, `latency` in milliseconds
 * @typedef {import('./engine/notices.js').Notice} Notice
 * @typedef {{ id: string, name: string, rate: number, aspect_ratio: string }} Project
 * @typedef {{ send: (frame: Frame) => boolean, start: () => void, stop: () => void, restart: () => void, hurry: () => void }} Transport
 * @typedef {{ onOpen: () => void, onClose: () => void, onFrame: (frame: Frame) => void, onRefused: (code: number) => void, onLatency: (milliseconds: number) => void, url: () => string }} TransportEvents
 * @typedef {Pick<import('#lib/net/api.js').Api, 'uploadScript' | 'breakDown' | 'stopBreakdown' | 'scriptPage' | 'revision' | 'bringIn' | 'activateTake' | 'savePlace' | 'findInQueue' | 'generateMany' | 'cancelMany'>} Services
 */

import { v7 as uuid } from 'uuid';

import { rulesOf, targetSocket, verdictOf } from '#lib/graph/sockets.js';
import { createApi } from '#lib/net/api.js';
import { createSocket } from '#lib/net/socket.js';
import { t } from '#lib/messages/index.js';

import { assetLibraryStore } from './assetLibraryStore.js';
import { CaretBoard } from './engine/carets.js';
import { cell, hearers } from './engine/channels.js';
import { createConflicts } from './engine/conflicts.js';
import { createEdits } from './engine/edits.js';
import { createFilm } from './engine/film.js';
import { createPlaceKeeper } from './engine/place.js';
import { createKeeping } from './engine/keeping.js';
import { Ledger } from './engine/ledger.js';
import { createNotices } from './engine/notices.js';
import { PresenceBoard } from './engine/presence.js';
import { createReadings } from './engine/readings.js';
import { createReceiver } from './engine/receiving.js';
import { RuntimeBoard } from './engine/runtime.js';
import { createScripts } from './engine/scripts.js';
import { Session } from './engine/session.js';
import { createUndo } from './engine/undo.js';
import { createWaiting } from './engine/waiting.js';
import { userSessionStore } from './userSessionStore.js';

/** @type {Project} */
const NO_PROJECT = { id: '', name: '', rate: 24, aspect_ratio: '16:9' };

/** @param {NodeType | undefined} type @param {string} key */
const mergeOf = (type, key) => type?.parameters.find((parameter) => parameter.key === key)?.merge;
/** @param {NodeType | undefined} type @param {string} key */
const isTextOf = (type, key) => mergeOf(type, key) === 'text';

/**
 * @param {{ transport?: (events: TransportEvents) => Transport, services?: () => Services }} [options]
 */
export function createProjectStore({ transport = createSocket, services = () => createApi() } = {}) {
  const project = cell(NO_PROJECT);
  const catalogue = cell(/** @type {Partial<Catalogue>} */ ({}));
  const connection = cell(/** @type {Connection} */ ({ status: 'connecting', unsaved: 0, latency: null }));
  const { notices, notify, dismiss, clear: clearNotices } = createNotices();
  const selection = cell(/** @type {ReadonlySet<string>} */ (new Set()));
  const activeLevel = cell(/** @type {string | null} */ (null));
  const runtime = new RuntimeBoard();
  const changeHearers = /** @type {ReturnType<typeof hearers<Touched>>} */ (hearers());
  const remoteHearers = /** @type {ReturnType<typeof hearers<LoggedBatch>>} */ (hearers());
  const ownHearers = /** @type {ReturnType<typeof hearers<Operation[]>>} */ (hearers());
  const place = createPlaceKeeper((where) => services().savePlace(project.get().id, where));
  let everTried = false;
  let visit = 0;
  let rules = rulesOf({});
  const ledger = new Ledger({
    isSingle: (graph, edge) => !targetSocket(rules, graph, edge)?.many,
    isText: (kind, path) => path.length === 1 && isTextOf(rules.types.get(kind), path[0]),
    isList: (kind, path) => path.length === 1 && mergeOf(rules.types.get(kind), path[0]) === 'idlist',
    onTouched: touched,
    onTyping: (typing) => carets.typed(typing),
    onShift: (id, path, delta) => carets.shifted(id, path, delta),
    onReplaced: (before, after) => carets.replaced(before, after)
  });
  const readings = createReadings(() => ledger.shown);
  const session = new Session({
    ledger,
    send: (frame) => socket.send(frame),
    restart: () => socket.restart(),
    onChange: report,
    onRefused: (detail) => notify('error', detail),
    onOthers: (batch) => remoteHearers.tell(batch)
  });
  const edits = createEdits({
    shown: () => ledger.shown,
    rules: () => rules,
    submit,
    refuse: (reason) => notify('error', reason)
  });
  const undoing = createUndo({ session, nextId: () => ledger.nextId(), mayEdit, notify });
  const keeping = createKeeping({ ledger, session });
  const conflicts = createConflicts({
    shown: () => ledger.shown,
    submit,
    lostText: (id, path) => ledger.lostText(id, path),
    isTextKey: (key) => [...rules.types.values()].some((type) => isTextOf(type, key))
  });

  /** @type {Transport} */
  const socket = transport({
    url: () => {
      const since = ledger.epoch ? `?epoch=${encodeURIComponent(ledger.epoch)}&since_version=${ledger.version}` : '';
      return `${location.origin.replace(/^http/, 'ws')}/ws/${encodeURIComponent(project.get().id)}${since}`;
    },
    onOpen: () => {
      everTried = true;
      session.opened();
    },
    onClose: () => {
      everTried = true;
      session.closed();
      presence.lost();
    },
    onFrame: (frame) => receive(frame),
    onRefused: (code) => {
      const signedOut = code === 4401;
      const action = signedOut
        ? { title: t('login.submit'), href: `/login?to=${encodeURIComponent(`/project/${project.get().id}`)}` }
        : { title: t('error.home'), href: '/' };
      notify('error', t(signedOut ? 'connection.signedOut' : 'connection.noAccess'), undefined, action);
    },
    onLatency: (latency) => connection.set({ ...connection.get(), latency })
  });
  const presence = new PresenceBoard((frame) => socket.send(frame));
  const carets = new CaretBoard({ ledger: () => ledger, tell: (change) => presence.tell(change) });
  presence.peers.subscribe((peers) => carets.seen(peers));
  const film = createFilm({
    session,
    runtime,
    send: (frame) => socket.send(frame),
    services,
    projectId: () => project.get().id,
    mayEdit,
    notify
  });

  const waiting = createWaiting(runtime, (nodeIds) =>
    services().findInQueue(project.get().id, { node_ids: nodeIds.slice(0, 500), limit: 500 })
  );
  const scripts = createScripts({ session, runtime, services, projectId: () => project.get().id, mayEdit, notify });
  const receive = createReceiver({ session, runtime, presence, carets, undoing, conflicts, waiting, notify });

  function forget() {
    socket.stop();
    session.end();
    // What is unsaved stays with the browser, for the next visit.
    keeping.stop();
    place.stop();
    ledger.reset(uuid());
    project.set(NO_PROJECT);
    runtime.load({}, {});
    assetLibraryStore.load([]);
    selection.set(new Set());
    activeLevel.set(null);
    clearNotices();
    conflicts.clear();
    undoing.forget();
    carets.write(null, [], 0, 0);
    everTried = false;
  }

  /**
   * @param {Operation[]} ops
   * @param {How} [how]
   */
  function submit(ops, how = {}) {
    if (!mayEdit()) return;
    session.edit(ops, { ...how, step: undoing.edited(how.key ?? null) });
    ownHearers.tell(ops);
  }

  /** @param {Touched} changed */
  function touched(changed) {
    readings.tell(changed);
    carets.shown(changed.nodes);
    changeHearers.tell(changed);
    dropFromSelection(changed);
  }

  /** @param {Touched} changed */
  function dropFromSelection({ nodes: ids }) {
    const held = selection.get();
    if (![...ids].some((id) => held.has(id) && !ledger.shown.nodes.has(id))) return;
    select([...held].filter((id) => ledger.shown.nodes.has(id)));
  }

  function report() {
    const { unsaved } = session;
    const status = !session.open ? (everTried ? 'offline' : 'connecting') : unsaved ? 'saving' : 'saved';
    const before = connection.get();
    if (before.status !== status || before.unsaved !== unsaved) connection.set({ ...before, status, unsaved });
    keeping.save();
    carets.settle();
  }

  /** False, with a notice, for those who only look. */
  function mayEdit() {
    if (!userSessionStore.canEdit.get()) notify('error', t('role.cannotEdit'));
    return userSessionStore.canEdit.get();
  }

  /** @param {Iterable<string>} ids */
  function select(ids) {
    selection.set(new Set(ids));
    presence.tell({ selection: [...selection.get()].slice(0, 200) });
  }

  return {
    // Opening and closing

    /**
     * Shows a page's first state, on the server and in the browser alike; no connection yet.
     * @param {ProjectPage & { catalogue: Catalogue }} page
     * @returns {() => void} forgets it again, unless another was loaded since
     */
    load(page) {
      const mine = (visit += 1);
      forget();
      rules = rulesOf(page.catalogue);
      catalogue.set(page.catalogue);
      project.set(page.project);
      userSessionStore.load(page);
      assetLibraryStore.load(page.assets);
      runtime.load(page.runtime, page.takes);
      place.load(page.place);
      activeLevel.set(page.graph.nodes.some((node) => node.id === page.place?.level) ? (page.place?.level ?? null) : null);
      presence.own.level = activeLevel.get();
      ledger.replace(page.graph);
      return () => visit === mine && forget();
    },
    /**
     * Goes live. Browser only.
     * @returns {() => void} ends the connection of this visit
     */
    join() {
      const mine = visit;
      const hurry = () => socket.hurry();
      // The browser knows of a lost network long before a ping does.
      const lost = () => socket.restart();
      // Where the browser keeps nothing, what is not saved would go with the page: it asks first.
      const unload = (/** @type {BeforeUnloadEvent} */ event) => session.unsaved && !keeping.works && event.preventDefault();
      addEventListener('online', hurry);
      addEventListener('offline', lost);
      addEventListener('beforeunload', unload);
      keeping.start(userSessionStore.user.get()?.id ?? '', project.get().id);
      socket.start();
      return () => {
        removeEventListener('online', hurry);
        removeEventListener('offline', lost);
        removeEventListener('beforeunload', unload);
        if (visit !== mine) return;
        socket.stop();
        keeping.stop();
      };
    },

    // Reading

    project: { subscribe: project.subscribe, get: project.get },
    settings: readings.settings,
    node: readings.node,
    edge: readings.edge,
    level: readings.level,
    edges: readings.edges,
    connection: { subscribe: connection.subscribe, get: connection.get },
    notices,
    selection: { subscribe: selection.subscribe, get: selection.get },
    /** The container whose inside is looked at; null is the film. */
    activeLevel: { subscribe: activeLevel.subscribe, get: activeLevel.get },
    /** Sessions of others by session id, own excluded. @type {Reading<ReadonlyMap<string, PresenceOf>>} */
    peers: { subscribe: presence.peers.subscribe, get: presence.peers.get },
    /** State of every node that has one, by node id; told when a state or a list of takes changes, not at every step of progress. */
    states: runtime.all,

    /** One look at what a card is seen to be; for what looks at thousands. @param {string} id */
    stateOf: (id) => runtime.seen(id),
    /** @param {string} id @returns {Reading<Runtime>} */
    runtime: (id) => runtime.of(id),
    /** Keeps why that node waits up to date in its runtime, until it is let go. @param {string} id @returns {() => void} */
    follow: waiting.follow,
    /** Oldest first. @param {string} id @returns {Reading<readonly TakeRecord[]>} */
    takes: (id) => runtime.takes(id),
    /** One look at the whole graph; not to be written to. */
    get graph() {
      return ledger.shown;
    },
    /** Number of the last confirmed version. */
    get version() {
      return ledger.version;
    },
    /** Where this person left the film last time. */
    get place() {
      return place.get();
    },
    /** @returns {readonly NodeType[]} */
    get nodeTypes() {
      return catalogue.get().node_types ?? [];
    },
    /** @returns {readonly Tier[]} */
    get tiers() {
      return catalogue.get().tiers ?? [];
    },
    /** @param {string} kind @returns {NodeType | undefined} */
    nodeType: (kind) => rules.types.get(kind),
    /** The table by which wires are judged. */
    get rules() {
      return rules;
    },
    /** What would become of a wire, with the sentence to show. @param {Wire} wire @returns {Verdict} */
    verdict: (wire) => verdictOf(rules, ledger.shown, wire),
    /** Hears every change shown, once per change: for an index of what stands where. */
    onChange: changeHearers.add,
    /** Hears whose state or takes have changed; null where all may have. @param {(id: string | null) => void} listener */
    onState(listener) {
      runtime.listeners.add(listener);
      return () => runtime.listeners.delete(listener);
    },
    /** Hears every batch of somebody else as it arrives. */
    onRemote: remoteHearers.add,

    /** Hears every edit of one's own as it is made. */
    onOwn: ownHearers.add,

    // Acting on the graph: step, addNode, removeNodes, restoreNodes, moveNodes, reparent, setData, editText, connect,
    // removeEdges, setWeight, setSetting

    ...edits,

    // Acting on the film: generate, cancel, activateTake; uploadScript, breakDown, stopBreakdown, scriptPage,
    // revision, bringIn

    ...film,
    ...scripts,

    // Taking back

    /** Takes this person's own last step back; the server shows it, or says what others changed since. */
    undo: undoing.undo,
    redo: undoing.redo,
    /** Readable: whether there is anything to undo, as far as is known here. */
    canUndo: undoing.canUndo,
    canRedo: undoing.canRedo,
    /** While something is held, as in a drag, what is done to one field is one step. @returns {() => void} lets go */
    hold: undoing.hold,
    /** Own edits that lost, the newest last. */
    conflicts: conflicts.conflicts,
    takeMine: conflicts.takeMine,
    /** @param {string} id */
    dismissConflict: (id) => conflicts.dismiss(id),

    // Being here

    /** Where others write in a text. @param {string} nodeId @param {string[]} path */
    carets: (nodeId, path) => carets.of(nodeId, path),
    /** Who writes somewhere in a node. @param {string} nodeId @returns {Reading<readonly PresenceOf[]>} */
    editors: (nodeId) => carets.editors(nodeId),
    /**
     * Tells where this person writes, in UTF-16 offsets of the text as it is shown; null ends it.
     * @param {string | null} nodeId
     * @param {string[]} [path]
     * @param {number} [anchor]
     * @param {number} [head]
     */
    editing: (nodeId, path = [], anchor = 0, head = anchor) => carets.write(nodeId, path, anchor, head),
    /** Tells the others, at most 20 times a second; what is not named stays as it was. @param {Presence} change */
    presence: (change) => presence.tell(change),
    select,
    /** Looks into a container; null is the film. @param {string | null} level */
    enter(level) {
      activeLevel.set(level);
      selection.set(new Set());
      carets.write(null, [], 0, 0);
      presence.tell({ level, selection: [], cursor: null, drag: null });
    },
    /** Remembers where this person is, for the next time. */
    rememberPlace: place.remember,
    notify,
    dismiss
  };
}

/** @typedef {ReturnType<typeof createProjectStore>} ProjectStore */

export const projectStore = createProjectStore();
