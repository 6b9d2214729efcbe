/**
 * What one person does at a film, rolled from a seed: mostly typing into prompts that everybody types into.
 *
 * @import { Dice } from './dice.mjs'
 */

/** Beside letters of one's own: what takes two UTF-16 units, or several code points for one thing seen. */
const ORNAMENTS = ['😀', '👩‍👩‍👧', 'e\u0301', '漢', ' ', '\n', 'fog', '🏳️‍🌈'];
const LONG = 600;
const SIZES = ['WIDE', 'MEDIUM', 'CLOSE UP', 'INSERT'];
const MOVES = ['static', 'pan_left', 'dolly_in', 'roll'];

/** @typedef {{ id: string, key: string }} Field */

export class Person {
  #letters = 0;
  /** What stood in a field when composing began there. @type {Map<string, string>} */
  #composing = new Map();
  /** Nodes that were removed here. @type {string[]} */
  #removed = [];

  /**
   * @param {{ seat: number, fields: Field[], keep: string[], first: number, roll: Dice, note: (name: string, ...facts: any[]) => void }} options
   *   `fields`: the shared texts; `keep`: nodes that nobody removes; `first`: the first of this person's own letters
   */
  constructor({ seat, fields, keep, first, roll, note }) {
    this.seat = seat;
    this.fields = fields;
    this.keep = new Set(keep);
    this.first = first + seat * LETTERS_EACH;
    this.roll = roll;
    this.note = note;
    this.caret = 0;
  }

  /** Does one thing. @param {any} store */
  act(store) {
    let left = this.roll.below(TOTAL);
    const [, deed] = /** @type {Deed} */ (DEEDS.find(([share]) => (left -= share) < 0));
    deed(this, store);
  }

