/**
 * Several nodes edited as one: the parameters they share, and one step that writes to all.
 *
 * @import { NodeType, ParameterSpec } from '#lib/net/api.js'
 * @import { NodeRecord } from '#lib/protocol/schema.js'
 * @typedef {{ parameter: ParameterSpec, value: any, mixed: boolean }} SharedParameter `value` of the first; `mixed` where others differ
 */

import { same } from '#lib/graph/paths.js';
import { kindOf } from '#lib/nodes/parts/controls/kinds.js';

/** What names a single node, or is drawn from its own wires. */
const OWN = new Set(['number', 'asset_id', 'layers', 'file']);

/** @param {NodeRecord} record @param {ParameterSpec} parameter */
const valueOf = (record, parameter) => record.data[parameter.key] ?? parameter.default;

/** Whether one control edits both. @param {ParameterSpec} one @param {ParameterSpec | undefined} other */
const alike = (one, other) =>
  other !== undefined &&
  one.merge === other.merge &&
  one.unit === other.unit &&
  kindOf(one) === kindOf(other) &&
  same(one.schema, other.schema);

/**
 * The parameters that every one of them has, in the order of the first node's type.
 * @param {readonly NodeRecord[]} records
 * @param {(kind: string) => NodeType | undefined} typeOf
 * @returns {SharedParameter[]}
 */
export function sharedBy(records, typeOf) {
  const kinds = [...new Set(records.map(({ type }) => type))].map(typeOf);
  const [first, ...others] = kinds;
  if (!first || others.includes(undefined)) return [];
  const common = first.parameters.filter((parameter) => {
    const twin = (/** @type {NodeType | undefined} */ type) => type?.parameters.find(({ key }) => key === parameter.key);
    return (
      !parameter.server && parameter.control !== 'hidden' && !OWN.has(parameter.key) && others.every((type) => alike(parameter, twin(type)))
    );
  });
  return common.map((parameter) => {
    const value = valueOf(records[0], parameter);
    return { parameter, value, mixed: records.some((record) => !same(valueOf(record, parameter), value)) };
  });
}
