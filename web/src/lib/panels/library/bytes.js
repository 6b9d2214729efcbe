/** Sizes of files as a person reads them. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** "3.4 MB", by powers of 1000. @param {number} bytes */
export function inBytes(bytes) {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${step && value < 10 ? value.toFixed(1) : Math.round(value)} ${UNITS[step]}`;
}
