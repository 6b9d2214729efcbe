import { t } from '#lib/messages/index.js';

const NAMES = /** @type {const} */ ({ 2: 'first', 1: 'sooner', 0: 'normal', [-1]: 'later', [-2]: 'last' });

/** From what is made first to what is made last. */
export const PRIORITIES = [2, 1, 0, -1, -2];

/** @param {number} priority */
export const priorityWords = (priority) => t(`queue.priority.${NAMES[/** @type {keyof typeof NAMES} */ (priority)]}`);
