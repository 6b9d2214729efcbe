/**
 * What of the canvas is seen, and the sheets over it.
 *
 * @import { Command, Context } from './types.js'
 */

import Command_ from '@lucide/svelte/icons/command';
import History from '@lucide/svelte/icons/history';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Map_ from '@lucide/svelte/icons/map';
import Maximize from '@lucide/svelte/icons/maximize';
import Menu from '@lucide/svelte/icons/menu';
import Mouse from '@lucide/svelte/icons/mouse';
import Save from '@lucide/svelte/icons/save';
import Search from '@lucide/svelte/icons/search';
import ZoomIn from '@lucide/svelte/icons/zoom-in';
import ZoomOut from '@lucide/svelte/icons/zoom-out';

import { t } from '#lib/messages/index.js';
import { following } from '#lib/panels/following.js';
import { IN_AND_OUT } from '../drawing/camera.js';
import { say } from './announce.js';
import { middleOf } from './adding.js';
import { popup } from './popup.js';
import { settings } from './settings.js';

const STEP = 1.25;

/** @param {Context} context @param {string[] | null} ids */
function frame({ camera, level }, ids) {
  following.stop();
  // In and Out of a level belong to all of it.
  camera.fit(ids, { beside: ids === null && level !== null ? IN_AND_OUT : 0 });
}

/**
 * The menu of what has the focus: the selected cards, the wires, or the canvas.
 * @param {Context} context
 */
function openMenu(context) {
  const { stage, camera, room, pointer } = context;
  const [id] = stage.selected;
  const box = id && stage.boxes.box(id);
  if (id && box) {
    const at = camera.toScreen({ x: box.x + Math.min(box.width, 120), y: box.y + 36 });
    return popup.open({
      kind: 'menu',
      at: within(room, at),
      target: { kind: context.store.graph.node(id)?.type === 'frame' ? 'frame' : 'node', id }
    });
  }
  const [wire] = stage.selectedWires.get();
  if (wire) return popup.open({ kind: 'menu', at: pointer ?? middleOf(room), target: { kind: 'wire', id: wire } });
  popup.open({ kind: 'menu', at: pointer ?? middleOf(room), target: { kind: 'canvas' } });
}

const REGIONS = 'header, aside, main, footer, [role="contentinfo"]';
const FOCUSABLE = 'button:not([disabled]):not([tabindex="-1"]), a[href], input:not([disabled]), select, textarea, [tabindex="0"]';

/** The focus goes to the next part of the window: Tab on the canvas adds a card. @param {1 | -1} step */
function toRegion(step) {
  const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(REGIONS)]).filter((one) => one.querySelector(FOCUSABLE));
  // Parts may lie in one another: one is in the inmost.
  const here = all.findLastIndex((one) => one.contains(document.activeElement));
  const next = all[(here + step + all.length) % all.length];
  const first = next?.matches('main') ? next : /** @type {HTMLElement | null | undefined} */ (next?.querySelector(FOCUSABLE));
  first?.focus();
}

/** @param {DOMRect} room @param {import('./types.js').Point} at */
const within = (room, { x, y }) => ({
  x: Math.max(room.left + 8, Math.min(x, room.right - 8)),
  y: Math.max(room.top + 8, Math.min(y, room.bottom - 8))
});

/** @type {Command[]} */
export const commands = [
  {
    id: 'view.frame',
    title: 'command.view.frame',
    group: 'view',
    keys: ['F'],
    icon: Maximize,
    menus: ['canvas', 'node', 'frame'],
    run: (context) => frame(context, context.stage.selected.length ? context.stage.selected : null)
  },
  {
    id: 'view.all',
    title: 'command.view.all',
    group: 'view',
    keys: ['Shift+1'],
    icon: Maximize,
    run: (context) => frame(context, null)
  },
  {
    id: 'view.zoomIn',
    title: 'command.view.zoomIn',
    group: 'view',
    keys: ['+', '='],
    icon: ZoomIn,
    run: ({ camera }) => camera.zoomBy(STEP)
  },
  {
    id: 'view.zoomOut',
    title: 'command.view.zoomOut',
    group: 'view',
    keys: ['-'],
    icon: ZoomOut,
    run: ({ camera }) => camera.zoomBy(1 / STEP)
  },
  {
    id: 'view.actual',
    title: 'command.view.actual',
    group: 'view',
    keys: ['Shift+0'],
    icon: Maximize,
    run: ({ camera }) => camera.zoomBy(1 / camera.viewport.zoom)
  },
  {
    id: 'view.minimap',
    title: 'command.view.minimap',
    group: 'view',
    keys: ['Alt+M'],
    icon: Map_,
    menus: ['canvas'],
    run() {
      const on = !settings.get().minimap;
      settings.change({ minimap: on });
      say(t(on ? 'say.minimapOn' : 'say.minimapOff'));
    }
  },
  .../** @type {const} */ (['auto', 'zoom', 'pan']).map(
    (wheel) =>
      /** @type {Command} */ ({
        id: `view.wheel.${wheel}`,
        title: `command.view.wheel.${wheel}`,
        group: 'view',
        under: 'menu.wheel',
        icon: Mouse,
        menus: ['canvas'],
        when: () => settings.get().wheel !== wheel || 'why.already',
        run: () => settings.change({ wheel })
      })
  ),
  {
    id: 'view.find',
    title: 'command.view.find',
    group: 'view',
    keys: ['Mod+F'],
    icon: Search,
    menus: ['canvas'],
    run: () => popup.open({ kind: 'find' })
  },
  {
    id: 'view.palette',
    title: 'command.view.palette',
    group: 'view',
    keys: ['Mod+K'],
    icon: Command_,
    menus: ['canvas'],
    hidden: true,
    run: () => popup.open({ kind: 'palette' })
  },
  {
    id: 'view.menu',
    title: 'command.view.menu',
    group: 'view',
    keys: ['Shift+F10', 'ContextMenu'],
    icon: Menu,
    hidden: true,
    run: openMenu
  },
  {
    id: 'view.region',
    title: 'command.view.region',
    group: 'view',
    keys: ['F6'],
    hidden: true,
    run: () => toRegion(1)
  },
  {
    id: 'view.regionBack',
    title: 'command.view.regionBack',
    group: 'view',
    keys: ['Shift+F6'],
    hidden: true,
    run: () => toRegion(-1)
  },
  {
    id: 'history.name',
    title: 'command.history.name',
    group: 'history',
    keys: ['Mod+S'],
    icon: Save,
    edits: true,
    run: () => popup.open({ kind: 'version' })
  },
  {
    id: 'history.open',
    title: 'command.history.open',
    group: 'history',
    keys: ['H'],
    icon: History,
    run: () => (popup.get()?.kind === 'history' ? popup.close() : popup.open({ kind: 'history' }))
  },
  {
    id: 'help.keys',
    title: 'command.help.keys',
    group: 'help',
    keys: ['?'],
    icon: Keyboard,
    menus: ['canvas'],
    run: () => popup.open({ kind: 'keys' })
  }
];
