/**
 * Lights the sockets that could take the wire in hand, also those of cards that come into view while it is drawn.
 *
 * @param {HTMLElement | undefined} room
 * @param {(node: string, socket: string) => boolean} fits asked once for each socket
 * @param {boolean} out the wire starts at an output
 * @returns {() => void} puts the lights out
 */
export function lit(room, fits, out) {
  const wanted = `.svelte-flow__handle.${out ? 'target' : 'source'}`;
  /** @param {HTMLElement} within */
  function light(within) {
    const sockets = /** @type {HTMLElement[]} */ ([...within.querySelectorAll(wanted)]);
    for (const socket of within.matches(wanted) ? [within, ...sockets] : sockets)
      socket.dataset.fit = fits(socket.dataset.nodeid ?? '', socket.dataset.handleid ?? '') ? 'yes' : 'no';
  }
  const arrivals = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const one of addedNodes) if (one instanceof HTMLElement) light(one);
  });
  if (room) {
    light(room);
    arrivals.observe(room, { childList: true, subtree: true });
  }
  return () => {
    arrivals.disconnect();
    for (const socket of /** @type {Iterable<HTMLElement>} */ (room?.querySelectorAll('[data-fit]') ?? [])) delete socket.dataset.fit;
  };
}
