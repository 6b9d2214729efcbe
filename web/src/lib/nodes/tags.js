/**
 * The people, places and styles that reach a shot, and those its scene hands down.
 *
 * @import { EdgeRecord, NodeRecord } from '#lib/protocol/schema.js'
 * @typedef {{ id: string, type: string, text: string, inherited?: boolean }} Tag
 */

import { projectStore } from '#lib/stores/projectStore.js';

const TAGGED = ['environment', 'style', 'character'];
const INHERITED = ['environment', 'style'];

/**
 * The node that really gives what a wire carries, followed out through In boundaries.
 * @param {EdgeRecord | undefined} edge
 * @returns {NodeRecord | undefined}
 */
function giver(edge) {
  const graph = projectStore.graph;
  const source = edge && graph.node(edge.source);
  if (!source || graph.node(edge.target)?.parent_id !== source.id) return source;
  return giver(graph.edge(edge.source_handle));
}

/**
 * @param {string} id
 * @returns {NodeRecord[]} who is wired to the node from its own level
 */
export function giversOf(id) {
  const graph = projectStore.graph;
  const wires = [...graph.wires(id)].sort().map((wire) => graph.edge(wire));
  return wires.filter((edge) => edge?.target === id && graph.node(edge.source)?.parent_id !== id).flatMap((edge) => giver(edge) ?? []);
}

/**
 * @param {string} id
 * @returns {Tag[]}
 */
export function tagsOf(id) {
  const own = giversOf(id).filter((node) => TAGGED.includes(node.type));
  const tags = own.map((node) => ({ id: node.id, type: node.type, text: String(node.data.name || 'Unnamed') }));
  for (const type of INHERITED) {
    if (own.some((node) => node.type === type)) continue;
    for (let at = projectStore.graph.node(id)?.parent_id ?? null; at !== null; at = projectStore.graph.node(at)?.parent_id ?? null) {
      const found = giversOf(at).filter((node) => node.type === type);
      tags.push(...found.map((node) => ({ id: node.id, type, text: String(node.data.name || 'Unnamed'), inherited: true })));
      if (found.length) break;
    }
  }
  return tags;
}

/**
 * The tags of a node as a readable store; read anew when wires change, or the name of what is wired.
 * @param {string} id
 */
export function tagsReading(id) {
  return {
    /** @param {(tags: Tag[]) => void} run */
    subscribe(run) {
      let tags = tagsOf(id);
      run(tags);
      return projectStore.onChange((touched) => {
        if (!touched.edges.size && !tags.some((tag) => touched.nodes.has(tag.id))) return;
        tags = tagsOf(id);
        run(tags);
      });
    }
  };
}

/**
 * How many nodes take what this one gives.
 * @param {string} id
 */
export function usesReading(id) {
  const count = () => [...projectStore.graph.wires(id)].filter((wire) => projectStore.graph.edge(wire)?.source === id).length;
  return {
    /** @param {(uses: number) => void} run */
    subscribe(run) {
      run(count());
      return projectStore.onChange((touched) => touched.edges.size && run(count()));
    }
  };
}
