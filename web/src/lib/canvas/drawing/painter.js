/**
 * Cards and wires with a 2D pen: what the layer under Svelte Flow shows of a level.
 *
 * @import { Face } from '#lib/nodes/face.js'
 * @import { Ends } from '../wires/shape.js'
 * @import { Box } from './boxes.js'
 * @typedef {(token: string) => string} Tones the colour of a design token
 * @typedef {{ box: Box, face: Face, head: number, picture: number, selected: boolean, outline: string | null, dim: boolean, backdrop: string | null, use: string | null }} Painted `use`: the colour in which it shows that it uses an asset; `outline`: the colour of who has it selected; `backdrop`: the colour of a frame
 * @typedef {{ ends: Ends, color: string, width: number, dash: number[], dim: boolean, bright: boolean, selected: boolean }} Strand `bright`: it belongs to what is selected
 */

import { STATES } from '#lib/nodes/parts/states.js';
import { traceWire } from '../wires/shape.js';

/** Colours of states, by the tone that the mark of a state has. @type {Record<string, string>} */
const TONES = { idle: '--line-strong', wait: '--text-2', run: '--accent', ok: '--ok', bad: '--bad', warn: '--warn' };
const RADIUS = 12;
/** Below this zoom wires are straight, and those shorter than `SHORT` pixels of the screen are left out. */
const STRAIGHT = 0.13;
const SHORT = 5;

/** @param {string} state */
export const toneOf = (state) => TONES[STATES[state]?.tone ?? 'idle'];

/**
 * @param {CanvasRenderingContext2D} pen in canvas coordinates
 * @param {Iterable<Strand>} strands
 * @param {number} zoom
 * @param {Tones} tone
 */
export function paintWires(pen, strands, zoom, tone) {
  /** @type {Map<string, Strand[]>} */
  const alike = new Map();
  for (const strand of strands) {
    const key = `${strand.color} ${strand.width} ${strand.dash} ${strand.dim} ${strand.bright} ${strand.selected}`;
    const known = alike.get(key);
    if (known) known.push(strand);
    else alike.set(key, [strand]);
  }
  for (const group of [...alike.values()].sort(([a], [b]) => Number(a.bright) - Number(b.bright))) {
    const [{ color, width, dash, dim, bright, selected }] = group;
    pen.globalAlpha = dim ? 0.3 : bright || selected ? 1 : zoom < STRAIGHT ? 0.5 : 0.85;
    pen.strokeStyle = tone(color);
    pen.lineWidth = Math.max(selected ? width + 1.5 : width, 0.9 / zoom);
    pen.setLineDash(dash);
    pen.beginPath();
    for (const { ends } of group) trace(pen, ends, zoom);
    pen.stroke();
  }
  pen.globalAlpha = 1;
  pen.setLineDash([]);
}

/** @param {CanvasRenderingContext2D} pen @param {Ends} ends @param {number} zoom */
function trace(pen, ends, zoom) {
  if (zoom >= STRAIGHT) return traceWire(pen, ends);
  const { source, target } = ends;
  if ((Math.abs(source.x - target.x) + Math.abs(source.y - target.y)) * zoom < SHORT) return;
  pen.moveTo(source.x, source.y);
  pen.lineTo(target.x, target.y);
}

/**
 * Cards as blocks: the colour of what they give, the state as a mark in the middle.
 * @param {CanvasRenderingContext2D} pen
 * @param {Painted[]} cards
 * @param {number} zoom
 * @param {Tones} tone
 */
export function paintBlocks(pen, cards, zoom, tone) {
  const plain = cards.filter((card) => !card.backdrop);
  fillAll(pen, plain, zoom, tone('--raised'));
  for (const [tint, group] of by(plain, ({ face, dim }) => `${face.tint}${dim ? ' dim' : ''}`)) {
    pen.globalAlpha = tint.endsWith(' dim') ? 0.12 : 0.42;
    fillAll(pen, group, zoom, tone(`--s-${group[0].face.tint}`));
  }
  pen.globalAlpha = 1;
  for (const [state, group] of by(plain, ({ face }) => face.state)) {
    if (state === 'idle') continue;
    pen.fillStyle = tone(toneOf(state));
    pen.beginPath();
    for (const { box } of group) {
      const size = Math.min(box.width, box.height) * 0.36;
      mark(pen, state, box.x + box.width / 2, box.y + box.height / 2, size);
    }
    pen.fill();
  }
}

/** A shape of its own for each state, so that none is told by colour alone. @param {CanvasRenderingContext2D} pen @param {string} state @param {number} x @param {number} y @param {number} size */
function mark(pen, state, x, y, size) {
  const half = size / 2;
  if (state === 'success') {
    pen.moveTo(x + half, y);
    pen.arc(x, y, half, 0, 2 * Math.PI);
  } else if (state === 'error') {
    pen.moveTo(x, y - half);
    pen.lineTo(x + half, y);
    pen.lineTo(x, y + half);
    pen.lineTo(x - half, y);
    pen.closePath();
  } else if (state === 'stale') {
    pen.moveTo(x, y - half);
    pen.lineTo(x + half, y + half);
    pen.lineTo(x - half, y + half);
    pen.closePath();
  } else pen.rect(x - half, y - half / 2, size, half);
}

/**
 * @template T
 * @param {T[]} all
 * @param {(one: T) => string} key
 * @returns {Map<string, T[]>}
 */
