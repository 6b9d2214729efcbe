import { describe, expect, test } from 'vitest';

import { dependentsOf } from '#lib/graph/dependents.js';
import { Graph } from '#lib/graph/model.js';
import { rulesOf } from '#lib/graph/sockets.js';

import catalogue from '../../tests/data/catalogue.json' with { type: 'json' };

const rules = rulesOf(/** @type {any} */ (catalogue));

/** @param {string} id @param {string} type @param {string | null} [parent_id] @param {Record<string, any>} [data] */
const node = (id, type, parent_id = null, data = {}) => ({ id, type, parent_id, position: { x: 0, y: 0 }, order: id, data });

/** A wire of "node.socket node.socket", its id the whole. @param {string} text */
function wire(text) {
  const [[source, source_handle], [target, target_handle]] = text.split(' ').map((end) => end.split('.'));
  return { id: text.replace(/[ .]/g, '_'), source, source_handle, target, target_handle, data: {} };
}

/** @param {ReturnType<typeof node>[]} nodes @param {string[]} wires @param {string[]} [assets] */
function dependents(nodes, wires, assets = ['A']) {
  const graph = Graph.read({ nodes, edges: wires.map(wire), settings: {} });
  const { sources, direct, all, containers, shots, scenes } = dependentsOf(rules, graph, assets);
  /** @param {Iterable<string>} ids */
  const sorted = (ids) => [...ids].sort().join(' ');
  return {
    sources: sorted(sources),
    direct: sorted(direct),
    all: sorted(all),
    containers: sorted(containers),
    shots: shots.join(' '),
    scenes: sorted(scenes)
  };
}

const anna = node('anna', 'character', null, { asset_id: 'A' });
const dusk = node('dusk', 'environment', null, { asset_id: 'A' });
const scene = (id = 'scene') => node(id, 'scene_group');

describe('what depends on an asset', () => {
  test('is the shot that its card is wired to, and what is made from that shot', () => {
    const nodes = [anna, node('s1', 'shot'), node('s2', 'shot'), node('mix', 'transition'), node('s3', 'shot')];
    const wires = ['anna.character s1.characters', 's1.video mix.from', 's1.last_frame s2.reference_images'];
    expect(dependents(nodes, wires)).toEqual({
      sources: 'anna',
      direct: 's1',
      all: 'mix s1 s2',
      containers: '',
      shots: 's1 s2',
      scenes: ''
    });
  });
  test('is not the shot that only comes next', () => {
    const nodes = [anna, node('s1', 'shot'), node('s2', 'shot')];
    expect(dependents(nodes, ['anna.character s1.characters', 's1.sequence_out s2.sequence_in']).all).toBe('s1');
  });
  test('is reached through dots', () => {
    const nodes = [anna, node('dot', 'reroute'), node('s1', 'shot')];
    expect(dependents(nodes, ['anna.character dot.in', 'dot.out s1.characters'])).toMatchObject({ direct: 's1', all: 's1' });
  });
  test('counts once, however many cards stand for it', () => {
    const nodes = [
      anna,
      node('again', 'character', null, { asset_id: 'A' }),
      node('s1', 'shot'),
      node('other', 'character', null, { asset_id: 'B' })
    ];
    const wires = ['anna.character s1.characters', 'again.character s1.characters'];
    expect(dependents(nodes, wires)).toMatchObject({ sources: 'again anna', shots: 's1' });
  });
  test('is every shot of a scene that a place is wired to, but for those with a place of their own', () => {
    const nodes = [
      dusk,
      scene(),
      node('s1', 'shot', 'scene'),
      node('s2', 'shot', 'scene'),
      node('own', 'environment', 'scene', { asset_id: 'B' })
    ];
    const wires = ['dusk.environment scene.assets', 'own.environment s2.environment'];
    expect(dependents(nodes, wires)).toEqual({
      sources: 'dusk',
      direct: 's1 scene',
      all: 's1 scene',
      containers: 'scene',
      shots: 's1',
      scenes: 'scene'
    });
  });
  test('a place of its own that is muted does not keep the scene’s away', () => {
    const nodes = [dusk, scene(), node('s1', 'shot', 'scene'), node('own', 'environment', 'scene', { asset_id: 'B', muted: true })];
    expect(dependents(nodes, ['dusk.environment scene.assets', 'own.environment s1.environment']).shots).toBe('s1');
  });
  test('a nearer scene with a place of its own keeps it from its shots', () => {
    const nodes = [
      dusk,
      scene(),
      node('inner', 'scene_group', 'scene'),
      node('s1', 'shot', 'inner'),
      node('near', 'environment', 'scene', { asset_id: 'B' })
    ];
    expect(dependents(nodes, ['dusk.environment scene.assets']).shots).toBe('s1');
    expect(dependents(nodes, ['dusk.environment scene.assets', 'near.environment inner.assets']).shots).toBe('');
  });
  test('a character that is wired to a scene is only in the shots that take it from In', () => {
    const nodes = [anna, scene(), node('s1', 'shot', 'scene'), node('s2', 'shot', 'scene')];
    expect(dependents(nodes, ['anna.character scene.assets', 'scene.anna_character_scene_assets s2.characters'])).toEqual({
      sources: 'anna',
      direct: 's2 scene',
      all: 's2 scene',
      containers: 'scene',
      shots: 's2',
      scenes: 'scene'
    });
  });
  test('goes on behind Out', () => {
    const nodes = [node('anna', 'character', 'scene', { asset_id: 'A' }), scene(), node('s1', 'shot', 'scene'), node('film', 'assembler')];
    const wires = ['anna.character s1.characters', 's1.sequence_out scene.sequence_out', 'scene.sequence_out film.sequence'];
    expect(dependents(nodes, wires)).toMatchObject({ direct: 's1', all: 'film s1 scene', shots: 's1' });
  });
  test('is the style that has it among its example pictures', () => {
    const nodes = [node('look', 'style', null, { asset_id: 'B', examples: ['X', 'A'] }), node('s1', 'shot')];
    expect(dependents(nodes, ['look.style s1.styles'])).toMatchObject({ sources: 'look', direct: 's1' });
  });
  test('is nothing where nothing stands for it', () => {
    expect(dependents([node('s1', 'shot')], [])).toEqual({ sources: '', direct: '', all: '', containers: '', shots: '', scenes: '' });
  });
});

test('ten thousand usages in a thousand scenes are found, and counted once each', () => {
  const nodes = [anna];
  const wires = [];
  for (let scenes = 0; scenes < 1000; scenes += 1) {
    nodes.push(node(`scene${scenes}`, 'scene_group'));
    wires.push(`anna.character scene${scenes}.assets`);
    for (let shot = 0; shot < 10; shot += 1) {
      nodes.push(node(`s${scenes}x${shot}`, 'shot', `scene${scenes}`));
      wires.push(`scene${scenes}.anna_character_scene${scenes}_assets s${scenes}x${shot}.characters`);
    }
  }
  const graph = Graph.read({ nodes, edges: wires.map(wire), settings: {} });
  const found = dependentsOf(rules, graph, ['A']);
  expect([found.shots.length, found.scenes.size, found.all.size]).toEqual([10_000, 1000, 11_000]);
});
