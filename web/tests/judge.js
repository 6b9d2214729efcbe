/**
 * The browser's verdicts for the server's tests: one line in is `{catalogue}` or `{graph, wires}`, one line out are the
 * verdicts on those wires.
 */

import { createInterface } from 'node:readline';

import { Graph } from '#lib/graph/model.js';
import { answer, rulesOf, verdictOf, weighs } from '#lib/graph/sockets.js';

let rules = rulesOf({});

/** @param {any} asked */
function judge({ catalogue, graph, wires, pairs }) {
  if (catalogue) rules = rulesOf(catalogue);
  if (pairs)
    return pairs.map((/** @type {any[]} */ [source, target]) => ({
      ...answer(rules, source, target),
      weighs: weighs(rules, source, target)
    }));
  if (!graph) return [];
  const read = Graph.read(graph);
  return wires.map((/** @type {any} */ wire) => verdictOf(rules, read, wire));
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(judge(JSON.parse(line))) + '\n');
}
