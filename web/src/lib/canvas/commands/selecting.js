/**
 * What is selected, and from card to card by the arrow keys.
 *
 * @import { Command, Context } from './types.js'
 * @import { Direction } from './walking.js'
 */

import BoxSelect from '@lucide/svelte/icons/box-select';
import Triangle from '@lucide/svelte/icons/triangle';

import { counted, t } from '#lib/messages/index.js';
import { dirtyNodesStore } from '#lib/stores/dirtyNodesStore.js';
import { described, say } from './announce.js';
import { boxesOf, siblings } from './chosen.js';
import { nextOf } from './walking.js';

/** Pixels at the border of the canvas in which a card is not yet in sight. */
const BORDER = 48;
/** The least zoom at which what was gone to is read. */
const LEGIBLE = 0.6;

/** The card from which one walks on, when several are selected. */
let front = '';

/**
 * @param {Context} context
 * @param {string} id
 */
export function bringIntoSight({ stage, camera, room }, id) {
  const box = stage.boxes.box(id);
  if (!box) return;
  const a = camera.toScreen(box);
  const b = camera.toScreen({ x: box.x + box.width, y: box.y + box.height });
  const tall = b.x - a.x > room.width || b.y - a.y > room.height;
  const out = a.x < room.left + BORDER || a.y < room.top + BORDER || b.x > room.right - BORDER || b.y > room.bottom - BORDER;
  if (out || tall) camera.center({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
}

/**
 * @param {Context} context
 * @param {Direction} direction
 * @param {boolean} [more] what is selected stays so
 */
function walk(context, direction, more = false) {
  const { store, stage } = context;
  const all = boxesOf(
    context,
    siblings(context).map((record) => record.id)
  );
  const selected = stage.selected;
  const from = selected.includes(front) ? front : (selected.at(-1) ?? nearestTo(context, all));
  const next = selected.length ? nextOf(store.graph, all, from, direction) : from;
  const record = store.graph.node(next ?? '');
  if (!next || !record) return say(t('say.noneThere'));
  front = next;
  store.select(more ? [...selected, next] : [next]);
  bringIntoSight(context, next);
  say(described(store, record));
}

/** The card nearest to the middle of what is seen. @param {Context} context @param {ReadonlyMap<string, import('./types.js').Box>} boxes */
function nearestTo({ camera, room }, boxes) {
  const at = camera.toCanvas({ x: room.left + room.width / 2, y: room.top + room.height / 2 });
  let best = '';
  let least = Infinity;
  for (const [id, box] of boxes) {
    const far = Math.hypot(box.x + box.width / 2 - at.x, box.y + box.height / 2 - at.y);
    if (far < least) [best, least] = [id, far];
  }
  return best;
}

/** @type {[Direction, string][]} */
const WAYS = [
  ['left', 'ArrowLeft'],
  ['right', 'ArrowRight'],
  ['up', 'ArrowUp'],
  ['down', 'ArrowDown']
];

/**
 * A card that was gone to comes into the middle, large enough to be read.
 * @param {Context} context
 * @param {string} id
 */
export function arrive({ stage, camera, store }, id) {
  const box = stage.boxes.box(stage.lies.folds.frameOf(id) ?? id);
  const record = store.graph.node(id);
  if (!box || !record) return;
  camera.center({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, Math.max(LEGIBLE, camera.viewport.zoom));
  say(described(store, record));
}

/** Cards of the level that are stale, or hold something that is. @param {Context} context */
function staleHere(context) {
  const stale = dirtyNodesStore.get();
  const inside = dirtyNodesStore.inside.get();
  return siblings(context).flatMap(({ id }) => (stale.has(id) || inside.has(id) ? [id] : []));
}

/** @type {Command[]} */
export const commands = [
  {
    id: 'select.all',
    title: 'command.select.all',
    group: 'select',
    keys: ['Mod+A'],
    icon: BoxSelect,
    menus: ['canvas'],
    run(context) {
      const ids = siblings(context).flatMap(({ id }) => (context.stage.boxes.has(id) ? [id] : []));
      context.store.select(ids);
      say(counted('say.selected', ids.length));
    }
  },
  {
    id: 'select.stale',
    title: 'command.select.stale',
    group: 'select',
    icon: Triangle,
    menus: ['canvas'],
    when: (context) => staleHere(context).length > 0 || 'why.nothingStale',
    run(context) {
      const ids = staleHere(context);
      context.store.select(ids);
      say(counted('say.selected', ids.length));
    }
  },
  ...WAYS.map(
    ([way, key]) =>
      /** @type {Command} */ ({
        id: `select.${way}`,
        title: `command.select.${way}`,
        group: 'select',
        keys: [key],
        hidden: true,
        run: (context) => walk(context, way)
      })
  ),
  ...WAYS.map(
    ([way, key]) =>
      /** @type {Command} */ ({
        id: `select.more.${way}`,
        title: `command.select.more.${way}`,
        group: 'select',
        keys: [`Shift+${key}`],
        hidden: true,
        run: (context) => walk(context, way, true)
      })
  ),
  {
    id: 'select.inside',
    title: 'command.select.inside',
    group: 'select',
    menus: ['frame'],
    hidden: true,
    when: ({ target }) => target?.kind === 'frame',
    run({ stage, store, target }) {
      const box = stage.boxes.box(target?.id ?? '');
      const held = (/** @type {string} */ id) => {
        const own = stage.boxes.box(id);
        return (
          own &&
          box &&
          own.x >= box.x &&
          own.y >= box.y &&
          own.x + own.width <= box.x + box.width &&
          own.y + own.height <= box.y + box.height
        );
      };
      if (box) store.select(stage.boxes.within(box).filter((id) => id !== target?.id && held(id)));
    }
  }
];
