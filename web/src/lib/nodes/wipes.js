/**
 * Transitions by the names of FFmpeg's xfade filter, drawn small on a canvas: what a moment of each looks like.
 *
 * @typedef {CanvasImageSource} Still
 * @typedef {{ pen: CanvasRenderingContext2D, from: Still, to: Still, width: number, height: number, part: number }} Moment `part` of the way, 0 to 1
 * @typedef {(moment: Moment) => void} Wipe
 */

const CELLS = { across: 32, down: 18 };
const SLICES = 10;
const EDGE = 0.25;

/** @param {Moment} moment @param {Still} still @param {number} [x] @param {number} [y] @param {number} [w] @param {number} [h] */
const lay = ({ pen, width, height }, still, x = 0, y = 0, w = width, h = height) => pen.drawImage(still, x, y, w, h);

/** The clip that comes, inside an outline over the one that goes. @param {(moment: Moment) => void} outline @returns {Wipe} */
const inside = (outline) => (moment) => {
  lay(moment, moment.from);
  within(moment, outline, moment.to);
};

/** @param {Moment} moment @param {(moment: Moment) => void} outline @param {Still} still */
function within(moment, outline, still) {
  moment.pen.save();
  moment.pen.beginPath();
  outline(moment);
  moment.pen.clip();
  lay(moment, still);
  moment.pen.restore();
}

/** @param {Moment} moment @param {number} alpha */
function over(moment, alpha) {
  moment.pen.globalAlpha = Math.min(1, Math.max(0, alpha));
  lay(moment, moment.to);
  moment.pen.globalAlpha = 1;
}

/** @param {(part: number) => number} ease @returns {Wipe} */
const fade = (ease) => (moment) => {
  lay(moment, moment.from);
  over(moment, ease(moment.part));
};

/** Out to one colour, in from it. @param {string} color @returns {Wipe} */
const through = (color) => (moment) => {
  const { pen, part, width, height } = moment;
  lay(moment, part < 0.5 ? moment.from : moment.to);
  pen.globalAlpha = 1 - Math.abs(part - 0.5) * 2;
  pen.fillStyle = color;
  pen.fillRect(0, 0, width, height);
  pen.globalAlpha = 1;
};

/** @type {Wipe} */
function throughGrays(moment) {
  const { pen, part } = moment;
  pen.filter = `grayscale(${1 - Math.abs(part - 0.5) * 2})`;
  lay(moment, moment.from);
  over(moment, part);
  pen.filter = 'none';
}

/** @type {Wipe} */
function blurred(moment) {
  const { pen, part, width } = moment;
  pen.filter = `blur(${((0.5 - Math.abs(part - 0.5)) * width) / 8}px)`;
  fade((done) => done)(moment);
  pen.filter = 'none';
}

/** The same number between 0 and 1 for the same cell. @param {number} x @param {number} y */
const noise = (x, y) => Math.abs((Math.sin(x * 12.9898 + y * 78.233) * 43758.5453) % 1);

/** @param {(x: number, y: number) => number} when each cell turns, 0 to 1 @returns {Wipe} */
const cells = (when) =>
  inside(({ pen, part, width, height }) => {
    const [w, h] = [width / CELLS.across, height / CELLS.down];
    for (let x = 0; x < CELLS.across; x += 1)
      for (let y = 0; y < CELLS.down; y += 1) if (when(x / CELLS.across, y / CELLS.down) < part) pen.rect(x * w, y * h, w + 0.5, h + 0.5);
  });

/** @type {Wipe} */
function pixels(moment) {
  const { pen, part, width, height } = moment;
  const coarse = Math.max(1, Math.round((0.5 - Math.abs(part - 0.5)) * 32));
  const [w, h] = [Math.max(2, Math.round(width / coarse)), Math.max(2, Math.round(height / coarse))];
  fade((done) => done)({ ...moment, width: w, height: h });
  pen.imageSmoothingEnabled = false;
  pen.drawImage(pen.canvas, 0, 0, (w * pen.canvas.width) / width, (h * pen.canvas.height) / height, 0, 0, width, height);
  pen.imageSmoothingEnabled = true;
}

