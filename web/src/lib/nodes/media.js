/**
 * Technical facts of a file, as far as anybody has measured them.
 */

import { t } from '#lib/messages/index.js';
import { timecode } from './film.js';

/** @param {any} value */
const number = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** @param {number} bytes */
function size(bytes) {
  const megabytes = bytes / 1_000_000;
  return megabytes >= 1
    ? t('card.media.megabytes', { size: Math.round(megabytes * 10) / 10 })
    : t('card.media.kilobytes', { size: Math.ceil(bytes / 1000) });
}

/**
 * Name and value of each fact that is known, the picture's measures first.
 * @param {{ kind: string, data: Record<string, any> }} asset
 * @returns {{ name: string, value: string }[]}
 */
export function mediaFacts({ data }) {
  const width = number(data.width);
  const height = number(data.height);
  const seconds = number(data.duration);
  const rate = number(data.rate);
  /** @type {[string, string | null][]} */
  const facts = [
    [t('card.media.size'), width && height ? `${width} × ${height}` : null],
    [t('card.media.length'), seconds ? timecode(seconds, rate ?? 24) : null],
    [t('card.media.rate'), rate ? t('film.rate', { rate }) : null],
    [t('card.media.codec'), data.codec ?? data.format ?? null],
    [t('card.media.sampling'), number(data.sample_rate) ? t('card.media.hertz', { rate: data.sample_rate / 1000 }) : null],
    [t('card.media.channels'), number(data.channels) ? String(data.channels) : null],
    [t('card.media.file'), number(data.bytes) ? size(data.bytes) : null]
  ];
  return facts.flatMap(([name, value]) => (value ? [{ name, value: String(value) }] : []));
}
