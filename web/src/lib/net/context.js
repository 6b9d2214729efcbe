/**
 * The services a page hands to what it shows.
 *
 * @import { Api } from './api.js'
 */

import { createContext } from 'svelte';

const [useApi, provideApi] = /** @type {ReturnType<typeof createContext<Api>>} */ (createContext());

export { provideApi, useApi };