  /** A letter that nobody else ever types, nor this person twice. */
  letter() {
    this.#letters += 1;
    if (this.#letters >= LETTERS_EACH) throw new RangeError('This person has typed all of their letters.');
    return String.fromCodePoint(this.first + this.#letters);
  }

  /** A key stroke or a paste in a text field, with what it replaces. @param {any} store @param {Field} field */
  type(store, { id, key }) {
    const { roll } = this;
    const now = String(store.graph.node(id)?.data[key] ?? '');
    const before = this.#composing.get(id + key) ?? now;
    if (roll.chance(0.08)) this.#composing.set(id + key, before);
    else this.#composing.delete(id + key);
    const letters = [...before];
    const at = roll.chance(0.6) ? Math.min(this.caret, letters.length) : roll.below(letters.length + 1);
    const gone = roll.chance(letters.length > LONG ? 0.7 : 0.25) ? Math.min(1 + roll.below(8), letters.length - at) : 0;
    const mine = roll.chance(0.85) ? Array.from({ length: 1 + roll.below(4) }, () => this.letter()) : [];
    if (roll.chance(0.3)) mine.splice(roll.below(mine.length + 1), 0, roll.pick(ORNAMENTS));
    const put = mine.join('');
    const head = letters.slice(0, at).join('') + put;
    this.caret = [...head].length;
    if (this.fields.some((field) => field.id === id)) {
      this.note(
        'wrote',
        id,
        key,
        mine.filter((one) => [...one].length === 1 && /** @type {number} */ (one.codePointAt(0)) >= this.first)
      );
      this.note('erased', letters.slice(at, at + gone));
    }
    store.editText(id, key, before, head + letters.slice(at + gone).join(''), roll.chance(0.7) ? head.length : null);
  }

  /** @param {any} store @returns {any[]} */
  others(store) {
    return [...store.graph.nodes.values()].filter((node) => !this.keep.has(node.id));
  }

  /** @param {any} store @param {any} node */
  remove(store, node) {
    this.#removed.push(node.id);
    store.removeNodes([node.id], this.roll.pick(['delete', 'lift']));
  }

  /** @param {any} store */
  restore(store) {
    const id = this.#removed.pop();
    if (id && !store.graph.node(id)) store.restoreNodes([id]);
  }
}

const LETTERS_EACH = 6000;
const CROWDED = 40;

/** @param {Person} person @param {any} store */
function add({ roll }, store) {
  const scenes = [...store.graph.nodes.values()].filter((node) => node.type === 'scene_group').map((node) => node.id);
  if (store.graph.nodes.size > CROWDED) return;
  const type = roll.pick(['shot', 'note', 'character', 'environment', 'scene_group']);
  const parent_id = type === 'scene_group' ? null : roll.pick([null, ...scenes]);
  store.addNode({
    type,
    parent_id,
    position: { x: roll.below(900), y: roll.below(900) },
    data: type === 'shot' ? { title: 'A shot' } : {}
  });
}

/** @param {Person} person @param {any} store */
function wire({ roll }, store) {
  const nodes = [...store.graph.nodes.values()];
  const kinds = (/** @type {string} */ kind) => nodes.filter((node) => node.type === kind);
  const [kind, source_handle, target_handle] = roll.pick([
    ['shot', 'sequence_out', 'sequence_in'],
    ['character', 'character', 'characters'],
    ['environment', 'environment', 'environment']
  ]);
  const source = roll.pick(kinds(kind));
  const target = roll.pick(kinds('shot').filter((node) => node !== source && node.parent_id === source?.parent_id));
  if (!source || !target) return;
  const wire = { source: source.id, source_handle, target: target.id, target_handle };
  if (['yes', 'converts'].includes(store.verdict(wire).verdict)) store.connect(wire);
}

/** @param {Person} person @param {any} store */
function rehang(person, store) {
  const { roll } = person;
  const node = roll.pick(person.others(store).filter((one) => one.type !== 'scene_group'));
  const scenes = [...store.graph.nodes.values()].filter((one) => one.type === 'scene_group').map((one) => one.id);
  if (node) store.reparent(node.id, roll.pick([null, ...scenes]), { x: roll.below(900), y: roll.below(900) });
}

/** @param {Person} person @param {any} store */
function set({ roll, fields, seat }, store) {
  const { id } = roll.pick(fields.filter((field) => store.graph.node(field.id)?.type === 'shot'));
  const [path, value] = roll.pick([
    ['title', `Seat ${seat}, ${roll.below(1e6)} 🎬`],
    ['duration', 0.25 * (1 + roll.below(40))],
    ['size', roll.pick(SIZES)],
    [['camera', 'move'], roll.pick(MOVES)],
    ['cast', Array.from({ length: roll.below(4) }, (_, index) => `actor-${(index * 7 + roll.below(3)) % 9}`)],
    ['seed_locked', roll.pick([true, false, undefined])]
  ]);
  store.setData(id, path, Array.isArray(value) ? [...new Set(value)] : value);
}

/** @param {Person} person @param {any} store */
function move({ roll }, store) {
  const ids = [...store.graph.nodes.keys()];
  const some = new Set(Array.from({ length: 1 + roll.below(4) }, () => roll.pick(ids)));
  store.moveNodes([...some].map((id) => ({ id, x: roll.below(2000), y: roll.below(2000) })));
}

/** @param {Person} person @param {any} store */
function typeElsewhere(person, store) {
  const node = person.roll.pick(person.others(store));
  if (node) person.type(store, { id: node.id, key: 'note' });
}

/** @typedef {[number, (person: Person, store: any) => void]} Deed how often, and what */

/** @type {Deed[]} */
const DEEDS = [
  [46, (person, store) => person.type(store, person.roll.pick(person.fields))],
  [4, typeElsewhere],
  [9, set],
  [9, move],
  [6, add],
  [4, (person, store) => ((node) => node && person.remove(store, node))(person.roll.pick(person.others(store)))],
  [3, (person, store) => person.restore(store)],
  [3, rehang],
  [5, wire],
  [2, ({ roll }, store) => ((id) => id && store.removeEdges([id]))(roll.pick([...store.graph.edges.keys()]))],
  [1, ({ roll }, store) => ((id) => id && store.setWeight(id, roll.below(101) / 100))(roll.pick([...store.graph.edges.keys()]))],
  [1, ({ roll }, store) => store.setSetting('title', `The Ferry ${roll.below(1000)}`)],
  [2, (person, store) => store.step('Two at once', () => [set(person, store), move(person, store)])],
  [4, (_, store) => store.undo()],
  [3, (_, store) => store.redo()]
];
const TOTAL = DEEDS.reduce((sum, [share]) => sum + share, 0);