/** A soft edge that runs over the picture along a gradient. @param {(moment: Moment) => CanvasGradient} gradient @returns {Wipe} */
const soft = (gradient) => (moment) => {
  const { part, width, height } = moment;
  const layer = new OffscreenCanvas(Math.ceil(width), Math.ceil(height));
  const brush = /** @type {OffscreenCanvasRenderingContext2D} */ (layer.getContext('2d'));
  brush.drawImage(moment.to, 0, 0, width, height);
  const mask = gradient({ ...moment, pen: /** @type {any} */ (brush) });
  const edge = part * (1 + EDGE);
  const opaque = 'rgb(0 0 0 / 1)';
  mask.addColorStop(Math.min(1, Math.max(0, edge - EDGE)), opaque);
  mask.addColorStop(Math.min(1, Math.max(0, edge)), 'rgb(0 0 0 / 0)');
  brush.globalCompositeOperation = 'destination-in';
  brush.fillStyle = mask;
  brush.fillRect(0, 0, width, height);
  lay(moment, moment.from);
  lay(moment, /** @type {any} */ (layer));
};

/** From one point of the unit square to another. @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
const line = (x0, y0, x1, y1) =>
  soft(({ pen, width, height }) => pen.createLinearGradient(x0 * width, y0 * height, x1 * width, y1 * height));

/** Both clips move. @param {number} dx @param {number} dy @returns {Wipe} */
const slide = (dx, dy) => (moment) => {
  const { part, width, height } = moment;
  lay(moment, moment.from, dx * part * width, dy * part * height);
  lay(moment, moment.to, dx * (part - 1) * width, dy * (part - 1) * height);
};

/** @param {number} dx @param {number} dy @returns {Wipe} */
const cover = (dx, dy) => (moment) => {
  lay(moment, moment.from);
  lay(moment, moment.to, dx * (moment.part - 1) * moment.width, dy * (moment.part - 1) * moment.height);
};

/** @param {number} dx @param {number} dy @returns {Wipe} */
const reveal = (dx, dy) => (moment) => {
  lay(moment, moment.to);
  lay(moment, moment.from, dx * moment.part * moment.width, dy * moment.part * moment.height);
};

/** @param {boolean} flat @returns {Wipe} */
const squeeze = (flat) => (moment) => {
  const { part, width, height } = moment;
  lay(moment, moment.to);
  const [w, h] = flat ? [width, height * (1 - part)] : [width * (1 - part), height];
  lay(moment, moment.from, (width - w) / 2, (height - h) / 2, w, h);
};

/** @type {Wipe} */
function zoom(moment) {
  const { part, width, height } = moment;
  const scale = 1 + part * 2;
  lay(moment, moment.from, (width - width * scale) / 2, (height - height * scale) / 2, width * scale, height * scale);
  over(moment, (part - 0.4) / 0.6);
}

/** Slices that open one after the other. @param {boolean} across @param {boolean} back @returns {Wipe} */
const slices = (across, back) =>
  inside(({ pen, part, width, height }) => {
    for (let index = 0; index < SLICES; index += 1) {
      const turn = back ? SLICES - 1 - index : index;
      const open = Math.min(1, Math.max(0, part * 2 - turn / SLICES));
      const [w, h] = [width / SLICES, height / SLICES];
      if (across) pen.rect(index * w, 0, w * open, height);
      else pen.rect(0, index * h, width, h * open);
    }
  });

/** @param {boolean} comes the circle or box opens on the clip that comes @param {'circle' | 'box'} form @param {(part: number) => number} size of the half diagonal */
const iris = (comes, form, size) =>
  /** @type {Wipe} */ (
    (moment) => {
      lay(moment, comes ? moment.from : moment.to);
      within(moment, ({ pen, width, height, part }) => outline(pen, form, width, height, size(part)), comes ? moment.to : moment.from);
    }
  );

/** @param {CanvasRenderingContext2D} pen @param {'circle' | 'box'} form @param {number} width @param {number} height @param {number} size */
function outline(pen, form, width, height, size) {
  if (form === 'circle') pen.arc(width / 2, height / 2, (Math.hypot(width, height) / 2) * size, 0, Math.PI * 2);
  else pen.rect((width * (1 - size)) / 2, (height * (1 - size)) / 2, width * size, height * size);
}

/** Closes on the one, opens on the other, black between. @param {'circle' | 'box'} form @returns {Wipe} */
const crop = (form) => (moment) => {
  const { pen, part, width, height } = moment;
  pen.fillStyle = 'black';
  pen.fillRect(0, 0, width, height);
  const size = Math.abs(part - 0.5) * 2;
  within(moment, () => outline(pen, form, width, height, size), part < 0.5 ? moment.from : moment.to);
};

/** A straight edge: the box of the clip that comes, in parts of the picture. @param {(part: number) => [number, number, number, number]} box */
const wipe = (box) =>
  inside(({ pen, part, width, height }) => {
    const [x, y, w, h] = box(part);
    pen.rect(x * width, y * height, w * width, h * height);
  });

