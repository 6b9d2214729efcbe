/* eslint svelte/prefer-svelte-reactivity: off -- the map is made anew whenever what it is made of changes */
/**
 * A screenplay that is read beside the canvas: its lines from the server, and what the graph says of them, live.
 *
 * @import { ScriptLine } from '#lib/protocol/schema.js'
 * @import { Lined } from './lining.js'
 */

import { projectStore } from '#lib/stores/projectStore.js';
import { coverage, lined, marksOf, onlyBare, spanOf } from './lining.js';
import { hitsOf } from './paper.js';

/** Milliseconds between two looks at a graph that changes. */
const PAUSE = 200;

export class Reading {
  lines = $state.raw(/** @type {readonly ScriptLine[]} */ ([]));
  state = $state(/** @type {'loading' | 'there' | 'failed'} */ ('loading'));
  problem = $state('');
  format = $state('');
  query = $state('');
  bareOnly = $state(false);
  /** Which of the hits one is at. */
  hit = $state(0);

  #lined = $state.raw(/** @type {Lined} */ ({ scenes: [], shots: [] }));
  #told = '';
  #wanted = 0;

  /** @param {string} node the script */
  constructor(node) {
    this.node = node;
  }

  marks = $derived(marksOf(this.#lined.shots));
  coverage = $derived(coverage(this.lines, this.marks));
  rows = $derived(this.bareOnly ? onlyBare(this.lines, this.coverage.bare) : this.lines);
  #query = $derived(this.query.trim().toLowerCase());
  hits = $derived(hitsOf(this.rows, this.#query));
  /** What stands out in the text, in small letters. */
  searched = $derived(this.#query.length < 2 ? '' : this.#query);
  /** Scenes of the text, in its order; `id` and `number` where they stand on the canvas. */
  scenes = $derived.by(() => {
    const known = new Map(this.#lined.scenes.map((scene) => [scene.from, scene]));
    const headings = this.lines.filter(({ kind }) => kind === 'heading');
    return headings.map((heading, place) => {
      const end = (headings[place + 1]?.line ?? Infinity) - 1;
      const scene = known.get(heading.line);
      const shots = this.#lined.shots.filter(({ scene: own }) => own === scene?.id).length;
      const bare = this.coverage.gaps.filter((line) => line >= heading.line && line <= end).length;
      return {
        line: heading.line,
        end,
        text: heading.text,
        id: scene?.id ?? '',
        number: scene?.number ?? '',
        place: place + 1,
        shots,
        bare
      };
    });
  });
  get shots() {
    return this.#lined.shots;
  }

  /** Reads the whole text anew, a thousand lines at a time; a text that is read stays until then. */
  async load() {
    const mine = (this.#wanted += 1);
    if (!this.lines.length) this.state = 'loading';
    /** @type {ScriptLine[]} */
    const lines = [];
    try {
      for (let next = /** @type {number | null} */ (1); next !== null;) {
        const page = await projectStore.scriptPage(this.node, next);
        if (mine !== this.#wanted) return;
        lines.push(...page.lines);
        this.format = page.format;
        next = page.next;
        // The first page is there to be read while the others come.
        if (!this.lines.length || next === null) this.lines = [...lines];
        this.state = 'there';
      }
    } catch (error) {
      if (mine !== this.#wanted) return;
      this.problem = error instanceof Error ? error.message : String(error);
      this.state = 'failed';
    }
  }

  /** Looks at the graph again, and draws anew only where that says something else. */
  look() {
    const next = lined(projectStore.graph, this.node, (shot) => projectStore.takes(shot).get().length > 0);
    const told = JSON.stringify(next);
    if (told === this.#told) return;
    this.#told = told;
    this.#lined = next;
  }

  /** Follows the graph for as long as the text is open. @returns {() => void} ends it */
  follow() {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let waiting;
    const soon = () => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        this.look();
      }, PAUSE);
    };
    this.look();
    const leave = [projectStore.onChange(soon), projectStore.onState(soon)];
    return () => {
      clearTimeout(waiting);
      for (const stop of leave) stop();
    };
  }

  /** Lines of the one selected card, where it is of this script. @param {ReadonlySet<string>} selection */
  selected(selection) {
    const [id] = selection;
    const shot = selection.size === 1 && this.#lined.shots.find((one) => one.id === id);
    if (shot) return { from: shot.from, to: shot.to, id };
    const scene = selection.size === 1 && this.#lined.scenes.find((one) => one.id === id);
    const span = scene && spanOf(projectStore.graph.node(id));
    return span ? { ...span, id } : null;
  }

  /** Index of the row that shows a line, or of the next one that does. @param {number} line */
  rowOf(line) {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.rows[middle].line < line) low = middle + 1;
      else high = middle;
    }
    return Math.min(low, this.rows.length - 1);
  }

  /** The scene that a line belongs to. @param {number} line */
  sceneAt(line) {
    return this.scenes.findLast((scene) => scene.line <= line);
  }
}
