/**
 * A graph in memory with the indices its rules need: the browser's twin of `production_canvas.graph.state`.
 *
 * @import { EdgeRecord, GraphRecord, NodeRecord } from '#lib/protocol/schema.js'
 */

const NONE = /** @type {ReadonlySet<string>} */ (new Set());

/** Records are never changed in place: a changed node is another object, an untouched one keeps its identity. */
export class Graph {
  constructor() {
    /** @type {Map<string, NodeRecord>} */
    this.nodes = new Map();
    /** @type {Map<string, EdgeRecord>} */
    this.edges = new Map();
    /** @type {Map<string, any>} */
    this.settings = new Map();
    /** @type {Map<string | null, Set<string>>} */
    this.inside = new Map();
    /** @type {Map<string, Set<string>>} */
    this.wired = new Map();
  }

  /**
   * @param {Pick<GraphRecord, 'nodes' | 'edges' | 'settings'>} record
   * @returns {Graph}
   */
  static read(record) {
    const graph = new Graph();
    // One record that a page cannot read must not hide all the others.
    for (const node of record.nodes) if (isNode(node)) graph.putNode(node);
    for (const edge of record.edges) if (isEdge(edge)) graph.putEdge(edge);
    for (const [key, value] of Object.entries(record.settings)) graph.putSetting(key, value);
    return graph;
  }

  /** @param {string} id */
  node(id) {
    return this.nodes.get(id);
  }

  /** @param {string} id */
  edge(id) {
    return this.edges.get(id);
  }

  /**
   * Ids of the nodes on a level; null is the film's own.
   * @param {string | null} id
   * @returns {ReadonlySet<string>}
   */
  children(id) {
    return this.inside.get(id) ?? NONE;
  }

  /**
   * Ids of the wires that end at a node, on either of its sides.
   * @param {string} id
   * @returns {ReadonlySet<string>}
   */
  wires(id) {
    return this.wired.get(id) ?? NONE;
  }

  /** @param {NodeRecord} node */
  putNode(node) {
    const before = this.nodes.get(node.id);
    if (before?.parent_id !== node.parent_id) {
      if (before) this.inside.get(before.parent_id)?.delete(node.id);
      add(this.inside, node.parent_id, node.id);
    }
    this.nodes.set(node.id, node);
  }

  /** @param {string} id */
  dropNode(id) {
    const node = this.nodes.get(id);
    if (!node) return;
    this.nodes.delete(id);
    this.inside.get(node.parent_id)?.delete(id);
  }

  /** @param {EdgeRecord} edge */
  putEdge(edge) {
    this.dropEdge(edge.id);
    this.edges.set(edge.id, edge);
    add(this.wired, edge.source, edge.id);
    add(this.wired, edge.target, edge.id);
  }

  /** @param {string} id */
  dropEdge(id) {
    const edge = this.edges.get(id);
    if (!edge) return;
    this.edges.delete(id);
    this.wired.get(edge.source)?.delete(id);
    this.wired.get(edge.target)?.delete(id);
  }

  /**
   * @param {string} key
   * @param {any} value
   */
  putSetting(key, value) {
    if (value === null || value === undefined) this.settings.delete(key);
    else this.settings.set(key, value);
  }
}

/** @param {any} record @returns {boolean} */
const isNode = (record) => typeof record?.id === 'string' && typeof record.data === 'object' && record.data !== null && !!record.position;

/** @param {any} record @returns {boolean} */
const isEdge = (record) => ['id', 'source', 'target'].every((key) => typeof record?.[key] === 'string');

/**
 * @template K
 * @param {Map<K, Set<string>>} index
 * @param {K} key
 * @param {string} id
 */
function add(index, key, id) {
  const found = index.get(key);
  if (found) found.add(id);
  else index.set(key, new Set([id]));
}

/**
 * The level a wire is drawn on: that of its two ends, or the container whose In or Out it touches.
 * @param {Graph} graph
 * @param {EdgeRecord} edge
 * @returns {string | null | undefined} undefined where an end is missing
 */
export function levelOf(graph, edge) {
  const source = graph.node(edge.source);
  const target = graph.node(edge.target);
  if (!source || !target) return undefined;
  if (target.parent_id === source.id) return source.id;
  if (source.parent_id === target.id) return target.id;
  return source.parent_id;
}

/**
 * How siblings follow each other: by `order`, then by the time they were made, which their ids begin with.
 * @param {Pick<NodeRecord, 'id' | 'order'>} a
 * @param {Pick<NodeRecord, 'id' | 'order'>} b
 */
export const inOrder = (a, b) => compare(a.order, b.order) || compare(a.id, b.id);

/** What wires without an order of their own are sorted by: behind all others. */
const LAST = '~';

/**
 * How the wires of one input follow each other: by `order`, those without behind, oldest first.
 * @param {EdgeRecord} a
 * @param {EdgeRecord} b
 */
export const inRank = (a, b) => compare(a.data.order || LAST, b.data.order || LAST) || compare(a.id, b.id);

/** @param {string} a @param {string} b */
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What a node stands in, the nearest first.
 * @param {Graph} graph
 * @param {string} id
 */
export function ancestors(graph, id) {
  /** @type {string[]} */
  const found = [];
  for (let at = graph.node(id)?.parent_id ?? null; at !== null && !found.includes(at); at = graph.node(at)?.parent_id ?? null)
    found.push(at);
  return found;
}
