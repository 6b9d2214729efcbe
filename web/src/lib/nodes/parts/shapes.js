/**
 * Outline of each socket type in a box from -8 to 8, so that a socket is told by shape as well as by colour.
 * @type {Record<string, string>}
 */
export const SHAPES = {
  video: 'M-6-6H6V6H-6Z',
  image: 'M-5.5-6H5.5A.5.5 0 0 1 6-5.5V5.5A.5.5 0 0 1 5.5 6H1L-6-1V-5.5A.5.5 0 0 1-5.5-6Z',
  audio: 'M-6-2.5V2.5H-2L4 7V-7L-2-2.5Z',
  text: 'M6 0A6 6 0 1 1-6 0A6 6 0 1 1 6 0Z',
  character: 'M-3.5-6H3.5L7 0L3.5 6H-3.5L-7 0Z',
  style: 'M0-8L2.2-2.2L8 0L2.2 2.2L0 8L-2.2 2.2L-8 0L-2.2-2.2Z',
  environment: 'M0-7L7 6H-7Z',
  number: 'M0-7L7 0L0 7L-7 0Z',
  boolean: 'M-3-5H3A5 5 0 0 1 3 5H-3A5 5 0 0 1-3-5Z',
  array: 'M-6-6H-1.6V6H-6ZM1.6-6H6V6H1.6Z',
  pipeline: 'M-2.2-7H2.2V-2.2H7V2.2H2.2V7H-2.2V2.2H-7V-2.2H-2.2Z',
  camera: 'M-7-5H2V-2L7-5V5L2 2V5H-7Z',
  control_map: 'M-6.5 6.5V-6.5L6.5 6.5Z',
  mask: 'M6 0A6 6 0 1 1-6 0A6 6 0 1 1 6 0ZM2.4 0A2.4 2.4 0 1 0-2.4 0A2.4 2.4 0 1 0 2.4 0Z',
  sequence: 'M-7-6.5H.5L7 0L.5 6.5H-7L-2 0Z'
};
