/**
 * What depends on an asset of the library: the cards that stand for it, what they are wired to, and what follows from that,
 * over every level.
 *
 * @import { EdgeRecord, NodeRecord } from '#lib/protocol/schema.js'
 * @import { Graph } from './model.js'
 * @import { Rules } from './sockets.js'
 *
 * @typedef {object} Dependents ids of nodes
 * @property {Set<string>} sources cards that stand for the asset, or name it in a field of theirs
 * @property {Set<string>} direct what one of them hands the asset to: over a wire, through dots and In, or by a scene that hands it to its shots
 * @property {Set<string>} all `direct`, and all that is made from it
 * @property {Set<string>} containers what any of `all` stands in
 * @property {string[]} shots of `all`, in the order of the film
 * @property {Set<string>} scenes the scenes that those shots stand in
 */

import { inOrder } from './model.js';
import { sourceSocket } from './sockets.js';

/** What a scene hands to every shot in it that has none of its own: the type of socket, by the input it arrives at. */
const INHERITED = { environment: 'environment', styles: 'style' };
/** Such a wire says what comes first, and carries nothing. */
const ORDER = 'sequence_in';

/**
 * @param {Rules} rules
 * @param {Graph} graph
 * @param {Iterable<string>} assets the asset, and those that are made of it
 * @returns {Dependents}
 */
export function dependentsOf(rules, graph, assets) {
  const walk = new Walk(rules, graph);
  for (const id of sourcesOf(rules, graph, new Set(assets))) walk.begin(id);
  walk.go();
  return walk.found();
}

/** Keys of the parameters that name assets, by kind of node. @param {Rules} rules */
function keysOf(rules) {
  const keys = new Map();
  for (const [kind, { parameters }] of rules.types) {
    const own = parameters.filter(({ control }) => control === 'asset' || control === 'assets').map(({ key }) => key);
    keys.set(kind, own.includes('asset_id') ? own : ['asset_id', ...own]);
  }
  return keys;
}

/**
 * @param {Rules} rules
 * @param {Graph} graph
 * @param {ReadonlySet<string>} assets
 */
function* sourcesOf(rules, graph, assets) {
  const keys = keysOf(rules);
  for (const node of graph.nodes.values()) {
    for (const key of keys.get(node.type) ?? ['asset_id']) {
      const value = node.data[key];
      if (Array.isArray(value) ? value.some((one) => assets.has(one)) : assets.has(value)) {
        yield node.id;
        break;
      }
    }
  }
}

class Walk {
  sources = /** @type {Set<string>} */ (new Set());
  direct = /** @type {Set<string>} */ (new Set());
  all = /** @type {Set<string>} */ (new Set());
  /** Wires that brought the asset itself, and those that brought what is made from it. @type {Set<string>} */
  #passed = new Set();
  /** @type {Set<string>} */
  #later = new Set();
  /** Wires still to be followed; `first`: they bring the asset itself. @type {{ edge: EdgeRecord, first: boolean }[]} */
  #ahead = [];

  /** @param {Rules} rules @param {Graph} graph */
  constructor(rules, graph) {
    this.rules = rules;
    this.graph = graph;
    this.dots = new Set([...rules.types.values()].filter(({ inputs }) => inputs.some(({ wired }) => wired)).map(({ kind }) => kind));
  }

  /** @param {string} id */
  begin(id) {
    this.sources.add(id);
    this.#leave(id, true);
  }

  go() {
    for (let next = this.#ahead.pop(); next; next = this.#ahead.pop()) this.#arrive(next.edge, next.first);
  }

  /** Follows what leaves a node to its own level. @param {string} id @param {boolean} first @param {string} [handle] */
  #leave(id, first, handle) {
    for (const wire of this.graph.wires(id)) {
      const edge = this.graph.edge(wire);
      if (!edge || edge.source !== id || (handle !== undefined && edge.source_handle !== handle)) continue;
      if (this.graph.node(edge.target)?.parent_id !== id) this.#follow(edge, first);
    }
  }

  /** What comes to be known as direct later is gone through once more. @param {EdgeRecord} edge @param {boolean} first */
  #follow(edge, first) {
    if (edge.target_handle === ORDER || this.#passed.has(edge.id) || (!first && this.#later.has(edge.id))) return;
    (first ? this.#passed : this.#later).add(edge.id);
    this.#ahead.push({ edge, first });
  }

  /** @param {EdgeRecord} edge @param {boolean} first */
  #arrive(edge, first) {
    const source = this.graph.node(edge.source);
    const target = this.graph.node(edge.target);
    if (!source || !target) return;
    if (source.parent_id === target.id) {
      this.#mark(target, false);
      this.#leave(target.id, false, edge.target_handle);
    } else if (this.dots.has(target.type)) this.#leave(target.id, first);
    else this.#take(target, edge, first);
  }

