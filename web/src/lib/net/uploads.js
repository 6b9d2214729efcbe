/**
 * One file on its way to the server by the tus protocol: what was cut off goes on where it was, also after the page was
 * loaded anew and the same file chosen again.
 *
 * @typedef {{ onProgress: (sent: number) => void, onDone: (assetId: string | null) => void, onRefused: (words: string) => void, onFailed: () => void }} Told `onRefused`: in the server's words, trying again changes nothing; `onFailed`: the line was down for too long
 * @typedef {{ folder?: string | null, replaces?: string | null }} Into the folder that it comes into; the asset whose file it becomes
 * @typedef {{ start: () => Promise<void>, pause: () => void, cancel: () => Promise<void> }} Sending
 */

import { Upload } from 'tus-js-client';

/** Bytes of one request. */
const PART = 8 * 1024 * 1024;
/** What another try may end: the server waited too long, somebody else was at it, too many came. */
const PASSING = new Set([408, 409, 423, 429]);
/** Milliseconds before each new try. */
const TRIES = [300, 1000, 3000, 6000, 10_000];

/** @param {import('tus-js-client').DetailedError | Error} error @returns {string} the server's sentence; empty where it said none */
function sentenceOf(error) {
  const answer = 'originalResponse' in error ? error.originalResponse : null;
  const status = answer?.getStatus() ?? 0;
  if (status < 400 || status >= 500 || PASSING.has(status)) return '';
  try {
    return String(JSON.parse(answer?.getBody() ?? '').error.detail);
  } catch {
    return `${status}`;
  }
}

/**
 * @param {string | null} scope a project's id; null: the team's library
 * @param {File} file
 * @param {Into} into
 * @param {Told} told
 * @returns {Sending}
 */
export function sendFile(scope, file, { folder, replaces }, told) {
  const room = scope === null ? '/api/v1/library' : `/api/v1/projects/${encodeURIComponent(scope)}`;
  /** @type {string | null} */
  let asset = null;
  /** @type {Record<string, string>} */
  const where = { ...(folder ? { folder_id: folder } : {}), ...(replaces ? { asset_id: replaces } : {}) };
  const upload = new Upload(file, {
    endpoint: `${room}/uploads`,
    chunkSize: PART,
    retryDelays: TRIES,
    metadata: { filename: file.name, filetype: file.type, ...where },
    // What was begun for another place does not go on here.
    fingerprint: async () => ['canvas', room, ...Object.values(where), file.name, file.size, file.lastModified].join(' '),
    removeFingerprintOnSuccess: true,
    onShouldRetry: (error) => sentenceOf(error) === '',
    onAfterResponse: (_request, answer) => void (asset = answer.getHeader('Canvas-Asset') ?? asset),
    onProgress: (sent) => told.onProgress(sent),
    onSuccess: () => told.onDone(asset),
    onError: (error) => {
      const words = sentenceOf(error);
      if (words) told.onRefused(words);
      else told.onFailed();
    }
  });
  let looked = false;
  return {
    async start() {
      if (!looked) {
        looked = true;
        const [before] = await upload.findPreviousUploads();
        if (before) upload.resumeFromPreviousUpload(before);
      }
      upload.start();
    },
    pause: () => void upload.abort(),
    cancel: () => upload.abort(true).catch(() => {})
  };
}
