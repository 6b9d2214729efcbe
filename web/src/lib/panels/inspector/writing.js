/**
 * Writing to one node or to many: what a hand does to one field in one go is one step to undo, however many it writes to.
 *
 * @import { ParameterSpec } from '#lib/net/api.js'
 * @typedef {Pick<import('#lib/stores/projectStore.js').ProjectStore, 'graph' | 'setData' | 'step'>} Film
 * @typedef {{ path: string[], writes: (id: string) => [string[], any][] }} Wish `writes`: registers of that node and what goes into them
 */

import { v7 as uuid } from 'uuid';

import { getAt, same } from '#lib/graph/paths.js';

import { writesOf } from '#lib/nodes/parts/values.js';

/** Milliseconds that an edit of many waits for the next one of the same hand. */
const PAUSE = 60;
/** Nodes from which each write is a weight on everybody's line: their edit waits longer. */
const HEAVY = 200;
const HEAVY_PAUSE = 350;

/**
 * @param {Film} film
 * @param {string} id
 */
export function writingOne(film, id) {
  return {
    /** @param {string[]} path @param {any} value */
    write: (path, value) => film.setData(id, path, value),
    /** @param {ParameterSpec} parameter @param {any} after */
    edit(parameter, after) {
      for (const [path, part] of writesOf(parameter, film.graph.node(id)?.data[parameter.key], after)) film.setData(id, path, part);
    }
  };
}

/**
 * @param {Film} film
 * @param {readonly string[]} ids
 * @param {{ label: string, onDraft?: (drafts: ReadonlyMap<string, any>) => void }} how `onDraft` hears what is not written yet, by parameter
 */
export function writingMany(film, ids, { label, onDraft = () => {} }) {
  const name = uuid();
  /** @type {Map<string, Wish>} */
  const wishes = new Map();
  /** @type {Map<string, any>} */
  const drafts = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {Wish} wish */
  function carryOut({ writes }) {
    /** @type {Map<string, string[]>} */
    const paths = new Map();
    const ops = ids.flatMap((id) => {
      const data = film.graph.node(id)?.data;
      const due = data ? writes(id).filter(([path, value]) => !same(getAt(data, path) ?? null, value ?? null)) : [];
      for (const [path] of due) paths.set(JSON.stringify(path), path);
      return due.map(([path, value]) => ({ id, path, value }));
    });
    const write = () => ops.forEach(({ id, path, value }) => film.setData(id, path, value));
    if (ops.length) film.step(label, write, JSON.stringify([name, ...[...paths.keys()].sort()]));
  }

  function flush() {
    clearTimeout(timer);
    timer = undefined;
    const due = [...wishes.values()];
    wishes.clear();
    drafts.clear();
    due.forEach(carryOut);
    onDraft(new Map());
  }

  /** @param {Wish} wish @param {any} draft */
  function wished(wish, draft) {
    wishes.set(JSON.stringify(wish.path), wish);
    drafts.set(wish.path[0], draft);
    onDraft(new Map(drafts));
    timer ??= setTimeout(flush, ids.length > HEAVY ? HEAVY_PAUSE : PAUSE);
  }

  return {
    /** @param {string[]} path @param {any} value */
    write: (path, value) => wished({ path, writes: () => [[path, value]] }, value),
    /** @param {ParameterSpec} parameter @param {any} after */
    edit(parameter, after) {
      const { key } = parameter;
      const writes = (/** @type {string} */ id) =>
        writesOf(parameter, film.graph.node(id)?.data[key], after).map(
          ([path, value]) => /** @type {[string[], any]} */ ([[path].flat(), value])
        );
      wished({ path: [key], writes }, after);
    },
    flush
  };
}
