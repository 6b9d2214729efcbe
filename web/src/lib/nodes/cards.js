/**
 * Sizes of cards and places of their sockets, worked out before anything is drawn: Svelte Flow then measures nothing.
 * Everything stands on a grid of 8 pixels.
 *
 * @typedef {{ name: string, types: string[], title: string, many?: boolean, item?: string | null, integer?: boolean }} SocketSpec
 * @typedef {{ name: string, type: string, types: string[], title: string, many: boolean, side: 'in' | 'out', x: number, y: number }} PlacedSocket
 * @typedef {{ width: number, height: number, picture: number, collapsed: boolean, sockets: PlacedSocket[] }} Card `picture`: height of the picture under the header, 0 where there is none
 * @typedef {{ id: string, type: string, text: string, inherited?: boolean }} Tag
 * @typedef {{ record: import('#lib/protocol/schema.js').NodeRecord, spec: import('#lib/net/api.js').NodeType, card: Card, wired: ReadonlySet<string>, tags: Tag[] }} CardData what a card is drawn from; `wired` holds side + name of each socket with a wire
 * @typedef {{ width?: number, picture?: number, body: number, head?: number }} Plan what stands under the header, in pixels
 */

const GRID = 8;
/** Height of every card's header in canvas pixels. */
export const HEADER = 40;
/** Height of a collapsed card whose sockets stand beside its title. */
const FOLDED = 48;
/** Distance of two sockets, and the least where many share a card. */
const STEP = 24;
const TIGHT = 16;
/** From the header's lower edge to the first socket, and from the last to the card's lower edge. */
const ABOVE = 24;
const BELOW = 16;
/** What a person may make of a card that they resize. */
const SIZED = { least: 120, most: 8000 };

/** @param {number} length */
const up = (length) => Math.ceil(length / GRID) * GRID;
/** @param {number} width */
const wide = (width) => Math.round((width * 9) / 16 / GRID) * GRID;

/** Rows of a list that a card shows; the rest stands in the inspector. */
export const SHOWN = { layers: 4, facts: 4, values: 3, exposed: 4, elements: 4 };

/** @param {any} value */
const length = (value) => (Array.isArray(value) ? value.length : value && typeof value === 'object' ? Object.keys(value).length : 0);

/** @param {any} value @param {number} otherwise */
const sized = (value, otherwise) =>
  up(Math.min(SIZED.most, Math.max(SIZED.least, Number.isFinite(value) && value > 0 ? value : otherwise)));

/**
 * How many rows of a list stand on a card: at least one, for what says that there is none.
 * @param {any} list
 * @param {number} most
 */
const rows = (list, most) => Math.min(most, Math.max(1, length(list)));

/**
 * Plan of each component. What a plan reads of `data` stands in `SHAPED`, so that equal cards are worked out once.
 * @type {Record<string, (width: number, spec: any, data: Record<string, any>) => Plan>}
 */
const PLANS = {
  ShotNode: (width) => ({ picture: wide(width), body: 240 }),
  SceneGroupNode: (width) => ({ picture: 120, width, body: 192 }),
  AssetNode: (_width, spec) => ({ picture: 120, body: spec.kind === 'environment' ? 104 : spec.kind === 'character' ? 88 : 64 }),
  ScriptNode: () => ({ body: 216 }),
  PipelineNode: () => ({ body: 232 }),
  GenericNode: (_width, spec) => ({ body: genericBody(spec) })
};

/** What a plan reads of a node's data, by component. @type {Record<string, (data: Record<string, any>) => string>} */
const SHAPED = {};

/** @param {any} spec */
function genericBody(spec) {
  const sockets = Math.max(spec.inputs.length, spec.outputs.length) * STEP;
  const fields = shownParameters(spec).reduce((sum, parameter) => sum + (GENERIC_ROWS[parameter.control] ?? 40), 0);
  return sockets + fields + 24;
}

/** @type {Record<string, number>} */
const GENERIC_ROWS = { text: 88, facts: 80, camera: 80 };

/**
 * The two or three parameters that a card without a component of its own shows.
 * @param {any} spec
 * @returns {any[]}
 */
