/**
 * What scrolls and holds nothing that takes the focus takes it itself, so that keys scroll it; what fits is passed over.
 * @param {HTMLElement} room
 */
export function scrollable(room) {
  const look = () => (room.tabIndex = room.scrollHeight > room.clientHeight ? 0 : -1);
  const sizes = new ResizeObserver(look);
  const contents = new MutationObserver(look);
  sizes.observe(room);
  contents.observe(room, { childList: true, subtree: true, characterData: true });
  look();
  return () => {
    sizes.disconnect();
    contents.disconnect();
  };
}
