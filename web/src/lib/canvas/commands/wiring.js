/**
 * Wires by the keyboard: one is taken up at a card's socket, led from one fitting socket to the next, and put down.
 *
 * @import { PlacedSocket } from '#lib/nodes/cards.js'
 * @import { Command, Context, Point } from './types.js'
 * @typedef {{ node: string, socket: PlacedSocket, at: Point }} End `at` in canvas coordinates
 * @typedef {{ own: End[], from: number, fitting: End[], to: number }} Hand `own`: sockets of the card it starts at; `fitting`: nearest first
 */

import Cable from '@lucide/svelte/icons/cable';
import ArrowDownUp from '@lucide/svelte/icons/arrow-down-up';
import Unplug from '@lucide/svelte/icons/unplug';
import Weight from '@lucide/svelte/icons/weight';

import { t } from '#lib/messages/index.js';
import { titleOf } from '#lib/nodes/parts/titles.js';
import { cell } from '#lib/stores/engine/channels.js';
import { say } from './announce.js';
import { siblings, single } from './chosen.js';
import { asked } from '../wires/asked.js';
import { arriving } from '../wires/order.js';
import { bringIntoSight } from './selecting.js';

const held = cell(/** @type {Hand | null} */ (null));

export const hand = {
  subscribe: held.subscribe,
  get: held.get,
  /** Lets the wire go. */
  let() {
    held.set(null);
    say(t('say.letGo'));
  }
};

/** @param {Context} context @param {string} id @returns {End[]} */
function endsOf({ stage, store }, id) {
  const record = store.graph.node(id);
  const box = stage.boxes.box(id);
  return record && box ? stage.lies.card(record).sockets.map((socket) => endAt(id, socket, box)) : [];
}

/** Sockets of In and Out, in the name of the card they are in. @param {Context} context @returns {End[]} */
function boundaryEnds({ stage, level }) {
  const placed = /** @type {{ position: Point, data: { sockets: PlacedSocket[] } }[]} */ (stage.lies.ends);
  return placed.flatMap(({ position, data }) => data.sockets.map((socket) => endAt(level ?? '', socket, position)));
}

/** @param {string} node @param {PlacedSocket} socket @param {Point} corner @returns {End} */
const endAt = (node, socket, { x, y }) => ({ node, socket, at: { x: x + socket.x, y: y + socket.y } });

/** @param {End} a @param {End} b one an output, the other an input */
function wireOf(a, b) {
  const [source, target] = a.socket.side === 'out' ? [a, b] : [b, a];
  return { source: source.node, source_handle: source.socket.name, target: target.node, target_handle: target.socket.name };
}

/**
 * Sockets on the level that take the wire, nearest first.
 * @param {Context} context @param {End} from
 */
function fittingFor(context, from) {
  const away = (/** @type {End} */ end) => Math.hypot(end.at.x - from.at.x, end.at.y - from.at.y);
  return siblings(context)
    .filter(({ id }) => id !== from.node)
    .flatMap(({ id }) => endsOf(context, id))
    .concat(boundaryEnds(context))
    .filter((end) => end.socket.side !== from.socket.side)
    .filter((end) => ['yes', 'converts'].includes(context.store.verdict(wireOf(from, end)).verdict))
    .sort((a, b) => away(a) - away(b));
}

/** @param {Context} context @param {End} end */
function named({ store, level }, { node, socket }) {
  if (node === level) return `${t(socket.side === 'out' ? 'boundary.in' : 'boundary.out')}, ${socket.title}`;
  const record = store.graph.node(node);
  return `${record ? titleOf(record, store.nodeType(record.type)?.title) : ''}, ${socket.title}`;
}

/** @param {Context} context @param {Hand} next */
function show(context, next) {
  held.set(next);
  const from = next.own[next.from];
  const to = next.fitting[next.to];
  if (to) bringIntoSight(context, to.node);
  say(
    to
      ? t('say.wire', { from: named(context, from), to: named(context, to), place: next.to + 1, count: next.fitting.length })
      : t('say.wireNowhere', { from: named(context, from) })
  );
}

/**
 * The words on the wire in hand.
 * @param {Context} context @param {Hand} now
 */
export function words(context, { own, from, fitting, to }) {
  const end = fitting[to];
  return end
    ? t('wire.hand', { from: named(context, own[from]), to: named(context, end), place: to + 1, count: fitting.length })
    : t('say.wireNowhere', { from: named(context, own[from]) });
}

/**
 * Takes a wire up at a socket; without a name at the first output that leads anywhere.
 * @param {Context} context @param {string} id @param {string} [socket] @param {boolean} [out]
 */
