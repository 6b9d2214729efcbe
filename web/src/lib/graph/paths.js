/**
 * Values at a path of keys in plain data; every write is a copy, what it does not touch is shared.
 * Keys are looked up as own properties only: `__proto__` is a key like any other.
 */

/** @param {any} value @returns {value is Record<string, any>} */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * @param {Record<string, any>} data
 * @param {string[]} path
 * @returns {any} undefined where there is nothing
 */
export function getAt(data, path) {
  /** @type {any} */
  let here = data;
  for (const key of path) {
    if (!isObject(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}

/**
 * A copy with the value at the path; what stands in the way becomes an object.
 * @param {Record<string, any>} data
 * @param {string[]} path
 * @param {any} value
 * @returns {Record<string, any>}
 */
export function putAt(data, path, value) {
  const [key, ...rest] = path;
  const inner = Object.hasOwn(data, key) ? data[key] : undefined;
  const put = rest.length ? putAt(isObject(inner) ? inner : {}, rest, value) : value;
  return Object.fromEntries([...Object.entries(data).filter(([name]) => name !== key), [key, put]]);
}

/**
 * A copy without the value at the path.
 * @param {Record<string, any>} data
 * @param {string[]} path
 * @returns {Record<string, any>}
 */
export function dropAt(data, path) {
  const [key, ...rest] = path;
  if (!Object.hasOwn(data, key)) return data;
  if (rest.length && isObject(data[key])) return putAt(data, [key], dropAt(data[key], rest));
  if (rest.length) return data;
  return Object.fromEntries(Object.entries(data).filter(([name]) => name !== key));
}

/**
 * Whether two JSON values are the same value.
 * @param {any} a
 * @param {any} b
 * @returns {boolean}
 */
export function same(a, b) {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, index) => same(value, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}
