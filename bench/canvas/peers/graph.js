/** The film of the benchmark as both libraries want it: cards on a grid, three wires for two cards. */

const asked = new URLSearchParams(location.search);
const COUNT = Number(asked.get('nodes') ?? 1000);
const COLUMNS = 64;
const WORDS = 'the lamp turns and nobody looks up rain on black water she counts the steps twice a ferry leaves'.split(' ');

export const visibleOnly = asked.get('visible') === '1';
export const view = { x: -2600, y: -900, zoom: 0.6 };

/** @param {number} index @param {number} count */
const words = (index, count) => Array.from({ length: count }, (_, place) => WORDS[(index * 7 + place * 3) % WORDS.length]).join(' ');

export const nodes = Array.from({ length: COUNT }, (_, index) => ({
  id: `n${index}`,
  type: 'card',
  position: { x: (index % COLUMNS) * 360, y: Math.floor(index / COLUMNS) * 480 },
  data: { number: `SH${index}`, title: words(index, 3), prompt: words(index, 18), quality: index % 3, people: [words(index, 1), words(index + 1, 1)] }
}));

export const edges = Array.from({ length: Math.floor(COUNT * 1.5) }, (_, index) => {
  const source = index % COUNT;
  const target = index < COUNT ? source + 1 : source + COLUMNS;
  return { id: `e${index}`, source: `n${source}`, target: `n${target}` };
}).filter(({ target }) => Number(target.slice(1)) < COUNT);
