/**
 * How strongly a reference is to be followed: wires of people, looks, control maps and reference pictures carry a weight.
 *
 * @import { SocketSpec } from '#lib/net/api.js'
 */

const REFERENCES = ['character', 'style', 'control_map'];

/**
 * Whether a wire of this type carries a weight. A picture does where it arrives as one of several references.
 * @param {string} type what the wire carries
 * @param {Pick<SocketSpec, 'many' | 'name'> | undefined} target the socket where it arrives
 */
export function weighted(type, target) {
  return REFERENCES.includes(type) || (type === 'image' && target?.name === 'references');
}