function takeUp(context, id, socket, out) {
  const ends = endsOf(context, id);
  const own = [...ends.filter((end) => end.socket.side === 'out'), ...ends.filter((end) => end.socket.side === 'in')];
  if (own.length === 0) return say(t('say.noSockets'));
  const asked = own.findIndex((end) => end.socket.name === socket && (end.socket.side === 'out') === out);
  const leading = own.findIndex((end) => fittingFor(context, end).length > 0);
  const from = asked >= 0 ? asked : Math.max(0, leading);
  show(context, { own, from, fitting: fittingFor(context, own[from]), to: 0 });
}

/** @param {Context} context @param {Hand} now */
function putDown(context, now) {
  const end = now.fitting[now.to];
  if (!end) return;
  const from = now.own[now.from];
  held.set(null);
  const id = context.store.connect(wireOf(from, end));
  if (id) say(t('say.wired', { from: named(context, from), to: named(context, end) }));
}

/**
 * What a key does while a wire is in hand; false where it does nothing.
 * @param {Context} context
 * @param {string} key
 */
export function steer(context, key) {
  const now = held.get();
  if (!now) return false;
  const along = { ArrowRight: 1, Tab: 1, ArrowLeft: -1, 'Shift+Tab': -1 }[key];
  const own = { ArrowDown: 1, ArrowUp: -1 }[key];
  const around = (/** @type {number} */ at, /** @type {number} */ of) => (of ? (at + of) % of : 0);
  if (along) show(context, { ...now, to: around(now.to + along, now.fitting.length) });
  else if (own) {
    const from = around(now.from + own, now.own.length);
    show(context, { ...now, from, fitting: fittingFor(context, now.own[from]), to: 0 });
  } else if (key === 'Enter') putDown(context, now);
  else if (key === 'Escape') hand.let();
  else return false;
  return true;
}

/** Wires at the socket a menu was opened on. @param {Context} context */
function wiresAt({ store, target }) {
  const node = target?.node ?? '';
  return [...store.graph.wires(node)].filter((id) => {
    const edge = store.graph.edge(id);
    if (!edge) return false;
    return target?.out
      ? edge.source === node && edge.source_handle === target.socket
      : edge.target === node && edge.target_handle === target?.socket;
  });
}

/** @type {Command[]} */
export const commands = [
  {
    id: 'wire.take',
    title: 'command.wire.take',
    group: 'wires',
    keys: ['W'],
    icon: Cable,
    edits: true,
    menus: ['node'],
    when: (context) => single(context) !== undefined || 'why.selectOne',
    run: (context) => takeUp(context, single(context)?.id ?? '')
  },
  {
    id: 'wire.takeHere',
    title: 'command.wire.takeHere',
    group: 'wires',
    icon: Cable,
    edits: true,
    hidden: true,
    menus: ['socket'],
    when: ({ target }) => target?.kind === 'socket',
    run: (context) => takeUp(context, context.target?.node ?? '', context.target?.socket, context.target?.out)
  },
  {
    id: 'wire.cutHere',
    title: 'command.wire.cutHere',
    group: 'wires',
    icon: Unplug,
    edits: true,
    bad: true,
    hidden: true,
    menus: ['socket'],
    when: (context) => wiresAt(context).length > 0 || 'why.noWireHere',
    run: (context) => context.store.step(t('command.wire.cutHere'), () => context.store.removeEdges(wiresAt(context)))
  },
  {
    id: 'wire.order',
    title: 'command.wire.order',
    group: 'wires',
    icon: ArrowDownUp,
    edits: true,
    hidden: true,
    menus: ['socket'],
    when: (context) =>
      !context.target?.out &&
      (arriving(context.store.graph, context.target?.node ?? '', context.target?.socket ?? '').length > 1 || 'why.oneWireHere'),
    run: ({ target, pointer }) =>
      asked.set({ kind: 'order', at: pointer ?? { x: 0, y: 0 }, node: target?.node ?? '', handle: target?.socket ?? '' })
  },
  {
    id: 'wire.weight',
    title: 'command.wire.weight',
    group: 'wires',
    icon: Weight,
    edits: true,
    hidden: true,
    menus: ['wire'],
    when: ({ target, stage }) => (stage.lies.wire(target?.id ?? '')?.data?.weighs ? true : 'why.noWeight'),
    run: ({ target }) => asked.set({ kind: 'weight', id: target?.id ?? '' })
  },
  {
    id: 'wire.ends',
    title: 'command.wire.ends',
    group: 'wires',
    icon: Cable,
    hidden: true,
    menus: ['wire'],
    when: ({ target }) => target?.kind === 'wire',
    run({ store, target, stage }) {
      const edge = store.graph.edge(target?.id ?? '');
      stage.selectedWires.set(new Set());
      if (edge) store.select([edge.source, edge.target].filter((id) => store.graph.node(id)?.parent_id === stage.level));
    }
  }
];