/** The clip that goes shrinks into a corner. @param {0 | 1} right @param {0 | 1} low @returns {Wipe} */
const corner = (right, low) => (moment) => {
  lay(moment, moment.to);
  const rest = 1 - moment.part;
  const { width, height } = moment;
  within(moment, ({ pen }) => pen.rect(right * width * (1 - rest), low * height * (1 - rest), width * rest, height * rest), moment.from);
};

/** @param {boolean} upright @returns {Wipe} */
const doors = (upright) => (moment) => {
  const { width, height, part } = moment;
  lay(moment, moment.to);
  const [w, h] = upright ? [width * (1 - part), height] : [width, height * (1 - part)];
  within(moment, ({ pen }) => pen.rect((width - w) / 2, (height - h) / 2, w, h), moment.from);
};

/** @type {Wipe} */
const clock = inside(({ pen, part, width, height }) => {
  pen.moveTo(width / 2, height / 2);
  pen.arc(width / 2, height / 2, Math.hypot(width, height), -Math.PI / 2, -Math.PI / 2 + part * Math.PI * 2);
  pen.closePath();
});

/** @type {Record<string, Wipe>} */
const WIPES = {
  cut: (moment) => lay(moment, moment.part < 0.5 ? moment.from : moment.to),
  fade: fade((part) => part),
  fadefast: fade((part) => Math.sqrt(part)),
  fadeslow: fade((part) => part * part),
  fadeblack: through('black'),
  fadewhite: through('white'),
  fadegrays: throughGrays,
  dissolve: cells(noise),
  distance: fade((part) => part * part * (3 - 2 * part)),
  pixelize: pixels,
  hblur: blurred,
  radial: clock,
  zoomin: zoom,
  wipeleft: wipe((part) => [1 - part, 0, part, 1]),
  wiperight: wipe((part) => [0, 0, part, 1]),
  wipeup: wipe((part) => [0, 1 - part, 1, part]),
  wipedown: wipe((part) => [0, 0, 1, part]),
  wipetl: corner(0, 0),
  wipetr: corner(1, 0),
  wipebl: corner(0, 1),
  wipebr: corner(1, 1),
  smoothleft: line(1, 0, 0, 0),
  smoothright: line(0, 0, 1, 0),
  smoothup: line(0, 1, 0, 0),
  smoothdown: line(0, 0, 0, 1),
  diagtl: line(1, 1, 0, 0),
  diagtr: line(0, 1, 1, 0),
  diagbl: line(1, 0, 0, 1),
  diagbr: line(0, 0, 1, 1),
  slideleft: slide(-1, 0),
  slideright: slide(1, 0),
  slideup: slide(0, -1),
  slidedown: slide(0, 1),
  coverleft: cover(-1, 0),
  coverright: cover(1, 0),
  coverup: cover(0, -1),
  coverdown: cover(0, 1),
  revealleft: reveal(-1, 0),
  revealright: reveal(1, 0),
  revealup: reveal(0, -1),
  revealdown: reveal(0, 1),
  hlslice: slices(true, true),
  hrslice: slices(true, false),
  vuslice: slices(false, true),
  vdslice: slices(false, false),
  hlwind: cells((x, y) => (1 - x) * 0.7 + noise(0, y) * 0.3),
  hrwind: cells((x, y) => x * 0.7 + noise(0, y) * 0.3),
  vuwind: cells((x, y) => (1 - y) * 0.7 + noise(x, 0) * 0.3),
  vdwind: cells((x, y) => y * 0.7 + noise(x, 0) * 0.3),
  squeezeh: squeeze(true),
  squeezev: squeeze(false),
  circlecrop: crop('circle'),
  rectcrop: crop('box'),
  circleopen: iris(true, 'circle', (part) => part),
  circleclose: iris(false, 'circle', (part) => 1 - part),
  vertopen: wipe((part) => [0.5 - part / 2, 0, part, 1]),
  vertclose: doors(true),
  horzopen: wipe((part) => [0, 0.5 - part / 2, 1, part]),
  horzclose: doors(false),
  custom: fade((part) => part)
};

/** Names that are drawn as themselves; any other is drawn as a fade. */
export const DRAWN = new Set(Object.keys(WIPES));

/**
 * Draws one moment of a transition over the whole canvas.
 * @param {string} name
 * @param {Moment} moment
 */
export const drawWipe = (name, moment) => (WIPES[name] ?? WIPES.fade)(moment);

/** How far a movement is at a part of its time. @type {Record<string, (part: number) => number>} */
export const EASINGS = {
  linear: (part) => part,
  ease_in: (part) => part * part,
  ease_out: (part) => 1 - (1 - part) ** 2,
  ease_in_out: (part) => part * part * (3 - 2 * part),
  hold: (part) => (part < 1 ? 0 : 1)
};
