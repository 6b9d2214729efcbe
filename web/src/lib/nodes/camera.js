/**
 * Where a camera is during its move: from a ready made move, or from key frames.
 *
 * @typedef {{ pan: number, tilt: number, zoom: number, rotate: number, dolly: number, truck: number, pedestal: number, orbit: number, roll: number }} Pose degrees, metres; zoom as a factor, 0 being none
 * @typedef {{ x: number, z: number, yaw: number }} Standing in metres from the subject, looked at from above; yaw in radians, 0 towards the subject
 * @typedef {{ x: number, y: number, scale: number, turn: number }} Framing centre in picture widths and heights, its size, degrees
 */

import { EASINGS } from './wipes.js';

/** @type {readonly (keyof Pose)[]} */
const CHANNELS = ['pan', 'tilt', 'zoom', 'rotate', 'dolly', 'truck', 'pedestal', 'orbit', 'roll'];
/** What a ready made move does at its full amount. @type {Record<string, Partial<Pose>>} */
const MOVES = {
  pan_left: { pan: -45 },
  pan_right: { pan: 45 },
  tilt_up: { tilt: 30 },
  tilt_down: { tilt: -30 },
  zoom_in: { zoom: 1 },
  zoom_out: { zoom: -0.5 },
  roll: { roll: 30, rotate: 30 },
  dolly_in: { dolly: 3 },
  dolly_out: { dolly: -3 },
  truck_left: { truck: -3 },
  truck_right: { truck: 3 },
  pedestal_up: { pedestal: 1.5 },
  pedestal_down: { pedestal: -1.5 },
  orbit_left: { orbit: -90 },
  orbit_right: { orbit: 90 },
  crane_up: { pedestal: 2, tilt: -22 },
  crane_down: { pedestal: -2, tilt: 22 },
  handheld: { truck: 0.3, pan: 3, roll: 2 }
};
/** How far the camera stands before it moves, in metres. */
const DISTANCE = 5;

const radians = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;

/**
 * @param {{ time: number, value: number, easing: string }[]} keys in order
 * @param {number} part
 */
function between(keys, part) {
  const after = keys.findIndex(({ time }) => time >= part);
  if (after < 0) return keys[keys.length - 1].value;
  if (after === 0) return keys[0].value;
  const [one, other] = [keys[after - 1], keys[after]];
  const along = (part - one.time) / (other.time - one.time || 1);
  return one.value + (other.value - one.value) * (EASINGS[one.easing] ?? EASINGS.linear)(along);
}

/**
 * Key frames by channel, in order of time.
 * @param {Record<string, any>} [table]
 */
function channelsOf(table = {}) {
  /** @type {Map<string, { time: number, value: number, easing: string }[]>} */
  const found = new Map();
  for (const { channel = 'dolly', time = 0, value = 0, easing = 'ease_in_out' } of Object.values(table)) {
    found.set(channel, [...(found.get(channel) ?? []), { time, value, easing }]);
  }
  for (const keys of found.values()) keys.sort((a, b) => a.time - b.time);
  return found;
}

/**
 * The pose at a part of the shot, 0 to 1. Key frames count where there are any.
 * @param {Record<string, any>} data
 * @param {number} part
 * @returns {Pose}
 */
export function poseAt(data, part) {
  const keyed = channelsOf(data.keyframes);
  const camera = data.camera ?? {};
  const full = MOVES[camera.move] ?? {};
  const eased = (EASINGS[data.easing ?? 'ease_in_out'] ?? EASINGS.linear)(part) * Number(camera.amount ?? 0.5);
  const value = (/** @type {keyof Pose} */ channel) => {
    const keys = keyed.get(channel);
    if (keys) return between(keys, part);
    return keyed.size ? 0 : (full[channel] ?? 0) * eased;
  };
  return /** @type {Pose} */ (Object.fromEntries(CHANNELS.map((channel) => [channel, value(channel)])));
}

/**
 * From above: orbit turns round the subject, dolly goes towards it, truck to the side.
 * @param {Pose} pose
 * @returns {Standing}
 */
export function standing({ dolly, truck, orbit, pan }) {
  const angle = radians(orbit);
  const away = DISTANCE - dolly;
  return {
    x: Math.sin(angle) * away + Math.cos(angle) * truck,
    z: Math.cos(angle) * away - Math.sin(angle) * truck,
    yaw: radians(pan) - angle
  };
}

/**
 * On the flat picture: pan and tilt move the frame, zoom makes it smaller, rotate turns it.
 * @param {Pose} pose
 * @returns {Framing}
 */
export function framing({ pan, tilt, zoom, rotate, dolly, truck, pedestal }) {
  const closer = 1 + zoom + Math.max(-0.6, dolly / DISTANCE);
  return { x: pan / 180 + truck / 12, y: -tilt / 120 - pedestal / 8, scale: 1 / Math.max(0.2, closer), turn: rotate };
}
