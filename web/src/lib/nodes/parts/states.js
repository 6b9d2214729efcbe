/**
 * The look of each state: a word, a tone and a shape of its own, so that none is told by colour alone.
 * @type {Record<string, { title: string, tone: string, path: string }>}
 */
export const STATES = {
  idle: { title: 'No take yet', tone: 'idle', path: 'M-3.6 0A3.6 3.6 0 1 0 3.6 0A3.6 3.6 0 1 0-3.6 0' },
  queued: { title: 'Queued', tone: 'wait', path: 'M0-4V0L2.6 1.8M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0' },
  generating: { title: 'Generating', tone: 'run', path: 'M0-3.8A3.8 3.8 0 1 1-3.8 0' },
  success: { title: 'Ready', tone: 'ok', path: 'M-3.6 .2L-1 2.8L3.6-2.8' },
  error: { title: 'Failed', tone: 'bad', path: 'M-3-3L3 3M3-3L-3 3' },
  cancelled: { title: 'Cancelled', tone: 'idle', path: 'M-3 3L3-3M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0' },
  stale: { title: 'Stale', tone: 'warn', path: 'M0-4L4 3.2H-4Z' }
};
