/**
 * Sizes of cards and places of their sockets, worked out before anything is drawn: Svelte Flow then measures nothing.
 *
 * @typedef {{ name: string, types: string[], title: string, many?: boolean, item?: string | null, integer?: boolean }} SocketSpec
 * @typedef {{ name: string, type: string, types: string[], title: string, many: boolean, side: 'in' | 'out', x: number, y: number }} PlacedSocket
 * @typedef {{ width: number, height: number, picture: number, sockets: PlacedSocket[] }} Card
 * @typedef {{ id: string, type: string, text: string, inherited?: boolean }} Tag
 * @typedef {{ record: import('#lib/protocol/schema.js').NodeRecord, spec: import('#lib/net/api.js').NodeType, card: Card, wired: ReadonlySet<string>, tags: Tag[] }} CardData what a card is drawn from; `wired` holds side + name of each socket with a wire
 */

/** Height of every card's header in canvas pixels. */
const HEADER = 36;
const STEP = 26;
const ROW = 26;

/** @param {number} width */
const wide = (width) => Math.round((width * 9) / 16);

/**
 * Height of the picture and of what stands under it, by component.
 * @type {Record<string, (width: number, spec: any) => [number, number]>}
 */
const LAYOUT = {
  ShotNode: (width) => [wide(width), 206],
  SceneGroupNode: (width) => [Math.round(width * 0.42), 174],
  AssetNode: () => [112, 60],
  ScriptNode: () => [0, 220],
  PipelineNode: () => [0, 172],
  GenericNode: (_width, spec) => [0, genericBody(spec)]
};

/** @param {any} spec */
function genericBody(spec) {
  const rows = Math.max(spec.inputs.length, spec.outputs.length);
  return (
    rows * ROW +
    shownParameters(spec).reduce(
      (sum, parameter) =>
        sum + (parameter.control === 'text' ? 84 : parameter.control === 'facts' || parameter.control === 'camera' ? 76 : 36),
      0
    ) +
    24
  );
}

/**
 * The two or three parameters that a card without a component of its own shows.
 * @param {any} spec
 * @returns {any[]}
 */
export function shownParameters(spec) {
  const quiet = new Set(['note', 'color', 'collapsed', 'bypassed', 'muted', 'asset_id']);
  const own = spec.parameters.filter((/** @type {any} */ parameter) => !quiet.has(parameter.key) && parameter.control !== 'hidden');
  return spec.kind === 'note'
    ? spec.parameters.filter((/** @type {any} */ parameter) => ['text', 'note'].includes(parameter.key)).slice(0, 1)
    : own.slice(0, 3);
}

/**
 * @param {SocketSpec[]} sockets
 * @param {'in' | 'out'} side
 * @param {number} width
 * @param {number} top y of the first socket's centre
 * @param {number} room height that the column may take
 * @returns {PlacedSocket[]}
 */
function column(sockets, side, width, top, room) {
  const step = Math.min(STEP, room / Math.max(1, sockets.length - 1));
  return sockets.map((socket, index) => ({
    name: socket.name,
    type: socket.types[0] ?? 'text',
    types: socket.types,
    title: socket.title,
    many: Boolean(socket.many),
    side,
    x: side === 'in' ? 0 : width,
    y: Math.round(top + index * step)
  }));
}

/** @type {WeakMap<object, Card>} */
const known = new WeakMap();

/**
 * The card of a node type: equal for every node of the kind, so it is worked out once.
 * @param {any} spec an entry of the catalogue
 * @returns {Card}
 */
export function cardOf(spec) {
  const found = known.get(spec);
  if (found) return found;
  const width = spec.width ?? 240;
  const [picture, body] = (LAYOUT[spec.component] ?? LAYOUT.GenericNode)(width, spec);
  const height = HEADER + picture + body;
  const generic = !(spec.component in LAYOUT) || spec.component === 'GenericNode';
  const top = HEADER + (generic ? ROW / 2 + 4 : 22);
  const room = generic ? Infinity : height - top - 24;
  const card = {
    width,
    height,
    picture,
    sockets: [...column(spec.inputs, 'in', width, top, room), ...column(spec.outputs, 'out', width, top, room)]
  };
  known.set(spec, card);
  return card;
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
