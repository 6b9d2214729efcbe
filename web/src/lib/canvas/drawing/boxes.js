/**
 * Where everything on a level stands: a grid of cells that follows every move, asked by place.
 *
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 */

/** Side of a cell in canvas pixels: about two cards. */
const CELL = 640;
/** What covers more cells than this is kept aside and looked at every time. */
const WIDE = 64;

/** @param {Box} a @param {Box} b */
export const meet = (a, b) => a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;

/** @param {Box} outer @param {Box} inner */
export const holds = (outer, inner) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/**
 * The smallest box around all; null around nothing.
 * @param {Iterable<Box>} boxes
 * @returns {Box | null}
 */
export function around(boxes) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return left === Infinity ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

/** @param {number} column @param {number} row */
const key = (column, row) => column * 2 ** 26 + row;

export class Boxes {
  /** @type {Map<string, Box>} */
  #boxes = new Map();
  /** @type {Map<number, Set<string>>} */
  #cells = new Map();
  /** @type {Set<string>} */
  #wide = new Set();
  /** In which order they were put: what came later lies on top. @type {Map<string, number>} */
  #turn = new Map();
  #turns = 0;
  /** Undefined while it has to be worked out anew. @type {Box | null | undefined} */
  #bounds = null;

  get size() {
    return this.#boxes.size;
  }

  /** @returns {IterableIterator<string>} */
  ids() {
    return this.#boxes.keys();
  }

  /** @param {string} id */
  has(id) {
    return this.#boxes.has(id);
  }

  /** @param {string} id */
  box(id) {
    return this.#boxes.get(id);
  }

  /**
   * Puts a box down, or moves it.
   * @param {string} id
   * @param {Box} box
   */
  put(id, box) {
    const before = this.#boxes.get(id);
    if (!before) this.#turn.set(id, (this.#turns += 1));
    else if (!sameCells(before, box)) this.#leave(id, before);
    this.#boxes.set(id, box);
    if (!before || !sameCells(before, box)) this.#enter(id, box);
    this.#rebound(before, box);
  }

  /** @param {string} id */
  drop(id) {
    const before = this.#boxes.get(id);
    if (!before) return;
    this.#leave(id, before);
    this.#boxes.delete(id);
    this.#turn.delete(id);
    this.#rebound(before);
  }

  /**
   * Ids of all that the box meets, in no order.
   * @param {Box} box
   * @returns {string[]}
   */
  within(box) {
    const found = [...this.#wide].filter((id) => meet(box, this.#at(id)));
    const { left, top, right, bottom } = cells(box);
    if ((right - left + 1) * (bottom - top + 1) > this.#cells.size) {
      for (const [id, own] of this.#boxes) if (!this.#wide.has(id) && meet(box, own)) found.push(id);
      return found;
    }
    /** @param {string} id @param {number} column @param {number} row */
    const look = (id, column, row) => {
      const own = this.#at(id);
      const first = cells(own);
      // Each is counted in the first of its cells that is looked at.
      const counted = Math.max(first.left, left) === column && Math.max(first.top, top) === row;
      if (counted && meet(box, own)) found.push(id);
    };
    for (let column = left; column <= right; column += 1) {
      for (let row = top; row <= bottom; row += 1) {
        this.#cells.get(key(column, row))?.forEach((id) => look(id, column, row));
      }
    }
    return found;
  }

  /**
   * Ids of all at a point, topmost first.
   * @param {Point} point
   */
  at({ x, y }) {
    const found = this.within({ x, y, width: 0, height: 0 });
    return found.sort((a, b) => (this.#turn.get(b) ?? 0) - (this.#turn.get(a) ?? 0));
  }

  /**
   * The box around these, or around everything; null where there is nothing.
   * @param {Iterable<string>} [ids]
   * @returns {Box | null}
   */
  bounds(ids) {
    if (!ids) return (this.#bounds ??= this.#boxes.size ? around(this.#boxes.values()) : null);
    return around([...ids].flatMap((id) => this.#boxes.get(id) ?? []));
  }

  /** @param {string} id */
  #at(id) {
    return /** @type {Box} */ (this.#boxes.get(id));
  }

  /** @param {string} id @param {Box} box */
  #enter(id, box) {
    const { left, top, right, bottom } = cells(box);
    if ((right - left + 1) * (bottom - top + 1) > WIDE) {
      this.#wide.add(id);
      return;
    }
    for (let column = left; column <= right; column += 1) {
      for (let row = top; row <= bottom; row += 1) {
        const cell = this.#cells.get(key(column, row));
        if (cell) cell.add(id);
        else this.#cells.set(key(column, row), new Set([id]));
      }
    }
  }

  /** @param {string} id @param {Box} box */
  #leave(id, box) {
    if (this.#wide.delete(id)) return;
    const { left, top, right, bottom } = cells(box);
    for (let column = left; column <= right; column += 1) {
      for (let row = top; row <= bottom; row += 1) {
        const cell = this.#cells.get(key(column, row));
        cell?.delete(id);
        if (cell?.size === 0) this.#cells.delete(key(column, row));
      }
    }
  }

  /**
   * Keeps the bounds: only what touched their rim makes them be looked for anew.
   * @param {Box | undefined} before
   * @param {Box} [after]
   */
  #rebound(before, after) {
    const bounds = this.#bounds;
    if (bounds === undefined) return;
    if (before && bounds && onRim(bounds, before)) this.#bounds = undefined;
    else if (after && !(bounds && holds(bounds, after))) this.#bounds = around(bounds ? [bounds, after] : [after]);
  }
}

/** @param {Box} box */
function cells({ x, y, width, height }) {
  return {
    left: Math.floor(x / CELL),
    top: Math.floor(y / CELL),
    right: Math.floor((x + width) / CELL),
    bottom: Math.floor((y + height) / CELL)
  };
}

/** @param {Box} a @param {Box} b */
function sameCells(a, b) {
  const [one, other] = [cells(a), cells(b)];
  return one.left === other.left && one.top === other.top && one.right === other.right && one.bottom === other.bottom;
}

/** @param {Box} bounds @param {Box} box */
const onRim = (bounds, box) =>
  box.x <= bounds.x || box.y <= bounds.y || box.x + box.width >= bounds.x + bounds.width || box.y + box.height >= bounds.y + bounds.height;
