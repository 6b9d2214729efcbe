/**
 * Paints what of a level is not built as elements onto one canvas. It lies in the coordinates of the level and so moves
 * with the view; it is painted anew only when the view leaves what is painted.
 *
 * @import { Stage } from './stage.svelte.js'
 * @import { Painted, Strand, Tones } from './painter.js'
 */

import { companyStore } from '#lib/stores/companyStore.js';
import { usageStore } from '#lib/stores/usageStore.js';
import { faceOf } from '#lib/nodes/face.js';
import { paintBackdrops, paintBlocks, paintFaces, paintOutlines, paintUses, paintWires } from './painter.js';
import { pictureAt } from './pictures.js';
import { wireLook } from '../wires/shape.js';
import { bandOf } from './visible.js';

const HEAD = 36;
/** Most pixels of the canvas; above, it is painted a little less sharp. */
const PIXELS = 12e6;

/**
 * The colours of the design tokens as they stand on an element, each read once.
 * @param {Element} element
 * @returns {Tones}
 */
export function tonesOf(element) {
  const style = getComputedStyle(element);
  /** @type {Map<string, string>} */
  const known = new Map();
  return (token) => {
    const found = known.get(token) ?? (style.getPropertyValue(token).trim() || style.getPropertyValue('--text-3').trim());
    known.set(token, found);
    return found;
  };
}

/**
 * @param {Stage} stage
 * @param {string} id
 * @returns {Painted[]} one, or none where the card is gone
 */
function painted(stage, id) {
  const { store, rules } = stage;
  const record = store.graph.node(id);
  const box = stage.boxes.box(id);
  if (!record || !box) return [];
  const company = companyStore.of(id).get();
  const { part, color } = usageStore.useOf(id);
  return [
    {
      box,
      face: faceOf(record, rules.types.get(record.type)),
      head: HEAD,
      picture: stage.lies.card(record).picture,
      selected: store.selection.get().has(id),
      outline: company.find(({ how }) => how !== 'inside')?.color ?? null,
      dim: Boolean(record.data.muted || record.data.bypassed) || part === 'aside',
      use: part && part !== 'aside' ? (color ?? '--accent') : null,
      backdrop: backdropOf(stage, record)
    }
  ];
}

/** What lies behind others: a frame, and a container that stands open. @param {Stage} stage @param {import('#lib/protocol/schema.js').NodeRecord} record */
function backdropOf({ lies }, { id, type, data }) {
  return type === 'frame' || lies.opened.has(id) ? data.color || '--line-strong' : null;
}

/** @param {Stage} stage @returns {Strand[]} */
function strands(stage) {
  const { lies, region, bright } = stage;
  if (!region) return [];
  const elements = new Set(stage.edges.map((edge) => edge.id));
  const selected = stage.selectedWires.get();
  return lies.strung.within(region).flatMap((id) => {
    const wire = elements.has(id) ? undefined : lies.wire(id);
    const ends = wire && lies.endsOf(id);
    if (!wire || !ends) return [];
    const aside = bright.aside(wire);
    return [
      { ends, ...wireLook(wire.data), dim: aside || Boolean(wire.data.dim), bright: bright.any && !aside, selected: selected.has(id) }
    ];
  });
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Stage} stage
 * @param {{ tone: Tones, ratio: number, font: string, again: () => void }} how `again` is called when a picture has arrived
 */
export function paintLayer(canvas, stage, { tone, ratio, font, again }) {
  const { region } = stage;
  const pen = canvas.getContext('2d');
  if (!region || !pen) return;
  const { zoom } = region;
  const sharp = Math.min(ratio, Math.sqrt(PIXELS / (region.width * region.height * zoom * zoom)));
  const scale = zoom * sharp;
  const width = Math.round(region.width * scale);
  const height = Math.round(region.height * scale);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  canvas.style.width = `${width / sharp}px`;
  canvas.style.height = `${height / sharp}px`;
  canvas.style.transform = `translate(${region.x}px, ${region.y}px) scale(${1 / zoom})`;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.setTransform(scale, 0, 0, scale, -region.x * scale, -region.y * scale);
  const cards = stage.toPaint.flatMap((id) => painted(stage, id));
  paintBackdrops(pen, cards, zoom, tone);
  paintWires(pen, strands(stage), zoom, tone);
  if (bandOf(zoom) === 'far') paintBlocks(pen, cards, zoom, tone);
  else paintFaces(pen, cards, { zoom, tone, font, picture: (url) => pictureAt(url, again) });
  paintUses(pen, cards, zoom, tone);
  paintOutlines(pen, cards, zoom, tone);
}
