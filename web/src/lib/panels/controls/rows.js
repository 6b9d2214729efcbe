/**
 * Rows of a table by ids of their own, each cell a register: layers, key frames, marks.
 *
 * @typedef {Record<string, any>} Row
 */

import { v7 as uuid } from 'uuid';

/**
 * The rows with the defaults of their columns filled in, in order.
 * @param {Record<string, Row> | null | undefined} table
 * @param {Record<string, any>} schema of the table
 * @param {(one: Row, other: Row) => number} order
 * @returns {(Row & { id: string })[]}
 */
export function rowsOf(table, schema, order) {
  const empty = emptyRow(schema);
  const rows = Object.entries(table ?? {}).map(([id, cells]) => ({ ...empty, ...cells, id }));
  return rows.sort((one, other) => order(one, other) || (one.id < other.id ? -1 : 1));
}

/** @param {Record<string, any>} schema @returns {Row} */
export function emptyRow(schema) {
  const columns = Object.entries(schema.additionalProperties?.properties ?? {});
  return Object.fromEntries(columns.map(([name, column]) => [name, column.default]));
}

/** An id for a new row. */
export const newRow = () => uuid();

/**
 * The order of a row that is moved to stand between two others.
 * @param {number | undefined} before
 * @param {number | undefined} after
 */
export function orderBetween(before, after) {
  if (before === undefined) return (after ?? 1) - 1;
  return after === undefined ? before + 1 : (before + after) / 2;
}
