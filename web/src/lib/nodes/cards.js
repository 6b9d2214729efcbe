/**
 * Sizes of cards and places of their sockets, worked out before anything is drawn: Svelte Flow then measures nothing.
 * Everything stands on a grid of 8 pixels.
 *
 * @typedef {{ name: string, types: string[], title: string, many?: boolean, item?: string | null, integer?: boolean }} SocketSpec
 * @typedef {{ name: string, type: string, types: string[], title: string, many: boolean, side: 'in' | 'out', x: number, y: number }} PlacedSocket
 * @typedef {{ width: number, height: number, picture: number, collapsed: boolean, open?: boolean, sockets: PlacedSocket[] }} Card `picture`: height of the picture under the header, 0 where there is none; `open`: what is in it is shown in place
 * @typedef {{ id: string, type: string, text: string, inherited?: boolean }} Tag
 * @typedef {{ record: import('#lib/protocol/schema.js').NodeRecord, spec: import('#lib/net/api.js').NodeType, card: Card, wired: ReadonlySet<string>, tags: Tag[] }} CardData what a card is drawn from; `wired` holds side + name of each socket with a wire
 * @typedef {{ width?: number, picture?: number, body: number, head?: number }} Plan what stands under the header, in pixels
 */

const GRID = 8;
/** Height of every card's header in canvas pixels. */
const HEADER = 40;
/** Height of a collapsed card whose sockets stand beside its title. */
const FOLDED = 48;
const FOLDED_WIDTH = 304;
/** Distance of two sockets, and the least where many share a card. */
const STEP = 24;
const TIGHT = 16;
/** From the header's lower edge to the first socket, and from the last to the card's lower edge. */
const ABOVE = 24;
const BELOW = 16;
/** @param {number} length */
const up = (length) => Math.ceil(length / GRID) * GRID;
/** @param {number} width */
const wide = (width) => Math.round((width * 9) / 16 / GRID) * GRID;

/** What a card that renders has at its foot: parts/RenderRow. */
const RENDER_ROW = 88;
/** Rows of a list that a card shows; the rest stands in the inspector. */
export const SHOWN = { layers: 3, facts: 4, exposed: 4, elements: 4 };

/** @param {any} value */
const length = (value) => (Array.isArray(value) ? value.length : value && typeof value === 'object' ? Object.keys(value).length : 0);

/**
 * Rows of a list on a card, at least one for what says that there is none.
 * @param {any} list
 * @param {number} most
 */
const rows = (list, most) => Math.min(most, Math.max(1, length(list)));

/**
 * What a person made of a card that they resize, between its limits.
 * @param {any} spec
 * @param {Record<string, any>} data
 * @param {'width' | 'height'} side
 * @param {number} otherwise
 */
function sized(spec, data, side, otherwise) {
  const parameter = spec.parameters.find((/** @type {any} */ each) => each.key === side);
  const wanted = Number(data[side] ?? parameter?.default ?? otherwise) || otherwise;
  return up(Math.min(parameter?.schema.maximum ?? 100_000, Math.max(parameter?.schema.minimum ?? 80, wanted)));
}

/** @param {any} spec @param {Record<string, any>} data @returns {Plan} */
const resized = (spec, data) => ({ width: sized(spec, data, 'width', 240), body: sized(spec, data, 'height', 160), head: 0 });

/** What stands under the header of a constant, by kind. @type {Record<string, (data: Record<string, any>) => number>} */
const CONSTANTS = { text: () => 88, array: ({ values }) => Math.min(SHOWN.elements, length(values)) * 24 + 48 };
const ASSETS = /** @type {Record<string, number>} */ ({ character: 88, style: 48, environment: 112 });

/**
 * Plan of each component. What a plan reads of `data` stands in `SHAPED`, so that equal cards are worked out once.
 * @type {Record<string, (width: number, spec: any, data: Record<string, any>) => Plan>}
 */
const PLANS = {
  ShotNode: (width) => ({ picture: wide(width), body: 240 }),
  SceneGroupNode: () => ({ picture: 120, body: 168 }),
  ScriptNode: () => ({ body: 288 }),
  AssetNode: (_width, spec) => ({ width: 224, picture: 128, body: ASSETS[spec.kind] ?? 56 }),
  PipelineNode: () => ({ body: 208 }),
  TransitionNode: (width) => ({ picture: wide(width), body: 96 + RENDER_ROW }),
  CompositeNode: (width) => ({ picture: wide(width), body: SHOWN.layers * 32 + 64 + RENDER_ROW }),
  AudioNode: (_width, _spec, { source }) => ({ picture: 80, body: (source === 'voice' ? 264 : 200) + RENDER_ROW }),
  ImportNode: (width) => ({ picture: wide(width), body: 96 }),
  CameraNode: () => ({ picture: 144, body: 128 }),
  MetadataNode: (_width, _spec, { facts }) => ({ body: rows(facts, SHOWN.facts) * 24 + 48 }),
  ApiNode: () => ({ body: 184 }),
  WorkflowNode: (_width, _spec, { exposed }) => ({ body: 184 + rows(exposed, SHOWN.exposed) * 40 }),
  ConvertNode: (width, spec) => ({
    picture: spec.runnable ? wide(width) : 0,
    body: 32 + convertParameters(spec).length * 40 + (spec.runnable ? RENDER_ROW : 0)
  }),
  ConstantNode: (_width, spec, data) => ({ body: CONSTANTS[spec.kind]?.(data) ?? GRID }),
  AssemblerNode: () => ({ picture: 80, body: 112 }),
  NoteNode: (_width, spec, data) => resized(spec, data),
  FrameNode: (_width, spec, data) => resized(spec, data),
  RerouteNode: () => ({ width: 32, body: 24, head: 0 }),
  GenericNode: (_width, spec) => ({ body: genericBody(spec) })
};

