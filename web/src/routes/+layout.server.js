/** @type {import('./$types').LayoutServerLoad} */
export const load = ({ locals }) => ({ language: locals.language });
