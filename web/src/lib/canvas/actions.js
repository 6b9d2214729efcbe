/**
 * What a person can do on a level, whatever key, button or menu it comes from.
 *
 * @import { NodeType, SocketSpec } from '#lib/net/api.js'
 * @import { NodeRecord } from '#lib/protocol/schema.js'
 * @import { Stage, Point, AddRequest } from './drawing/stage.svelte.js'
 */

import { t } from '#lib/messages/index.js';
import { newSeed } from '#lib/nodes/parts/values.js';
import { following } from '#lib/panels/following.js';
import { removal } from '#lib/panels/removal.js';
import { answer, sourceSocket } from '#lib/graph/sockets.js';
import { fitting } from './wires/catalogue.js';
import { isBoundary, owner } from './drawing/flow.js';
import { fresh, lastOrder } from './fresh.js';
import { kindOfLevel } from './levels/levels.js';

const STEP = 36;

/**
 * @param {Stage} stage
 * @param {import('./drawing/camera.js').Camera} camera
 * @param {() => HTMLElement | undefined} room the canvas' element
 */
export function createActions(stage, camera, room) {
  const { store, level } = stage;
  const edge = () => room()?.getBoundingClientRect() ?? new DOMRect();
  const siblings = () =>
    store
      .level(level)
      .get()
      .flatMap((id) => store.graph.node(id) ?? []);

  /** @returns {import('#lib/net/api.js').NodeType[]} */
  const types = () => {
    const kind = kindOfLevel(store.graph, level, store.nodeType);
    return store.nodeTypes.filter((type) => type.levels.includes(kind));
  };

  /**
   * The place asked for, or a step down and right of the card that stands there.
   * @param {Point} wanted
   */
  function freePlace({ x, y }) {
    const spot = { x: Math.round(x), y: Math.round(y) };
    const taken = () => siblings().some(({ position }) => Math.abs(position.x - spot.x) < STEP && Math.abs(position.y - spot.y) < STEP);
    while (taken()) {
      spot.x += STEP;
      spot.y += STEP;
    }
    return spot;
  }

  /**
   * The socket of a wire that was dropped on empty canvas.
   * @param {NonNullable<AddRequest['from']>} from
   */
  function looseEnd({ node, handle, out }) {
    const id = owner(node);
    const record = store.graph.node(id);
    const type = record && store.nodeType(record.type);
    if (!isBoundary(node)) return type?.[out ? 'outputs' : 'inputs'].find((socket) => socket.name === handle);
    if (!out) return type?.outputs.find((socket) => socket.name === handle);
    const arriving = store.graph.edge(handle);
    return arriving ? sourceSocket(store.rules, store.graph, arriving) : type?.inputs.find((socket) => socket.name === handle);
  }

  /**
   * Wires a new node to the wire that was dropped.
   * @param {string} id @param {NodeType} type @param {NonNullable<AddRequest['from']>} from @param {SocketSpec} end
   */
  function join(id, type, from, end) {
    const pair = from.out ? fitting(store.rules, [end], type.inputs) : fitting(store.rules, type.outputs, [end]);
    const other = owner(from.node);
    if (!pair) return;
    if (from.out) store.connect({ source: other, source_handle: from.handle, target: id, target_handle: pair.target_handle });
    else store.connect({ source: id, source_handle: pair.source_handle, target: other, target_handle: from.handle });
  }

  /**
   * Wires a new node to the selected one, whichever way it fits.
   * @param {string} id @param {NodeType} type @param {NodeRecord} selected
   */
  function neighbour(id, type, selected) {
    const near = store.nodeType(selected.type);
    const onward = near && fitting(store.rules, near.outputs, type.inputs);
    const back = near && fitting(store.rules, type.outputs, near.inputs);
    if (onward) store.connect({ source: selected.id, target: id, ...onward });
    else if (back) store.connect({ source: id, target: selected.id, ...back });
  }

  return {
    types,
    /** Types that the request's loose wire fits, or all of the level. @param {AddRequest} request */
    typesFor({ from }) {
      const end = from && looseEnd(from);
      if (!from || !end) return types();
      const ok = (/** @type {any} */ a, /** @type {any} */ b) => ['yes', 'converts'].includes(answer(store.rules, a, b).verdict);
      return types().filter((type) =>
        from.out ? type.inputs.some((socket) => ok(end, socket)) : type.outputs.some((socket) => ok(socket, end))
      );
    },
    /** Opens the menu of what may stand here. @param {Point} [screen] @param {AddRequest['from']} [from] */
    ask(screen, from) {
      const box = edge();
      const at = screen ?? { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      const near = {
        x: Math.max(8, Math.min(at.x - box.left, box.width - 324)),
        y: Math.max(8, Math.min(at.y - box.top, box.height - 360))
      };
      stage.adding = { screen: near, position: camera.toCanvas(at), from };
    },
    /** A new node, wired to the loose wire or to what is selected. @param {string} kind @param {AddRequest} request */
    add(kind, { position, from }) {
      stage.adding = null;
      const type = store.nodeType(kind);
      if (!type) return;
      const selected = stage.selected.length === 1 ? store.graph.node(stage.selected[0]) : undefined;
      const data = fresh(kind, siblings(), newSeed());
      /** @type {string | undefined} */
      let id;
      store.step(`Add ${type.title}`, () => {
        id = store.addNode({
          type: kind,
          parent_id: level,
          position: freePlace(position),
          data,
          order: lastOrder(siblings())
        });
      });
      if (!id || !store.graph.node(id)) return;
      const end = from && looseEnd(from);
      if (from && end) join(id, type, from, end);
      else if (selected) neighbour(id, type, selected);
      store.select([id]);
    },
    remove() {
      const wires = [...stage.selectedWires.get()];
      const ids = stage.selected;
      if (wires.length || ids.length) removal.remove(ids, wires);
    },
    all: () => store.select(stage.boxes.ids()),
    frame() {
      following.stop();
      const ids = stage.selected;
      camera.fit(ids.length ? ids : null, level === null ? {} : { minZoom: 0.5 });
    },
    enter() {
      const [id] = stage.selected;
      const type = store.nodeType(store.graph.node(id ?? '')?.type ?? '');
      if (type?.container) store.enter(id);
    },
    /** Menu, then who is followed, then selection, then the level: one rung at a time. */
    out() {
      if (stage.adding || stage.menu) stage.adding = stage.menu = null;
      else if (following.get()) following.stop();
      else if (store.selection.get().size || stage.selectedWires.get().size) {
        stage.selectedWires.set(new Set());
        store.select([]);
      } else if (level !== null) store.enter(store.graph.node(level)?.parent_id ?? null);
    },
    generate() {
      for (const id of stage.selected) if (store.nodeType(store.graph.node(id)?.type ?? '')?.runnable) store.generate(id);
    },
    /** @param {Point} screen @param {string[]} ids */
    menuAt(screen, ids) {
      const box = edge();
      stage.menu = {
        screen: { x: Math.min(screen.x - box.left, box.width - 210), y: Math.min(screen.y - box.top, box.height - 180) },
        ids
      };
    }
  };
}

/** @typedef {ReturnType<typeof createActions>} Actions */
/** @typedef {{ title: string, keys?: string, bad?: boolean, off?: boolean, act: () => void }} Entry */

/**
 * Entries of the menu on cards.
 * @param {Actions} actions
 * @param {(NodeType | undefined)[]} kinds
 * @param {boolean} canEdit
 * @returns {Entry[]}
 */
function cardEntries(actions, kinds, canEdit) {
  const entries = /** @type {Entry[]} */ ([]);
  if (kinds.length === 1 && kinds[0]?.container) entries.push({ title: 'Enter', keys: 'Enter', act: actions.enter });
  if (canEdit && kinds.some((type) => type?.runnable)) {
    entries.push({ title: kinds.length > 1 ? 'Generate all' : 'Generate', keys: 'Mod+Enter', act: actions.generate });
  }
  entries.push({ title: 'Frame selection', keys: 'F', act: actions.frame });
  if (canEdit) entries.push({ title: 'Delete', keys: 'Del', bad: true, act: actions.remove });
  return entries;
}

/**
 * Entries of the open menu, on cards or on empty canvas.
 * @param {Actions} actions
 * @param {Stage} stage
 * @param {boolean} canEdit
 * @returns {Entry[]}
 */
export function entriesOf(actions, { menu, store }, canEdit) {
  const kinds = (menu?.ids ?? []).map((id) => store.nodeType(store.graph.node(id)?.type ?? ''));
  if (kinds.length) return cardEntries(actions, kinds, canEdit);
  const rest = [
    { title: 'Frame all', keys: 'F', act: actions.frame },
    { title: 'Select all', keys: 'Mod+A', act: actions.all }
  ];
  return canEdit ? [{ title: 'Add a node…', keys: 'Tab', act: () => actions.ask() }, ...takenBack(store), ...rest] : rest;
}

/**
 * What of one's own there is to take back, and to do again.
 * @param {Stage['store']} store
 * @returns {Entry[]}
 */
function takenBack(store) {
  return [
    { title: t('undo.undo'), keys: 'Mod+Z', off: !store.canUndo.get(), act: () => store.undo() },
    { title: t('undo.redo'), keys: 'Mod+Shift+Z', off: !store.canRedo.get(), act: () => store.redo() }
  ];
}
