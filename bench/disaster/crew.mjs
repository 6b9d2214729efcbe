/**
 * Twenty people at one film: the browser's own engine, without a browser. Told what to do line by line, tells what happens.
 *
 * In:  {do: 'open', seed, url, line, project, pace, seats: [{seat, token}], fields: [{id, key}], keep, first} · {do: 'work'}
 *      {do: 'rest'} · {do: 'film'} · {do: 'end'}
 * Out: {told: [[name, seat, at, …]]}, see `Seat` · {settled, open} four times a second · {film: [{seat, version, graph}]}
 */

import { setMaxListeners } from 'node:events';
import { createInterface } from 'node:readline';

import '../../web/node_modules/fake-indexeddb/auto/index.mjs';

import { Seat } from './seat.mjs';

const TELL_EVERY = 20;
const LOOK_EVERY = 250;

/** @type {Seat[]} */
let seats = [];
/** @type {any[]} */
let told = [];

/** @param {unknown} line */
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** @param {string} name @param {number} seat @param {any[]} facts */
const tell = (name, seat, ...facts) => void told.push([name, seat, performance.timeOrigin + performance.now(), ...facts]);

function flush() {
  if (told.length === 0) return;
  say({ told });
  told = [];
}

// What a page has and Node has not: a place in the address bar, and news of the network.
const events = new EventTarget();
setMaxListeners(0, events);
Object.assign(globalThis, {
  location: { origin: '' },
  addEventListener: events.addEventListener.bind(events),
  removeEventListener: events.removeEventListener.bind(events)
});
console.error = (...said) => tell('complaint', -1, said.map((each) => each?.stack ?? String(each)).join(' '));
process.on('unhandledRejection', (reason) => tell('complaint', -1, String(/** @type {any} */ (reason)?.stack ?? reason)));

/** @type {Record<string, (order: any) => unknown>} */
const orders = {
  async open({ seats: people, line, ...film }) {
    Object.assign(globalThis.location, { origin: line });
    seats = people.map((/** @type {any} */ one) => new Seat({ ...one, ...film, tell }));
    await Promise.all(seats.map((one) => one.open()));
    setInterval(() => say({ settled: seats.every((one) => one.settled), open: seats.filter((one) => one.live).length }), LOOK_EVERY);
  },
  work: () => seats.forEach((one) => one.work()),
  rest: () => Promise.all(seats.map((one) => one.rest())),
  film() {
    flush();
    say({ film: seats.map((one) => one.film), waits: seats.flatMap((one) => one.waits) });
  },
  end: () => process.exit(0)
};

setInterval(flush, TELL_EVERY);
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  // The film can be asked for while somebody still waits for their page.
  void orders[order.do](order);
}
process.exit(0);
