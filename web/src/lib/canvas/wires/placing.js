/**
 * The card that stands for an asset of the library.
 *
 * @import { NodeType } from '#lib/net/api.js'
 * @import { AssetRecord } from '#lib/protocol/schema.js'
 */

/**
 * Of which type it is, and what stands on it; undefined where none of these types can.
 * @param {NodeType[]} types those that may stand on the level
 * @param {AssetRecord} asset
 * @returns {{ type: NodeType, data: Record<string, any> } | undefined}
 */
export function standIn(types, asset) {
  const of = (/** @type {string} */ kind) => types.find((each) => each.kind === kind);
  const type = of(asset.kind) ?? of(`${asset.kind}_import`) ?? of('asset');
  if (!type) return undefined;
  const set = { name: asset.name, asset_id: asset.id };
  const own = Object.entries(set).filter(([key]) => type.parameters.some((each) => each.key === key && !each.server));
  return { type, data: Object.fromEntries(own) };
}