export function shownParameters(spec) {
  const quiet = new Set(['note', 'color', 'collapsed', 'bypassed', 'muted', 'asset_id', 'name']);
  return spec.parameters
    .filter((/** @type {any} */ parameter) => !quiet.has(parameter.key) && parameter.control !== 'hidden')
    .slice(0, 3);
}

/** @param {SocketSpec} socket @param {'in' | 'out'} side @param {number} x @param {number} y @returns {PlacedSocket} */
const placed = (socket, side, x, y) => ({
  name: socket.name,
  type: socket.types[0] ?? 'text',
  types: socket.types,
  title: socket.title,
  many: Boolean(socket.many),
  side,
  x,
  y
});

/**
 * Both columns of sockets, and the height they need.
 * @param {any} spec
 * @param {number} width
 * @param {number} top y of the first socket
 * @param {number} step
 * @returns {{ sockets: PlacedSocket[], bottom: number }}
 */
function columns({ inputs, outputs }, width, top, step) {
  /** @param {SocketSpec[]} list @param {'in' | 'out'} side @param {number} x */
  const column = (list, side, x) => list.map((socket, index) => placed(socket, side, x, top + index * step));
  const most = Math.max(inputs.length, outputs.length);
  return {
    sockets: [...column(inputs, 'in', 0), ...column(outputs, 'out', width)],
    bottom: most ? top + (most - 1) * step + BELOW : 0
  };
}

/**
 * Header and sockets only; one or two to a side stand beside the title.
 * @param {any} spec
 * @param {number} width
 * @returns {Card}
 */
function folded(spec, width) {
  const most = Math.max(spec.inputs.length, spec.outputs.length);
  const beside = most <= 2;
  const top = beside ? (FOLDED - (Math.max(1, most) - 1) * TIGHT) / 2 : HEADER + TIGHT;
  const { sockets, bottom } = columns(spec, width, top, TIGHT);
  return { width, height: beside ? FOLDED : up(bottom), picture: 0, collapsed: true, sockets };
}

/**
 * @param {any} spec
 * @param {Record<string, any>} data
 * @returns {Card}
 */
function unfolded(spec, data) {
  const plan = (PLANS[spec.component] ?? PLANS.GenericNode)(up(spec.width ?? 240), spec, data);
  const { width = up(spec.width ?? 240), picture = 0, body, head = HEADER } = plan;
  const least = head + picture + up(body);
  const middle = Math.floor(least / 2 / GRID) * GRID;
  const many = Math.max(spec.inputs.length, spec.outputs.length);
  const top = head + ABOVE > least - BELOW ? middle : head + ABOVE;
  const step = top + (many - 1) * STEP + BELOW <= least ? STEP : TIGHT;
  const { sockets, bottom } = columns(spec, width, top, step);
  return { width, height: Math.max(least, up(bottom)), picture, collapsed: false, sockets };
}

/** @type {WeakMap<object, Map<string, Card>>} */
const known = new WeakMap();

/**
 * The card of a node: equal for nodes of one kind and shape, so it is worked out once for all of them.
 * @param {any} spec an entry of the catalogue
 * @param {Record<string, any>} [data] the node's own
 * @returns {Card}
 */
export function cardOf(spec, data = {}) {
  const shape = data.collapsed ? 'collapsed' : (SHAPED[spec.component]?.(data) ?? '');
  const cards = known.get(spec) ?? new Map();
  const found = cards.get(shape) ?? (data.collapsed ? folded(spec, up(spec.width ?? 240)) : unfolded(spec, data));
  known.set(spec, cards.set(shape, found));
  return found;
}

/**
 * The sockets as Svelte Flow's `handles`.
 * @param {PlacedSocket[]} sockets
 */
export function handlesOf(sockets) {
  return sockets.map((socket) => ({
    id: socket.name,
    type: /** @type {'source' | 'target'} */ (socket.side === 'in' ? 'target' : 'source'),
    position: /** @type {any} */ (socket.side === 'in' ? 'left' : 'right'),
    x: socket.x - 7,
    y: socket.y - 7,
    width: 14,
    height: 14
  }));
}
