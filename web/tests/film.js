/**
 * A small film, and a server's end of the line that a test plays itself.
 */

import { createProjectStore } from '#lib/stores/projectStore.js';

/** @param {string} name @param {string[]} types @param {boolean} [many] */
const socket = (name, types, many = false) => ({ name, types, title: name, many, item: null, integer: false });

/** @param {string} kind @param {any} more */
const type = (kind, more) => ({
  kind,
  title: kind,
  help: '',
  component: 'GenericNode',
  category: '',
  icon: '',
  levels: [],
  inputs: [],
  outputs: [],
  parameters: [
    { key: 'note', title: 'Note', merge: 'text' },
    { key: 'cast', title: 'Cast', merge: 'idlist' }
  ],
  container: null,
  width: 240,
  version: 1,
  runnable: false,
  ...more
});

export const catalogue = {
  node_types: [
    type('shot', {
      inputs: [socket('sequence_in', ['sequence']), socket('environment', ['environment']), socket('characters', ['character'], true)],
      outputs: [socket('sequence_out', ['sequence']), socket('video', ['video'])]
    }),
    type('scene_group', {
      container: 'scene',
      inputs: [socket('sequence_in', ['sequence']), socket('assets', ['environment', 'style', 'character'], true)],
      outputs: [socket('sequence_out', ['sequence'])]
    }),
    type('character', { outputs: [socket('character', ['character'])] }),
    type('environment', { outputs: [socket('environment', ['environment'])] }),
    type('image', { inputs: [socket('mask', ['mask'])], outputs: [socket('image', ['image'])] })
  ],
  socket_titles: { character: 'Character', environment: 'Environment', video: 'Video', image: 'Image', sequence: 'Sequence' },
  socket_rules: /** @type {Record<string, import('#lib/net/api.js').Verdict>} */ ({
    'character>character': { verdict: 'yes', reason: '' },
    'environment>environment': { verdict: 'yes', reason: '' },
    'sequence>sequence': { verdict: 'yes', reason: '' },
    'image>mask': { verdict: 'converts', reason: "The picture's luminance becomes the mask." },
    'video>image': { verdict: 'conversion_node', reason: 'A frame has to be chosen: insert a frame node.' }
  }),
  refusal: '{source} does not connect to {target}.',
  wire_sentences: {
    gone: 'One end of the wire is gone.',
    self: 'A node cannot be wired to itself.',
    levels: 'Wires join nodes of one level; use In and Out to cross into a scene.',
    kind: 'There is no node type “{kind}”.',
    socket: 'A {kind} node has no socket “{handle}”.',
    loop: 'That wire would close a loop.',
    dot: 'The dot leads to {first} already, and nothing connects to both {first} and {second}.'
  },
  tiers: []
};

/** @param {string} id @param {string} kind @param {string | null} parent_id @param {Record<string, any>} [data] */
export const node = (id, kind, parent_id, data = {}) => ({ id, type: kind, parent_id, position: { x: 0, y: 0 }, order: '', data });

/** @param {string} id @param {string} source @param {string} source_handle @param {string} target @param {string} target_handle */
export const edge = (id, source, source_handle, target, target_handle) => ({ id, source, source_handle, target, target_handle, data: {} });

export const graph = () => ({
  id: 'g',
  epoch: 'one',
  version: 10,
  nodes: [
    node('scene', 'scene_group', null, { title: 'EXT. LIGHTHOUSE' }),
    node('a', 'shot', 'scene', { title: 'Coast', prompt: 'Wide.' }),
    node('b', 'shot', 'scene', { title: 'Door', prompt: 'Close.' }),
    node('anna', 'character', 'scene', { name: 'Anna' }),
    node('place', 'environment', null, { name: 'Lighthouse' })
  ],
  edges: [
    edge('ab', 'a', 'sequence_out', 'b', 'sequence_in'),
    edge('first', 'scene', 'sequence_in', 'a', 'sequence_in'),
    edge('anna-a', 'anna', 'character', 'a', 'characters'),
    edge('place-scene', 'place', 'environment', 'scene', 'assets')
  ],
  settings: { rate: 24 }
});

/** @param {string} id */
const person = (id) => ({ id, name: id, color: '#ffb454', email: `${id}@film.test` });

/**
 * A store that has joined the film, and the other end of its line.
 * @param {{ online?: boolean, services?: any, role?: import('#lib/net/api.js').Role, me?: string, project?: string, record?: any, kept?: boolean }} [options] `kept`: joined as a browser does, which keeps what is unsaved
 */
export function joined({ online = true, services = {}, role = 'editor', me = 'me', project = 'p', record = graph(), kept = false } = {}) {
  /** @type {any[]} */
  const sent = [];
  let up = false;
  let restarts = 0;
  /** @type {import('#lib/stores/projectStore.js').TransportEvents} */
  let events;
  const store = createProjectStore({
    services: () => services,
    transport: (given) => {
      events = given;
      return {
        send: (frame) => up && sent.push(structuredClone(frame)) > 0,
        start: () => {},
        stop: () => {},
        hurry: () => {},
        restart: () => (restarts += 1)
      };
    }
  });
  store.load({
    project: { id: project, name: 'The Keeper', rate: 24, aspect_ratio: '16:9' },
    user: person(me),
    role,
    graph: record,
    runtime: {},
    takes: {},
    assets: [],
    members: [],
    place: null,
    catalogue
  });
  let { version } = record;
  const line = {
    sent,
    get restarts() {
      return restarts;
    },
    /** The frames of one event that were sent. @param {string} event */
    of: (event) => sent.filter((frame) => frame.event === event).map((frame) => frame.payload),
    /** The last batch that was sent. */
    get batch() {
      return line.of('client:ops').at(-1);
    },
    /** @param {string} event @param {any} payload @param {any} [meta] */
    say: (event, payload, meta) => events.onFrame({ event: `server:${event}`, payload, meta }),
    /** @param {any[]} ops @param {string} [client_op_id] @param {string} [result] */
    log(ops, client_op_id = 'other:1', result = 'accepted') {
      version += 1;
      const batch = { version, user_id: client_op_id.startsWith('other') ? 'ana' : 'me', client_op_id, ops, result };
      line.say('ops', { from_version: version - 1, to_version: version, batches: [batch] });
      return batch;
    },
    /** Accepts the batch that was sent last. @param {any[]} [ops] what took effect, where it is not what was sent */
    accept: (ops) => line.log(ops ?? line.batch.ops, line.batch.client_op_id),
    open() {
      up = true;
      events.onOpen();
    },
    /** @param {any[]} [batches] what happened meanwhile */
    difference(batches = []) {
      const from_version = store.version;
      version = Math.max(version, ...batches.map((batch) => batch.version));
      line.say('delta_sync', { from_version, to_version: version, batches }, { session_id: 'mine', user_id: 'me', role });
    },
    drop() {
      up = false;
      events.onClose();
    },
    get version() {
      return version;
    },
    set version(value) {
      version = value;
    }
  };
  const leave = kept ? store.join() : () => {};
  if (online) {
    line.open();
    line.difference();
  }
  return { store, line, leave };
}

/**
 * Everything a readable says, in order.
 * @template T
 * @param {{ subscribe: (run: (value: T) => void) => () => void }} readable
 */
export function heard(readable) {
  /** @type {T[]} */
  const values = [];
  readable.subscribe((value) => values.push(value));
  return values;
}
