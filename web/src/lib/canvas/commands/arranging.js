/**
 * Cards brought into line, spread, nudged, laid out; frames and scenes made around them.
 *
 * @import { Command, Context } from './types.js'
 * @import { Edge, Moved } from './aligning.js'
 * @import { Card, Layout } from './layout.js'
 */

import AlignCenterHorizontal from '@lucide/svelte/icons/align-center-horizontal';
import AlignCenterVertical from '@lucide/svelte/icons/align-center-vertical';
import AlignEndHorizontal from '@lucide/svelte/icons/align-end-horizontal';
import AlignEndVertical from '@lucide/svelte/icons/align-end-vertical';
import AlignHorizontalSpaceBetween from '@lucide/svelte/icons/align-horizontal-space-between';
import AlignStartHorizontal from '@lucide/svelte/icons/align-start-horizontal';
import AlignStartVertical from '@lucide/svelte/icons/align-start-vertical';
import AlignVerticalSpaceBetween from '@lucide/svelte/icons/align-vertical-space-between';
import Frame from '@lucide/svelte/icons/frame';
import Group from '@lucide/svelte/icons/group';
import Network from '@lucide/svelte/icons/network';
import { v7 as uuid } from 'uuid';

import { counted, t } from '#lib/messages/index.js';
import { fresh } from '../fresh.js';
import { kindOfLevel } from '../levels/levels.js';
import { aligned, distributed } from './aligning.js';
import { say } from './announce.js';
import { atLeast, boxesOf, chosen, heldByOthers, siblings } from './chosen.js';
import { around } from './layout.js';
import { behind, lastOf } from './ordering.js';
import { madeOf } from './subflow.js';

const GRID = 20;

/**
 * Moves cards as one step; what others hold stays.
 * @param {Context} context @param {string} words @param {Moved[]} moves
 */
function move(context, words, moves) {
  const held = heldByOthers(context);
  const free = moves.filter(({ id }) => !held.has(id));
  context.store.step(words, () => context.store.moveNodes(free));
  const left = moves.length - free.length;
  say(left ? `${words}. ${counted('say.heldByOthers', left)}` : words);
  if (left) context.store.notify('info', counted('say.heldByOthers', left));
}

/** Moves to places as they are seen, as the graph has them. @param {Context} context @param {Moved[]} moves */
const seen = ({ stage }, moves) => moves.map(({ id, ...point }) => ({ id, ...stage.lies.toGraph(id, point) }));

/** @type {{ edge: Edge, key: string, icon: any }[]} */
const ALIGNMENTS = [
  { edge: 'left', key: 'Alt+A', icon: AlignStartVertical },
  { edge: 'centre', key: 'Alt+H', icon: AlignCenterVertical },
  { edge: 'right', key: 'Alt+D', icon: AlignEndVertical },
  { edge: 'top', key: 'Alt+W', icon: AlignStartHorizontal },
  { edge: 'middle', key: 'Alt+V', icon: AlignCenterHorizontal },
  { edge: 'bottom', key: 'Alt+S', icon: AlignEndHorizontal }
];

/** @type {{ name: 'left' | 'right' | 'up' | 'down', key: string, x: number, y: number }[]} */
const NUDGES = [
  { name: 'left', key: 'ArrowLeft', x: -GRID, y: 0 },
  { name: 'right', key: 'ArrowRight', x: GRID, y: 0 },
  { name: 'up', key: 'ArrowUp', x: 0, y: -GRID },
  { name: 'down', key: 'ArrowDown', x: 0, y: GRID }
];

/**
 * What is laid out: the selected cards where there are several, else the level.
 * @param {Context} context
 */
function levelOf(context) {
  const { store, stage } = context;
  const some = new Set(stage.selected.length > 1 ? stage.selected : siblings(context).map((record) => record.id));
  const held = heldByOthers(context);
  /** @type {Card[]} */
  const all = siblings(context).flatMap(({ id, type, order, data }) => {
    const box = stage.boxes.box(id);
    return box && some.has(id) && !held.has(id)
      ? [{ id, kind: data.collapsed ? 'card' : type, order, x: box.x, y: box.y, width: box.width, height: box.height }]
      : [];
  });
  const frames = all.filter((card) => card.kind === 'frame');
  const cards = all
    .filter((card) => card.kind !== 'frame')
    .map((card) => ({ ...card, frame: frames.find((frame) => holds(frame, card))?.id }));
  const wires = store
    .edges(context.level)
    .get()
    .map(({ source, target }) => ({ source, target }));
  return { cards, wires, frames, held: held.size };
}

/** @param {Card} frame @param {Card} card */
const holds = (frame, card) =>
  card.x >= frame.x && card.y >= frame.y && card.x + card.width <= frame.x + frame.width && card.y + card.height <= frame.y + frame.height;

/**
 * @param {Context} context
 */
function layOut(context) {
  const { held, ...level } = levelOf(context);
  // Worked out beside the page: it stays at hand meanwhile.
  const worker = new Worker(new URL('./layout.worker.js', import.meta.url), { type: 'module' });
  worker.onerror = () => {
    worker.terminate();
    context.store.notify('error', t('layout.failed'));
  };
  worker.onmessage = ({ data }) => {
    worker.terminate();
    show(context, /** @type {Layout} */ (data));
    if (held) context.store.notify('info', t('layout.held'));
  };
  worker.postMessage(level);
}

