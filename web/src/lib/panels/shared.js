/**
 * What several nodes have in common.
 *
 * @import { NodeType, ParameterSpec } from '#lib/net/api.js'
 * @import { NodeRecord } from '#lib/protocol/schema.js'
 */

import { same } from '#lib/graph/paths.js';

const NOT_TOLD = new Set(['number', 'title', 'name', 'seed', 'asset_id']);

/**
 * Parameters that all of them have with one and the same value; nothing empty, nothing that names a single node.
 * @param {NodeRecord[]} records
 * @param {(kind: string) => NodeType | undefined} typeOf
 * @returns {{ parameter: ParameterSpec, value: any }[]}
 */
export function sharedBy(records, typeOf) {
  const [first, ...others] = records;
  const parameters = first ? (typeOf(first.type)?.parameters ?? []) : [];
  return parameters
    .filter(({ key, control }) => control !== 'hidden' && !NOT_TOLD.has(key))
    .map((parameter) => ({ parameter, value: first.data[parameter.key] ?? parameter.default }))
    .filter(({ value }) => value !== null && value !== undefined && value !== '' && value !== false && value?.length !== 0)
    .filter(({ parameter, value }) => others.every((record) => same(valueOf(record, parameter.key, typeOf), value)));
}

/**
 * @param {NodeRecord} record
 * @param {string} key
 * @param {(kind: string) => NodeType | undefined} typeOf
 */
function valueOf(record, key, typeOf) {
  return record.data[key] ?? typeOf(record.type)?.parameters.find((parameter) => parameter.key === key)?.default;
}
