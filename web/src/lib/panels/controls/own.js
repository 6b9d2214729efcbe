/**
 * Controls that only the inspector has, by the `control` of a parameter. Each takes `OwnControl`.
 *
 * @typedef {{ id: string, parameter: import('#lib/net/api.js').ParameterSpec, value: any, data: Record<string, any>, mixed: boolean, disabled: boolean, onwrite: (path: string[], value: any) => void, onedit: (value: any) => void }} OwnControl `onwrite` sets one register, `onedit` the whole value
 */

import AssetControl from './AssetControl.svelte';
import AssetsControl from './AssetsControl.svelte';
import ChecksControl from './ChecksControl.svelte';
import FactsControl from './FactsControl.svelte';
import KeyframesControl from './KeyframesControl.svelte';
import LayersControl from './LayersControl.svelte';
import ListControl from './ListControl.svelte';
import MarkersControl from './MarkersControl.svelte';
import ObjectControl from './ObjectControl.svelte';
import PaletteControl from './PaletteControl.svelte';
import PictureControl from './PictureControl.svelte';
import QualityControl from './QualityControl.svelte';
import TagsControl from './TagsControl.svelte';
import ValuesControl from './ValuesControl.svelte';

/** @type {Record<string, import('svelte').Component<any>>} */
export const OWN_CONTROLS = {
  asset: AssetControl,
  assets: AssetsControl,
  checks: ChecksControl,
  facts: FactsControl,
  headers: FactsControl,
  keyframes: KeyframesControl,
  layers: LayersControl,
  list: ListControl,
  mapping: ObjectControl,
  markers: MarkersControl,
  object: ObjectControl,
  palette: PaletteControl,
  picture: PictureControl,
  quality: QualityControl,
  tags: TagsControl,
  values: ValuesControl
};

/** Of these one sees only one's own; where several differ they say so. */
export const SINGLE = new Set([
  'facts',
  'headers',
  'keyframes',
  'layers',
  'list',
  'mapping',
  'markers',
  'object',
  'palette',
  'values',
  'assets'
]);
