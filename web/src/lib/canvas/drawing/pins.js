/**
 * Cards that somebody is busy with: they stay elements wherever the view goes.
 *
 * @import { Stage } from './stage.svelte.js'
 * @typedef {{ focus: string | null, hover: string | null, wire: string | null, from: string | null }} Busy what has the focus, what the pointer is over, where a wire comes from
 */

/** Selected cards, and ends of selected wires, kept at most. */
const KEPT = 40;
/** Cards kept of what each of the others has selected. */
const OTHERS = 4;

/**
 * @param {Stage} stage
 * @param {Busy} busy
 * @returns {Set<string>}
 */
export function pinned(stage, { focus, hover, wire, from }) {
  const pins = new Set([focus, hover, from].filter((id) => id !== null));
  const wires = [...stage.selectedWires.get()].slice(0, KEPT);
  for (const id of wire ? [...wires, wire] : wires) {
    const ends = stage.lies.wire(id);
    if (ends) pins.add(ends.source).add(ends.target);
  }
  const held = [...stage.grip.held].filter((id) => stage.isElement(id));
  for (const id of held.slice(0, KEPT)) pins.add(id);
  const selection = stage.store.selection.get();
  const near = selection.size > KEPT ? stage.within.filter((id) => selection.has(id)) : [];
  for (const id of [...near, ...selection].slice(0, KEPT)) pins.add(id);
  const inReach = new Set(stage.within);
  for (const peer of stage.store.peers.get().values()) {
    for (const id of (peer.selection ?? []).slice(0, OTHERS)) if (inReach.has(id)) pins.add(id);
  }
  return pins;
}
