import { expect, test } from 'vitest';

import { dependentsOf } from '#lib/graph/dependents.js';
import { Graph } from '#lib/graph/model.js';
import { rulesOf } from '#lib/graph/sockets.js';

import catalogue from '../../tests/data/catalogue.json' with { type: 'json' };
import vectors from '../../tests/data/dependents.json' with { type: 'json' };

const rules = rulesOf(/** @type {any} */ (catalogue));

/** @param {any[]} told */
const node = ([id, type, parent_id, data]) => ({ id, type, parent_id, position: { x: 0, y: 0 }, order: '', data });

/** @param {string} text */
function wire(text) {
  const [[source, source_handle], [target, target_handle]] = text.split(' ').map((end) => end.split('.'));
  return { id: text.replace(/[ .]/g, '_'), source, source_handle, target, target_handle, data: {} };
}

test.each(vectors)('an asset is used by $says', ({ nodes, wires, assets, found }) => {
  const graph = Graph.read({ nodes: nodes.map(node), edges: wires.map(wire), settings: {} });
  const { sources, direct, all, shots, containers, scenes } = dependentsOf(rules, graph, assets);
  expect({
    sources: [...sources].sort(),
    direct: [...direct].sort(),
    every: [...all].sort(),
    shots: [...shots].sort(),
    containers: [...containers].sort(),
    scenes: [...scenes].sort()
  }).toEqual({ ...found, containers: Object.keys(found.containers).sort() });
});
