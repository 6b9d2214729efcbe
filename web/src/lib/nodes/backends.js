/** Backends that this installation can render with; the others are planned with, and say that they are not here. */
export const INSTALLED = new Set(['previs']);
