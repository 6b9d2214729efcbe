/**
 * A screenplay lined as on set: for each shot a line down the margin, along what it shows; what has none is not covered.
 *
 * @import { Graph } from '#lib/graph/model.js'
 * @import { ScriptLine } from '#lib/protocol/schema.js'
 *
 * @typedef {{ id: string, scene: string, number: string, from: number, to: number, mark: string, made: boolean }} LinedShot `made`: it has a take; `mark`: what a new draft did to its lines
 * @typedef {{ lane: number, shot: LinedShot, first: boolean, last: boolean }} Mark a piece of a shot's line beside one line of text
 * @typedef {{ id: string, number: string, from: number, to: number, omitted: boolean }} LinedScene
 * @typedef {{ scenes: LinedScene[], shots: LinedShot[] }} Lined
 */

/** Kinds of lines that a shot can show; a heading is covered by any shot of its scene. */
const FILMED = new Set(['action', 'cue', 'dialogue', 'parenthetical', 'lyric']);
/** Lines that stand side by side in the margin. */
export const LANES = 4;

/** @param {any} node @returns {Record<string, any>} */
const sourceOf = (node) => (node?.data.source && typeof node.data.source === 'object' ? node.data.source : {});

/**
 * The lines a node says it comes from; null where it says none.
 * @param {any} node
 * @returns {{ from: number, to: number } | null}
 */
export function spanOf(node) {
  const { line_from: from, line_to: to, mark } = sourceOf(node);
  return Number.isInteger(from) && Number.isInteger(to) && from >= 1 && from <= to && mark !== 'omitted' ? { from, to } : null;
}

/** @param {Graph} graph */
const scriptsOf = (graph) => [...graph.children(null)].filter((id) => graph.node(id)?.type === 'script');

/**
 * The script that a shot or a scene comes from, and its lines in it.
 * @param {Graph} graph
 * @param {string} id
 * @returns {{ script: string, from: number, to: number } | null}
 */
export function linesOf(graph, id) {
  const span = spanOf(graph.node(id));
  if (!span) return null;
  for (let node = graph.node(id); node; node = node.parent_id ? graph.node(node.parent_id) : undefined) {
    const source = sourceOf(node);
    if (node.type !== 'scene_group' || !('id' in source)) continue;
    const scripts = scriptsOf(graph);
    const script = source.script ?? (scripts.length === 1 ? scripts[0] : null);
    return scripts.includes(script) ? { script, ...span } : null;
  }
  return null;
}

/** Every shot of a scene, also of sequences in it. @param {Graph} graph @param {string} scene @returns {any[]} */
function shotsIn(graph, scene) {
  return [...graph.children(scene)].flatMap((id) => {
    const node = graph.node(id);
    if (node?.type === 'shot') return [node];
    return node?.type === 'scene_group' ? shotsIn(graph, id) : [];
  });
}

/** @param {any} node @param {string} script */
function isSceneOf({ type, data }, script) {
  const source = sourceOf({ data });
  return type === 'scene_group' && 'id' in source && (source.script ?? script) === script;
}

/** @param {any} node @returns {LinedScene} */
function sceneOf(node) {
  const span = spanOf(node);
  return { id: node.id, number: String(node.data.number ?? ''), from: span?.from ?? 0, to: span?.to ?? 0, omitted: !span };
}

/** @param {any} node @param {string} scene @param {(shot: string) => boolean} made @returns {LinedShot[]} none where it has no lines */
function shotOf(node, scene, made) {
  const span = spanOf(node);
  if (!span) return [];
  return [
    { id: node.id, scene, number: String(node.data.number ?? ''), ...span, mark: String(sourceOf(node).mark ?? ''), made: made(node.id) }
  ];
}

/**
 * What the graph says of a script's lines: its scenes and shots, by where they begin.
 * @param {Graph} graph
 * @param {string} script
 * @param {(shot: string) => boolean} made whether it has a take
 * @returns {Lined}
 */
export function lined(graph, script, made) {
  const nodes = [...graph.nodes.values()].filter((node) => isSceneOf(node, script));
  const scenes = nodes.map(sceneOf);
  const standing = scenes.filter(({ omitted }) => !omitted);
  const shots = standing.flatMap(({ id }) => shotsIn(graph, id).flatMap((shot) => shotOf(shot, id, made)));
  const early = (/** @type {{ from: number, to: number }} */ a, /** @type {{ from: number, to: number }} */ b) =>
    a.from - b.from || b.to - a.to;
  return { scenes: scenes.sort(early), shots: shots.sort(early) };
}

/**
 * The pieces of the shots' lines beside each line of text. Shots that overlap stand in lanes of their own.
 * @param {readonly LinedShot[]} shots by where they begin
 * @returns {Map<number, Mark[]>}
 */
export function marksOf(shots) {
  /** @type {Map<number, Mark[]>} */
  const marks = new Map();
  /** @type {number[]} */
  const busy = [];
  for (const shot of shots) {
    const free = busy.findIndex((until) => until < shot.from);
    const lane = free >= 0 ? free : Math.min(busy.length, LANES - 1);
    busy[lane] = Math.max(busy[lane] ?? 0, shot.to);
    for (let line = shot.from; line <= shot.to; line += 1) {
      const here = marks.get(line) ?? [];
      here.push({ lane, shot, first: line === shot.from, last: line === shot.to });
      marks.set(line, here);
    }
  }
  return marks;
}

/** @param {ScriptLine} line */
const isFilmed = ({ kind, text }) => FILMED.has(kind) && text.trim() !== '';

/**
 * Of the lines that can be filmed, how many a shot shows, and which none does; `gaps`: runs of those, by their first line.
 * @param {readonly ScriptLine[]} lines
 * @param {ReadonlyMap<number, Mark[]>} marks
 */
export function coverage(lines, marks) {
  const bare = new Set();
  /** @type {number[]} */
  const gaps = [];
  let all = 0;
  let open = false;
  for (const line of lines) {
    if (!isFilmed(line)) continue;
    all += 1;
    const covered = marks.has(line.line);
    if (!covered) {
      bare.add(line.line);
      if (!open) gaps.push(line.line);
    }
    open = !covered;
  }
  return { all, covered: all - bare.size, bare: /** @type {ReadonlySet<number>} */ (bare), gaps };
}

/**
 * Only what no shot shows, each piece under the heading of its scene.
 * @param {readonly ScriptLine[]} lines
 * @param {ReadonlySet<number>} bare
 */
export function onlyBare(lines, bare) {
  /** @type {ScriptLine[]} */
  const found = [];
  /** @type {ScriptLine | null} */
  let heading = null;
  let last = 0;
  for (const line of lines) {
    if (line.kind === 'heading') heading = line;
    if (!bare.has(line.line)) continue;
    if (heading) found.push(heading);
    else if (last && line.line > last + 1) found.push({ line: line.line - 0.5, kind: '', text: '' });
    found.push(line);
    [heading, last] = [null, line.line];
  }
  return found;
}
