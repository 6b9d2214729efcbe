/**
 * What can be told of an asset: the fields of the card that stands for it, as the catalogue has them.
 *
 * @import { NodeType, ParameterSpec } from '#lib/net/api.js'
 */

/** Fields of a card that say how it stands on the canvas, and not what it stands for. */
const OF_THE_CARD = new Set(['asset_id', 'asset_version', 'name', 'note', 'color', 'bypassed', 'muted', 'collapsed', 'grid']);
/** What a card only switches on, and its asset holds as a picture. */
const PICTURES = new Set(['depth_map']);

/** @param {readonly NodeType[]} types @param {string} kind @returns {ParameterSpec[]} none for media: their facts come from the file */
export function fieldsOf(types, kind) {
  if (!['character', 'style', 'environment'].includes(kind)) return [];
  const type = types.find((one) => one.kind === kind);
  const told = (type?.parameters ?? []).filter(({ key, server, control }) => !server && control !== 'hidden' && !OF_THE_CARD.has(key));
  return told.map((field) => (PICTURES.has(field.key) ? { ...field, control: 'picture', default: null, help: '' } : field));
}

/** @param {readonly NodeType[]} types @param {string} kind */
export const titleOfKind = (types, kind) => types.find((one) => one.kind === kind || one.kind === `${kind}_import`)?.title ?? kind;
