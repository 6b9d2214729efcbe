/**
 * Lucide's icons as plain markup: the package builds each of them element by element, which takes a third of the time of a card.
 */

const ICON = /@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/;
const DATA = /const iconData = (\{.*\});/;

/** @returns {import('vite').Plugin} */
export function plainIcons() {
  return {
    name: 'plain-icons',
    enforce: 'pre',
    transform: {
      filter: { id: ICON },
      handler(code) {
        const data = DATA.exec(code);
        if (!data) this.error('This version of @lucide/svelte keeps its icons elsewhere.');
        return drawn(JSON.parse(data[1]));
      }
    }
  };
}

/** @param {{ name: string, size: number, node: [tag: string, attributes: Record<string, string>][] }} icon */
function drawn({ name, size, node }) {
  const shapes = node.map(
    ([tag, attributes]) =>
      `<${tag} ${Object.entries(attributes)
        .map(([key, value]) => `${key}="${value}"`)
        .join(' ')} />`
  );
  return `
<script>
  let { size = ${size}, strokeWidth = 2, fill = 'none', class: given = '' } = $props();
</script>
<svg class="lucide-icon lucide-${name} {given}" width={size} height={size} viewBox="0 0 ${size} ${size}" {fill}
  stroke="currentColor" stroke-width={strokeWidth} stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shapes.join('')}</svg>`;
}
