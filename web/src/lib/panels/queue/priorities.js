import { t } from '#lib/messages/index.js';

/** From what is made first to what is made last. */
export const PRIORITIES = [2, 1, 0, -1, -2];

/** @param {number} priority */
export const priorityWords = (priority) => t(/** @type {'queue.priority.0'} */ (`queue.priority.${priority}`));