  /** @param {NodeRecord} target @param {EdgeRecord} edge @param {boolean} first */
  #take(target, edge, first) {
    this.#mark(target, first);
    if (!this.rules.types.get(target.type)?.container) return;
    for (const wire of this.graph.wires(target.id)) {
      const inner = this.graph.edge(wire);
      if (inner?.source === target.id && inner.source_handle === edge.id) this.#follow(inner, first);
    }
    const types = sourceSocket(this.rules, this.graph, edge)?.types ?? [];
    for (const [handle, type] of Object.entries(INHERITED)) if (types.includes(type)) this.#handDown(target.id, handle, type, first);
  }

  /** To every shot in a container that has none of its own, nor gets one from a nearer container. @param {string} level @param {string} handle @param {string} type @param {boolean} first */
  #handDown(level, handle, type, first) {
    for (const id of this.graph.children(level)) {
      const node = this.graph.node(id);
      const kind = node && this.rules.types.get(node.type);
      if (!node || !kind) continue;
      if (kind.inputs.some(({ name }) => name === handle)) {
        if (!this.#has(id, (edge) => edge.target_handle === handle)) this.#mark(node, first);
      }
      if (!kind.container || !this.graph.children(id).size) continue;
      if (!this.#has(id, (edge) => Boolean(sourceSocket(this.rules, this.graph, edge)?.types.includes(type))))
        this.#handDown(id, handle, type, first);
    }
  }

  /** Whether a wire from its own level brings it. @param {string} id @param {(edge: EdgeRecord) => boolean} wanted */
  #has(id, wanted) {
    for (const wire of this.graph.wires(id)) {
      const edge = this.graph.edge(wire);
      const source = edge?.target === id ? this.graph.node(edge.source) : undefined;
      if (edge && source && source.parent_id !== id && !source.data.muted && wanted(edge)) return true;
    }
    return false;
  }

  /** @param {NodeRecord} node @param {boolean} first */
  #mark(node, first) {
    if (first) this.direct.add(node.id);
    if (this.all.has(node.id)) return;
    this.all.add(node.id);
    this.#leave(node.id, false);
  }

  /** @returns {Dependents} */
  found() {
    const { graph, sources, direct, all } = this;
    const containers = new Set();
    const scenes = new Set();
    const shots = [];
    for (const id of all) {
      const node = /** @type {NodeRecord} */ (graph.node(id));
      for (let at = node.parent_id; at !== null && !containers.has(at); at = graph.node(at)?.parent_id ?? null) containers.add(at);
      if (node.type !== 'shot') continue;
      shots.push(id);
      const scene = sceneOf(graph, node);
      if (scene) scenes.add(scene);
    }
    return { sources, direct, all, containers, scenes, shots: inFilm(graph, shots) };
  }
}

/** The nearest scene around a node. @param {Graph} graph @param {NodeRecord} node */
function sceneOf(graph, node) {
  for (let at = node.parent_id; at !== null;) {
    const above = graph.node(at);
    if (above?.type === 'scene_group') return above.id;
    at = above?.parent_id ?? null;
  }
  return undefined;
}

/**
 * Nodes in the order in which the film shows them.
 * @param {Graph} graph
 * @param {Iterable<string>} ids
 * @returns {string[]}
 */
export function inFilm(graph, ids) {
  const wanted = new Set(ids);
  const above = new Set();
  for (const id of wanted) {
    for (let at = graph.node(id)?.parent_id ?? null; at !== null && !above.has(at); at = graph.node(at)?.parent_id ?? null) above.add(at);
  }
  /** @type {string[]} */
  const found = [];
  /** @param {string | null} level */
  const read = (level) => {
    const here = [...graph.children(level)].filter((id) => wanted.has(id) || above.has(id));
    const nodes = here.flatMap((id) => graph.node(id) ?? []).sort(inOrder);
    for (const { id } of nodes) {
      if (wanted.has(id)) found.push(id);
      if (above.has(id)) read(id);
    }
  };
  read(null);
  return found;
}
