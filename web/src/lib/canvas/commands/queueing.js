/**
 * The queue, what failed, the workers.
 *
 * @import { Command } from './types.js'
 */

import CircleAlert from '@lucide/svelte/icons/circle-alert';
import Cpu from '@lucide/svelte/icons/cpu';
import ListOrdered from '@lucide/svelte/icons/list-ordered';

import { queueStore } from '#lib/stores/queueStore.js';

/** @type {Command[]} */
export const commands = [
  {
    id: 'queue.line',
    title: 'command.queue.line',
    group: 'film',
    keys: ['Q'],
    icon: ListOrdered,
    run: () => queueStore.turn('line')
  },
  {
    id: 'queue.ended',
    title: 'command.queue.ended',
    group: 'film',
    icon: CircleAlert,
    run: () => queueStore.open('ended')
  },
  {
    id: 'queue.workers',
    title: 'command.queue.workers',
    group: 'film',
    icon: Cpu,
    run: () => queueStore.open('workers')
  }
];
