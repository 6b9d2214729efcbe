/**
 * Listeners by key: a change of one node tells those who look at this node, and nobody else.
 */

/**
 * @template T
 * @typedef {{ subscribe: (run: (value: T) => void) => () => void, get: () => T }} Reading a readable store that can also be asked
 */

/**
 * @template {string | null} K
 */
export class Channels {
  /** @type {Map<K, Set<() => void>>} */
  #listeners = new Map();

  /**
   * A readable of what `read` gives, told anew at every `tell(key)`.
   * @template T
   * @param {K} key
   * @param {() => T} read
   * @returns {Reading<T>}
   */
  reading(key, read) {
    return {
      get: read,
      subscribe: (run) => {
        const listener = () => run(read());
        const found = this.#listeners.get(key) ?? new Set();
        this.#listeners.set(key, found.add(listener));
        run(read());
        return () => {
          found.delete(listener);
          if (found.size === 0 && this.#listeners.get(key) === found) this.#listeners.delete(key);
        };
      }
    };
  }

  /** @param {Iterable<K>} keys */
  tell(keys) {
    for (const key of keys) for (const listener of [...(this.#listeners.get(key) ?? [])]) listener();
  }

  /** Tells everybody. */
  tellAll() {
    this.tell([...this.#listeners.keys()]);
  }
}

/**
 * One value that is replaced as a whole.
 * @template T
 * @param {T} start
 * @returns {Reading<T> & { set: (value: T) => void }}
 */
export function cell(start) {
  let value = start;
  const channels = /** @type {Channels<''>} */ (new Channels());
  return {
    ...channels.reading('', () => value),
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      channels.tell(['']);
    }
  };
}

/**
 * Those who hear every happening, as it happens.
 * @template T
 * @returns {{ add: (listener: (what: T) => void) => () => void, tell: (what: T) => void }} `add` gives what ends it
 */
export function hearers() {
  /** @type {Set<(what: T) => void>} */
  const all = new Set();
  return {
    add(listener) {
      all.add(listener);
      return () => void all.delete(listener);
    },
    tell: (what) => [...all].forEach((listener) => listener(what))
  };
}
