/**
 * Which keys do what for this person, kept in this browser. A key does one thing.
 *
 * @import { Command } from './types.js'
 * @typedef {{ [commandId: string]: readonly string[] }} Changed what differs from the registry
 */

import { cell } from '#lib/stores/engine/channels.js';
import { normal } from './keys.js';

/**
 * @param {readonly Pick<Command, 'id' | 'keys'>[]} commands
 * @param {Changed} [changed]
 * @returns {Map<string, readonly string[]>} keys by command
 */
export function bound(commands, changed = {}) {
  return new Map(commands.map(({ id, keys = [] }) => [id, (changed[id] ?? keys).map(normal)]));
}

/**
 * What has the key already.
 * @param {ReadonlyMap<string, readonly string[]>} keys
 * @param {string} binding
 * @param {string} [except] a command that may have it
 * @returns {string | undefined} the command's id
 */
export function holderOf(keys, binding, except) {
  for (const [id, own] of keys) if (id !== except && own.includes(normal(binding))) return id;
  return undefined;
}

/**
 * What was kept, as far as it can be read: unknown commands and anything but texts are left out.
 * @param {string | null} text
 * @param {readonly Pick<Command, 'id'>[]} commands
 * @returns {Changed}
 */
export function read(text, commands) {
  /** @type {any} */
  let kept;
  try {
    kept = JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
  const ids = new Set(commands.map(({ id }) => id));
  const fits = (/** @type {[string, any]} */ [id, keys]) =>
    ids.has(id) && Array.isArray(keys) && keys.length <= 8 && keys.every((key) => typeof key === 'string' && key.length < 40);
  return kept && typeof kept === 'object' ? Object.fromEntries(Object.entries(kept).filter(fits)) : {};
}

/**
 * @param {readonly Pick<Command, 'id' | 'keys'>[]} commands
 * @param {() => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | undefined} [storage] where they are kept
 */
export function createBindings(commands, storage = () => globalThis.localStorage) {
  const keys = cell(bound(commands));
  let place = '';
  /** @type {Changed} */
  let changed = {};

  /** @param {Changed} next */
  function put(next) {
    changed = next;
    keys.set(bound(commands, changed));
    try {
      if (Object.keys(next).length) storage()?.setItem(place, JSON.stringify(next));
      else storage()?.removeItem(place);
    } catch {
      // A browser that keeps nothing still knows the keys until the page closes.
    }
  }

  return {
    subscribe: keys.subscribe,
    get: keys.get,
    /** Takes up what this person has bound here. @param {string} person */
    load(person) {
      place = `canvas.keys.${person}`;
      try {
        changed = read(storage()?.getItem(place) ?? null, commands);
      } catch {
        changed = {};
      }
      keys.set(bound(commands, changed));
    },
    /** Whether a command has other keys than it came with. @param {string} id */
    differs: (id) => Object.hasOwn(changed, id),
    /**
     * Gives a command the one key. Refused where another has it.
     * @param {string} id @param {string} binding
     * @returns {string | undefined} the command that has it
     */
    bind(id, binding) {
      const holder = holderOf(keys.get(), binding, id);
      if (!holder) put({ ...changed, [id]: [normal(binding)] });
      return holder;
    },
    /** Gives a command the key and takes it from whatever has it. @param {string} id @param {string} binding */
    take(id, binding) {
      const holder = holderOf(keys.get(), binding, id);
      const rest = holder ? { [holder]: (keys.get().get(holder) ?? []).filter((key) => key !== normal(binding)) } : {};
      put({ ...changed, ...rest, [id]: [normal(binding)] });
    },
    /**
     * The keys the command came with; of all commands without an id.
     * @param {string} [id]
     */
    reset(id) {
      if (!id) return put({});
      const own = (commands.find((command) => command.id === id)?.keys ?? []).map(normal);
      const { [id]: _, ...rest } = changed;
      // Another command may have taken the key meanwhile: it is given back.
      for (const key of own) {
        const holder = holderOf(bound(commands, rest), key, id);
        if (holder) rest[holder] = (rest[holder] ?? []).filter((one) => normal(one) !== key);
      }
      put(rest);
    }
  };
}
