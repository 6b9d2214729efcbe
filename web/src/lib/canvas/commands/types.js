/**
 * What a command is, and what it is given when it runs.
 *
 * @import { MessageKey } from '#lib/messages/index.js'
 * @import { ProjectStore } from '#lib/stores/projectStore.js'
 *
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 * @typedef {'canvas' | 'node' | 'socket' | 'wire' | 'frame' | 'take' | 'asset' | 'crumb'} TargetKind
 * @typedef {{ kind: TargetKind, id?: string, node?: string, socket?: string, out?: boolean, level?: string | null }} Target what a menu was opened on: `id` of the node, wire, take or asset; `level` of a crumb
 * @typedef {{ stage: import('../drawing/stage.svelte.js').Stage, camera: import('../drawing/camera.js').Camera, store: ProjectStore, level: string | null, canEdit: boolean, room: DOMRect, pointer: Point | null, target?: Target }} Context `room`: where the canvas is on the screen; `pointer` in screen coordinates, null where it is not over the canvas
 *
 * @typedef {'add' | 'edit' | 'select' | 'clipboard' | 'arrange' | 'wires' | 'film' | 'levels' | 'view' | 'history' | 'help'} Group
 *
 * @typedef {object} Command
 * @property {string} id
 * @property {MessageKey} title
 * @property {Group} group
 * @property {readonly string[]} [keys]
 * @property {any} [icon] a component
 * @property {boolean} [edits] those who only look are told so
 * @property {boolean} [bad] it takes something away
 * @property {readonly TargetKind[]} [menus] on what its entry stands in the menu
 * @property {MessageKey} [under] the submenu its entry stands in
 * @property {boolean} [hidden] it is worked by keys alone: no entry in the palette
 * @property {(context: Context) => boolean | MessageKey} [when] true where it can run; else false, or why not
 * @property {(context: Context) => void} run
 */
export {};