function by(all, key) {
  const groups = /** @type {Map<string, T[]>} */ (new Map());
  for (const one of all) {
    const known = groups.get(key(one));
    if (known) known.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}

/** @param {CanvasRenderingContext2D} pen @param {Painted[]} cards @param {number} zoom @param {string} color */
function fillAll(pen, cards, zoom, color) {
  pen.fillStyle = color;
  pen.beginPath();
  for (const { box } of cards) {
    // A corner that is smaller than a pixel is not worth its curves.
    if (zoom < 0.12) pen.rect(box.x, box.y, box.width, box.height);
    else pen.roundRect(box.x, box.y, box.width, box.height, RADIUS);
  }
  pen.fill();
}

/**
 * Cards as pictures with a title and a state, as the small cards of the page show them.
 * @param {CanvasRenderingContext2D} pen
 * @param {Painted[]} cards
 * @param {{ zoom: number, tone: Tones, font: string, picture: (url: string) => ImageBitmap | null }} how
 */
export function paintFaces(pen, cards, { zoom, tone, font, picture }) {
  const size = zoom < 0.42 ? 18 : 13;
  pen.textBaseline = 'middle';
  for (const card of cards.filter(({ backdrop }) => !backdrop)) {
    const { box, face, head } = card;
    pen.globalAlpha = card.dim ? 0.55 : 1;
    pen.fillStyle = tone('--raised');
    pen.strokeStyle = tone(face.state === 'error' ? '--bad' : '--line');
    pen.lineWidth = 1;
    pen.beginPath();
    pen.roundRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1, RADIUS);
    pen.fill();
    pen.stroke();
    if (card.picture) paintPicture(pen, card, tone('--bg'), face.picture ? picture(face.picture) : null);
    pen.fillStyle = tone(`--s-${face.tint}`);
    pen.beginPath();
    pen.roundRect(box.x + 11, box.y + head / 2 - 5.5, 13, 11, 3);
    pen.fill();
    pen.fillStyle = tone('--text');
    pen.font = `600 ${size}px ${font}`;
    pen.fillText(clipped(pen, face.title, box.width - 80), box.x + 33, box.y + head / 2 + 0.5);
    pen.fillStyle = tone(toneOf(face.state));
    pen.beginPath();
    mark(pen, face.state, box.x + box.width - 16, box.y + head / 2, 9);
    pen.fill();
  }
  pen.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} pen @param {Painted} card @param {string} ground @param {ImageBitmap | null} image */
function paintPicture(pen, { box, head, picture }, ground, image) {
  pen.fillStyle = ground;
  pen.fillRect(box.x + 1, box.y + head, box.width - 2, picture);
  if (!image) return;
  const scale = Math.max(box.width / image.width, picture / image.height);
  const [width, height] = [box.width / scale, picture / scale];
  pen.drawImage(
    image,
    (image.width - width) / 2,
    (image.height - height) / 2,
    width,
    height,
    box.x + 1,
    box.y + head,
    box.width - 2,
    picture
  );
}

/** @param {CanvasRenderingContext2D} pen @param {string} text @param {number} width */
function clipped(pen, text, width) {
  if (pen.measureText(text).width <= width) return text;
  const letters = [...text];
  const fits = Math.floor((letters.length * width) / pen.measureText(text).width) - 1;
  return `${letters.slice(0, Math.max(1, fits)).join('')}…`;
}

/**
 * The coloured grounds of frames, under everything.
 * @param {CanvasRenderingContext2D} pen
 * @param {Painted[]} cards
 * @param {number} zoom
 * @param {Tones} tone
 */
export function paintBackdrops(pen, cards, zoom, tone) {
  for (const { box, backdrop } of cards) {
    if (!backdrop) continue;
    pen.fillStyle = pen.strokeStyle = backdrop.startsWith('--') ? tone(backdrop) : backdrop;
    pen.lineWidth = Math.max(1, 1 / zoom);
    pen.beginPath();
    pen.roundRect(box.x, box.y, box.width, box.height, RADIUS);
    pen.globalAlpha = 0.1;
    pen.fill();
    pen.globalAlpha = 0.6;
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

/**
 * What uses the asset that is asked for, as a ring in its colour; under whoever is selected.
 * @param {CanvasRenderingContext2D} pen
 * @param {Painted[]} cards
 * @param {number} zoom
 * @param {Tones} tone
 */
export function paintUses(pen, cards, zoom, tone) {
  const wide = Math.max(2, 2.5 / zoom);
  for (const [color, group] of by(cards, ({ use }) => use ?? '')) {
    if (!color) continue;
    pen.strokeStyle = color.startsWith('--') ? tone(color) : color;
    pen.beginPath();
    for (const { box } of group) pen.roundRect(box.x - wide / 2, box.y - wide / 2, box.width + wide, box.height + wide, RADIUS);
    // A wide ring under a narrow one glows.
    pen.globalAlpha = 0.28;
    pen.lineWidth = wide * 4;
    pen.stroke();
    pen.globalAlpha = 1;
    pen.lineWidth = wide;
    pen.stroke();
  }
}

/**
 * Who is selected, by oneself or by others.
 * @param {CanvasRenderingContext2D} pen
 * @param {Painted[]} cards
 * @param {number} zoom
 * @param {Tones} tone
 */
export function paintOutlines(pen, cards, zoom, tone) {
  const wide = Math.max(2, 2 / zoom);
  pen.lineWidth = wide;
  for (const [color, group] of by(cards, ({ selected, outline }) => (selected ? tone('--accent') : (outline ?? '')))) {
    if (!color) continue;
    pen.strokeStyle = color;
    pen.beginPath();
    for (const { box } of group) pen.roundRect(box.x - wide / 2, box.y - wide / 2, box.width + wide, box.height + wide, RADIUS);
    pen.stroke();
  }
}
