/**
 * New cards: what may stand here, where, and what they are wired to.
 *
 * @import { NodeType, SocketSpec } from '#lib/net/api.js'
 * @import { EdgeRecord, NodeRecord } from '#lib/protocol/schema.js'
 * @import { Command, Context, Point } from './types.js'
 * @import { LooseWire } from './popup.js'
 */

import Plus from '@lucide/svelte/icons/plus';
import { v7 as uuid } from 'uuid';

import { answer, sourceSocket } from '#lib/graph/sockets.js';
import { t } from '#lib/messages/index.js';
import { newSeed } from '#lib/nodes/parts/values.js';
import { isBoundary, owner } from '../drawing/flow.js';
import { fresh } from '../fresh.js';
import { kindOfLevel } from '../levels/levels.js';
import { siblings, single } from './chosen.js';
import { behind, lastOf } from './ordering.js';
import { popup } from './popup.js';

const STEP = 36;
/** Left of a card to the right end of the one before it. */
const ROOM = 96;

/** Types that may stand on the level. @param {Context} context @returns {NodeType[]} */
function typesOf({ store, level }) {
  const kind = kindOfLevel(store.graph, level, store.nodeType);
  return store.nodeTypes.filter((type) => type.levels.includes(kind));
}

/**
 * The socket at the held end of a wire that was dropped.
 * @param {Context} context
 * @param {LooseWire} from
 */
function looseEnd({ store }, { node, handle, out }) {
  const record = store.graph.node(owner(node));
  const type = record && store.nodeType(record.type);
  if (!isBoundary(node)) return type?.[out ? 'outputs' : 'inputs'].find((socket) => socket.name === handle);
  if (!out) return type?.outputs.find((socket) => socket.name === handle);
  const arriving = store.graph.edge(handle);
  return arriving ? sourceSocket(store.rules, store.graph, arriving) : type?.inputs.find((socket) => socket.name === handle);
}

/**
 * The best pair of sockets by which `from` can feed `to`; one without a conversion first.
 * @param {Context} context @param {readonly SocketSpec[]} from @param {readonly SocketSpec[]} to
 */
function pairOf({ store }, from, to) {
  for (const wanted of ['yes', 'converts']) {
    for (const output of from) {
      const input = to.find((socket) => answer(store.rules, output, socket).verdict === wanted);
      if (input) return { source_handle: output.name, target_handle: input.name };
    }
  }
  return undefined;
}

/**
 * Types that the wire in hand fits, or all of the level.
 * @param {Context} context
 * @param {LooseWire} [from]
 */
export function typesFor(context, from) {
  const end = from && looseEnd(context, from);
  if (!from || !end) return typesOf(context);
  return typesOf(context).filter((type) => (from.out ? pairOf(context, [end], type.inputs) : pairOf(context, type.outputs, [end])));
}

/**
 * The end that a new card is wired to: of the wire that was dropped, else the selected card with all its sockets.
 * @param {Context} context @param {LooseWire} [from]
 * @returns {{ id: string, outputs: readonly SocketSpec[], inputs: readonly SocketSpec[], handle?: string } | undefined}
 */
function anchorOf(context, from) {
  if (from) {
    const end = looseEnd(context, from);
    const id = owner(from.node);
    return end && { id, handle: from.handle, outputs: from.out ? [end] : [], inputs: from.out ? [] : [end] };
  }
  const selected = single(context);
  const type = selected && context.store.nodeType(selected.type);
  return selected && type && { id: selected.id, outputs: type.outputs, inputs: type.inputs };
}

/**
 * The wire of a new card, whichever way it fits.
 * @param {Context} context @param {string} id @param {NodeType} type @param {LooseWire} [from]
 * @returns {EdgeRecord[]}
 */
function wireOf(context, id, type, from) {
  const near = anchorOf(context, from);
  if (!near) return [];
  const onward = pairOf(context, near.outputs, type.inputs);
  const wire = { id: uuid(), data: {} };
  if (onward) return [{ ...wire, ...onward, source: near.id, source_handle: near.handle ?? onward.source_handle, target: id }];
  const back = pairOf(context, type.outputs, near.inputs);
  return back ? [{ ...wire, ...back, source: id, target: near.id, target_handle: near.handle ?? back.target_handle }] : [];
}

/**
 * The place asked for, or a step down and right of the card that stands there.
 * @param {Context} context @param {Point} wanted
 */
function freePlace(context, { x, y }) {
  const spot = { x: Math.round(x), y: Math.round(y) };
  const all = siblings(context);
  const taken = () => all.some(({ position }) => Math.abs(position.x - spot.x) < STEP && Math.abs(position.y - spot.y) < STEP);
  while (taken()) {
    spot.x += STEP;
    spot.y += STEP;
  }
  return spot;
}

/**
 * A new card, wired to the loose wire or to what is selected: one step.
 * @param {Context} context
 * @param {string} kind
 * @param {{ position: Point, from?: LooseWire, data?: Record<string, any>, alone?: boolean }} request `position` in canvas coordinates; `alone`: wired to nothing
 * @returns {NodeRecord | undefined}
 */
export function add(context, kind, { position, from, data = {}, alone = false }) {
  const { store, level } = context;
  const type = store.nodeType(kind);
  if (!type) return undefined;
  const all = siblings(context);
  const node = {
    id: uuid(),
    type: kind,
    parent_id: level,
    position: freePlace(context, position),
    order: behind(lastOf(all)),
    data: { ...fresh(kind, all, newSeed()), ...data }
  };
  const edges = alone ? [] : wireOf(context, node.id, type, from);
  store.perform(t('step.add', { title: type.title }), [
    { op: 'node.add', node },
    ...edges.map((edge) => ({ op: /** @type {const} */ ('edge.add'), edge }))
  ]);
  const made = store.graph.node(node.id);
  if (made) store.select([node.id]);
  return made;
}

/** @param {Context['room']} room @returns {Point} */
export const middleOf = (room) => ({ x: room.left + room.width / 2, y: room.top + room.height / 2 });

/** Where on the screen a card goes that nobody pointed a place for: right of the selected one, else the middle of what is seen. @param {Context} context */
function placeFor(context) {
  const { stage, camera, pointer, room } = context;
  if (pointer) return pointer;
  const selected = single(context);
  const box = selected && stage.boxes.box(selected.id);
  const beside = box && camera.toScreen({ x: box.x + box.width + ROOM, y: box.y });
  const inSight = beside && beside.x > room.left && beside.x < room.right - 120 && beside.y > room.top && beside.y < room.bottom - 120;
  return inSight ? beside : middleOf(room);
}

/** @type {Command[]} */
export const commands = [
  {
    id: 'add.node',
    title: 'command.add.node',
    group: 'add',
    keys: ['Tab', 'Shift+A'],
    icon: Plus,
    edits: true,
    menus: ['canvas'],
    run: (context) => popup.open({ kind: 'add', at: placeFor(context) })
  }
];