/** @param {Context} context @param {Layout} layout */
function show(context, { moves, sizes }) {
  const { store } = context;
  // Others may have taken something up, or it away, while it was worked out.
  const held = heldByOthers(context);
  const free = (/** @type {{ id: string }} */ { id }) => !held.has(id) && store.graph.node(id) !== undefined;
  store.step(t('layout.step'), () => {
    store.moveNodes(moves.filter(free));
    for (const { id, width, height } of sizes.filter(free)) {
      store.setData(id, 'width', width);
      store.setData(id, 'height', height);
    }
  });
  say(counted('say.laidOut', moves.length));
}

/** @param {Context} context */
function frameAround(context) {
  const { store, level } = context;
  const boxes = [...boxesOf(context).values()];
  const { x, y, width, height } = around(boxes);
  const all = siblings(context);
  const node = {
    id: uuid(),
    type: 'frame',
    parent_id: level,
    position: { x, y },
    order: behind(lastOf(all)),
    data: { title: t('frame.title'), width, height }
  };
  store.perform(t('frame.step'), [{ op: 'node.add', node }]);
  if (!store.graph.node(node.id)) return;
  store.select([node.id]);
  say(counted('say.framed', boxes.length));
}

/** @param {Context} context @returns {import('#lib/net/api.js').NodeType | undefined} */
function subflowType({ store, level }) {
  const kind = kindOfLevel(store.graph, level, store.nodeType);
  const type = store.nodeType('scene_group');
  return type?.levels.includes(kind) ? type : undefined;
}

/** @param {Context} context */
function makeSubflow(context) {
  const { store, stage, level } = context;
  const container = subflowType(context);
  const box = stage.boxes.bounds(stage.selected);
  if (!container || !box) return;
  const at = { x: Math.round(box.x + box.width / 2 - container.width / 2), y: Math.round(box.y) };
  const data = { ...fresh('scene_group', siblings(context), 0), title: t('subflow.title') };
  const made = madeOf({ graph: store.graph, rules: store.rules, level, ids: stage.selected, container, data, at, newId: uuid });
  if (made.outside.length) return store.notify('error', t('subflow.outside', { kinds: made.outside.join(', ') }));
  store.perform(t('subflow.step'), made.operations);
  if (!store.graph.node(made.id)) return;
  store.select([made.id]);
  say(counted('say.subflow', stage.selected.length));
  if (made.lost.length) store.notify('info', counted('subflow.lost', made.lost.length));
}

/** @type {Command[]} */
export const commands = [
  ...ALIGNMENTS.map(
    ({ edge, key, icon }) =>
      /** @type {Command} */ ({
        id: `arrange.${edge}`,
        title: `command.arrange.${edge}`,
        group: 'arrange',
        under: 'menu.align',
        keys: [key],
        icon,
        edits: true,
        menus: ['node'],
        when: (context) => atLeast(context, 2),
        run: (context) => move(context, t(`command.arrange.${edge}`), seen(context, aligned(boxesOf(context), edge)))
      })
  ),
  {
    id: 'arrange.across',
    title: 'command.arrange.across',
    group: 'arrange',
    under: 'menu.align',
    keys: ['Alt+Shift+H'],
    icon: AlignHorizontalSpaceBetween,
    edits: true,
    menus: ['node'],
    when: (context) => atLeast(context, 3),
    run: (context) => move(context, t('command.arrange.across'), seen(context, distributed(boxesOf(context), 'x')))
  },
  {
    id: 'arrange.down',
    title: 'command.arrange.down',
    group: 'arrange',
    under: 'menu.align',
    keys: ['Alt+Shift+V'],
    icon: AlignVerticalSpaceBetween,
    edits: true,
    menus: ['node'],
    when: (context) => atLeast(context, 3),
    run: (context) => move(context, t('command.arrange.down'), seen(context, distributed(boxesOf(context), 'y')))
  },
  ...NUDGES.map(
    ({ name, key, x, y }) =>
      /** @type {Command} */ ({
        id: `arrange.nudge.${name}`,
        title: `command.arrange.nudge.${name}`,
        group: 'arrange',
        keys: [`Alt+${key}`],
        edits: true,
        hidden: true,
        when: (context) => atLeast(context),
        run: (context) =>
          move(
            context,
            t(`command.arrange.nudge.${name}`),
            chosen(context).map(({ id, position }) => ({ id, x: position.x + x, y: position.y + y }))
          )
      })
  ),
  {
    id: 'arrange.layout',
    title: 'command.arrange.layout',
    group: 'arrange',
    keys: ['L'],
    icon: Network,
    edits: true,
    menus: ['canvas', 'node'],
    when: (context) => siblings(context).length > 0 || 'why.emptyLevel',
    run: layOut
  },
  {
    id: 'arrange.frame',
    title: 'command.arrange.frame',
    group: 'arrange',
    keys: ['Mod+G'],
    icon: Frame,
    edits: true,
    menus: ['node'],
    when: (context) => (context.store.nodeType('frame') ? atLeast(context) : 'why.noFrames'),
    run: frameAround
  },
  {
    id: 'arrange.subflow',
    title: 'command.arrange.subflow',
    group: 'arrange',
    keys: ['Mod+Shift+E'],
    icon: Group,
    edits: true,
    menus: ['node'],
    when: (context) => (subflowType(context) ? atLeast(context) : 'why.noScenesHere'),
    run: makeSubflow
  },
  {
    id: 'arrange.unframe',
    title: 'command.arrange.unframe',
    group: 'arrange',
    icon: Frame,
    edits: true,
    hidden: true,
    menus: ['frame'],
    when: ({ target }) => target?.kind === 'frame',
    run: ({ store, target }) => store.step(t('command.arrange.unframe'), () => store.removeNodes([target?.id ?? '']))
  }
];