/** What a plan reads of a node's data, by component. @type {Record<string, (data: Record<string, any>) => string>} */
const SHAPED = {
  AudioNode: ({ source }) => String(source),
  MetadataNode: ({ facts }) => String(rows(facts, SHOWN.facts)),
  WorkflowNode: ({ exposed }) => String(rows(exposed, SHOWN.exposed)),
  ConstantNode: ({ values }) => String(Math.min(SHOWN.elements, length(values))),
  NoteNode: ({ width, height }) => `${width}x${height}`,
  FrameNode: ({ width, height }) => `${width}x${height}`
};

/** Components that the canvas draws; a kind with any other gets the generic card. */
export const COMPONENTS = new Set(Object.keys(PLANS));

/** @param {any} spec */
function genericBody(spec) {
  const sockets = Math.max(spec.inputs.length, spec.outputs.length) * STEP;
  const fields = shownParameters(spec).reduce((sum, parameter) => sum + (GENERIC_ROWS[parameter.control] ?? 40), 0);
  return sockets + fields + 24;
}

/** @type {Record<string, number>} */
const GENERIC_ROWS = { text: 88, facts: 80, camera: 80 };

const QUIET = new Set(['note', 'color', 'collapsed', 'bypassed', 'muted', 'asset_id', 'name']);

/**
 * The parameters that are a kind's own, besides what every node has.
 * @param {any} spec
 * @returns {any[]}
 */
const ownParameters = (spec) =>
  spec.parameters.filter((/** @type {any} */ parameter) => !QUIET.has(parameter.key) && parameter.control !== 'hidden');

/**
 * What a conversion's card shows beside its foot, which has the quality.
 * @param {any} spec
 */
export const convertParameters = (spec) => ownParameters(spec).filter((/** @type {any} */ { key }) => key !== 'quality');

/**
 * The two or three parameters that a card without a component of its own shows.
 * @param {any} spec
 */
export const shownParameters = (spec) => ownParameters(spec).slice(0, 3);

/** Which of its types a socket is, where a parameter says it. @param {any} socket @param {Record<string, any>} data */
const typeOf = ({ by, types }, data) => (by && types.includes(data[by]) ? data[by] : (types[0] ?? 'text'));

/** @param {SocketSpec} socket @param {Record<string, any>} data @param {'in' | 'out'} side @param {number} x @param {number} y @returns {PlacedSocket} */
const placed = (socket, data, side, x, y) => ({
  name: socket.name,
  type: typeOf(socket, data),
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
 * @param {Record<string, any>} data
 * @param {number} width
 * @param {number} top y of the first socket
 * @param {number} step
 * @returns {{ sockets: PlacedSocket[], bottom: number }}
 */
function columns({ inputs, outputs }, data, width, top, step) {
  /** @param {SocketSpec[]} list @param {'in' | 'out'} side @param {number} x */
  const column = (list, side, x) => list.map((socket, index) => placed(socket, data, side, x, top + index * step));
  const most = Math.max(inputs.length, outputs.length);
  return {
    sockets: [...column(inputs, 'in', 0), ...column(outputs, 'out', width)],
    bottom: most ? top + (most - 1) * step + BELOW : 0
  };
}

/**
 * Header and sockets only; one or two to a side stand beside the title.
 * @param {any} spec
 * @param {Record<string, any>} data
 * @returns {Card}
 */
function folded(spec, data) {
  const width = Math.min(FOLDED_WIDTH, up(spec.width ?? 240));
  const most = Math.max(spec.inputs.length, spec.outputs.length);
  const beside = most <= 2;
  const top = beside ? (FOLDED - (Math.max(1, most) - 1) * TIGHT) / 2 : HEADER + TIGHT;
  const { sockets, bottom } = columns(spec, data, width, top, TIGHT);
  return { width, height: beside ? FOLDED : up(bottom), picture: 0, collapsed: true, sockets };
}

/**
 * @param {any} spec
 * @param {Record<string, any>} data
 * @returns {Card}
 */
function unfolded(spec, data) {
  const usual = up(spec.width ?? 240);
  const plan = (PLANS[spec.component] ?? PLANS.GenericNode)(usual, spec, data);
  const { width = usual, picture = 0, body, head = HEADER } = plan;
  const least = head + picture + up(body);
  const most = Math.max(spec.inputs.length, spec.outputs.length);
  const low = least < head + ABOVE + BELOW;
  const top = low ? (least >= FOLDED ? FOLDED / 2 : least / 2 - ((least / 2) % 4)) : head + ABOVE;
  const step = top + (most - 1) * STEP + BELOW <= least ? STEP : TIGHT;
  const { sockets, bottom } = columns(spec, data, width, top, step);
  return { width, height: Math.max(least, low ? 0 : up(bottom)), picture, collapsed: false, sockets };
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
  const shape = `${data.collapsed ? 'collapsed' : (SHAPED[spec.component]?.(data) ?? '')} ${given(spec, data)}`;
  const cards = known.get(spec) ?? new Map();
  const found = cards.get(shape) ?? (data.collapsed && spec.component !== 'RerouteNode' ? folded(spec, data) : unfolded(spec, data));
  known.set(spec, cards.set(shape, found));
  return found;
}

/** What parameters say of a kind's sockets. @param {any} spec @param {Record<string, any>} data */
const given = ({ inputs, outputs }, data) => [...inputs, ...outputs].map(({ by }) => (by ? data[by] : '')).join(' ');

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
