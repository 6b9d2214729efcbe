/**
 * A tidy place for every card of a level: by its wires where they are few, else in rows as the scenes and shots follow.
 *
 * @typedef {{ id: string, kind: string, order: string, x: number, y: number, width: number, height: number, frame?: string }} Card `frame`: the frame it lies in
 * @typedef {{ source: string, target: string }} Wire
 * @typedef {{ cards: Card[], wires: Wire[], frames: Card[] }} Level
 * @typedef {{ moves: { id: string, x: number, y: number }[], sizes: { id: string, width: number, height: number }[] }} Layout `sizes` of frames, which go around what lies in them
 */

import dagre from '@dagrejs/dagre';

/** Most cards that are laid out by their wires: 1,000 take seconds. */
export const BY_WIRES = 300;
const GAP = { x: 96, y: 48 };
const PADDING = { x: 28, top: 60, bottom: 28 };
const FILM = new Set(['scene_group', 'shot', 'transition', 'assembler', 'script']);

/**
 * @param {Level} level
 * @returns {Layout} around the top left corner where the cards stood before
 */
export function laidOut(level) {
  const { cards } = level;
  if (cards.length === 0) return { moves: [], sizes: [] };
  const found = cards.length <= BY_WIRES && level.wires.length > 0 ? byWires(level) : inRows(level);
  const corner = (/** @type {'x' | 'y'} */ axis) =>
    Math.min(...cards.map((card) => card[axis])) - Math.min(...found.map((one) => one[axis]));
  const shift = { x: corner('x'), y: corner('y') };
  const moves = found.map(({ id, x, y }) => ({ id, x: Math.round(x + shift.x), y: Math.round(y + shift.y) }));
  const places = new Map(moves.map((move) => [move.id, move]));
  const around = level.frames.flatMap((frame) => framed(frame, cards, places));
  return {
    moves: [...moves, ...around.map(({ id, x, y }) => ({ id, x, y }))],
    sizes: around.map(({ id, width, height }) => ({ id, width, height }))
  };
}

/** @param {Level} level @returns {{ id: string, x: number, y: number }[]} */
function byWires({ cards, wires, frames }) {
  const graph = new dagre.graphlib.Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: GAP.y, ranksep: GAP.x, edgesep: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  const known = new Set(cards.map((card) => card.id));
  const wired = new Set(
    wires.filter(({ source, target }) => known.has(source) && known.has(target)).flatMap(({ source, target }) => [source, target])
  );
  const ordered = [...cards].sort(following);
  const used = new Set(ordered.map((card) => card.frame));
  for (const frame of frames) if (used.has(frame.id)) graph.setNode(frame.id, {});
  for (const card of ordered.filter((one) => wired.has(one.id) || one.frame)) {
    graph.setNode(card.id, { width: card.width, height: card.height });
    if (card.frame) graph.setParent(card.id, card.frame);
  }
  wires.forEach(({ source, target }, index) => {
    if (known.has(source) && known.has(target)) graph.setEdge(source, target, {}, String(index));
  });
  dagre.layout(graph);
  const placed = ordered.flatMap((card) => {
    const at = graph.hasNode(card.id) ? graph.node(card.id) : undefined;
    return at ? [{ id: card.id, x: at.x - card.width / 2, y: at.y - card.height / 2, bottom: at.y + card.height / 2 }] : [];
  });
  // What hangs on no wire stands in rows below.
  const below = placed.length ? Math.max(...placed.map((one) => one.bottom)) + 2 * GAP.y : 0;
  const left = placed.length ? Math.min(...placed.map((one) => one.x)) : 0;
  const loose = rows(ordered.filter((card) => !graph.hasNode(card.id)));
  return [...placed, ...loose.map((one) => ({ ...one, x: one.x + left, y: one.y + below }))];
}

/** @param {Card} a @param {Card} b */
const following = (a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1);

/**
 * The film in rows, and beside it on the left what it is made with; every frame a block of its own.
 * @param {Level} level
 */
function inRows({ cards, frames }) {
  const sorted = [...cards].sort(following);
  const within = (/** @type {string | undefined} */ frame) => sorted.filter((card) => card.frame === frame);
  const loose = within(undefined);
  const film = rows(loose.filter((card) => FILM.has(card.kind)));
  const made = rows(
    loose.filter((card) => !FILM.has(card.kind)),
    film.length ? 2 : undefined
  );
  const width = made.length ? Math.max(...made.map((one) => one.x + one.width)) + 2 * GAP.x : 0;
  const placed = [...made, ...film.map((one) => ({ ...one, x: one.x + width }))];
  let below = placed.length ? Math.max(...placed.map((one) => one.y + one.height)) + 2 * GAP.y + PADDING.top : 0;
  for (const frame of frames) {
    const block = rows(within(frame.id)).map((one) => ({ ...one, y: one.y + below }));
    placed.push(...block);
    if (block.length) below = Math.max(...block.map((one) => one.y + one.height)) + 2 * GAP.y + PADDING.top + PADDING.bottom;
  }
  return placed;
}

/**
 * Cards one after the other, in as many columns as make a wide picture.
 * @param {Card[]} cards
 * @param {number} [columns]
 */
function rows(cards, columns = Math.max(1, Math.ceil(Math.sqrt(cards.length * 1.6)))) {
  /** @type {{ id: string, x: number, y: number, width: number, height: number }[]} */
  const placed = [];
  let y = 0;
  for (let start = 0; start < cards.length; start += columns) {
    const row = cards.slice(start, start + columns);
    let x = 0;
    for (const { id, width, height } of row) {
      placed.push({ id, x, y, width, height });
      x += width + GAP.x;
    }
    y += Math.max(...row.map((card) => card.height)) + GAP.y;
  }
  return placed;
}

/**
 * A frame around what lies in it; none where nothing does.
 * @param {Card} frame @param {Card[]} cards @param {ReadonlyMap<string, { x: number, y: number }>} places
 */
function framed(frame, cards, places) {
  const within = cards.filter((card) => card.frame === frame.id).map((card) => ({ ...card, ...places.get(card.id) }));
  return within.length ? [{ id: frame.id, ...around(within) }] : [];
}

/**
 * The box of a frame around these boxes.
 * @param {{ x: number, y: number, width: number, height: number }[]} boxes
 */
export function around(boxes) {
  const x = Math.min(...boxes.map((box) => box.x)) - PADDING.x;
  const y = Math.min(...boxes.map((box) => box.y)) - PADDING.top;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + PADDING.x;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + PADDING.bottom;
  return { x: Math.round(x), y: Math.round(y), width: Math.round(right - x), height: Math.round(bottom - y) };
}
