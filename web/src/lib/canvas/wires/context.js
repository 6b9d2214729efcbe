import { getContext, setContext } from 'svelte';

const KEY = Symbol('wiring');

/** Makes a level's wiring known to the wires drawn in it. @param {import('./wiring.svelte.js').Wiring} wiring */
export const provideWiring = (wiring) => setContext(KEY, wiring);

/** @returns {import('./wiring.svelte.js').Wiring | undefined} */
export const wiringOf = () => getContext(KEY);
