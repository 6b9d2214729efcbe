/**
 * Lights the sockets that could take the wire in hand: one pass as it is taken up, none while it moves.
 *
 * @param {HTMLElement | undefined} room
 * @param {(node: string, socket: string) => boolean} fits
 * @param {boolean} out the wire starts at an output
 */
export function lit(room, fits, out) {
  for (const socket of /** @type {NodeListOf<HTMLElement>} */ (
    room?.querySelectorAll(`.svelte-flow__handle.${out ? 'target' : 'source'}`) ?? []
  )) {
    socket.dataset.fit = fits(socket.dataset.nodeid ?? '', socket.dataset.handleid ?? '') ? 'yes' : 'no';
  }
}

/** @param {HTMLElement | undefined} room */
export function unlit(room) {
  for (const socket of /** @type {NodeListOf<HTMLElement>} */ (room?.querySelectorAll('[data-fit]') ?? [])) delete socket.dataset.fit;
}
