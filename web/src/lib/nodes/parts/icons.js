import AudioLines from '@lucide/svelte/icons/audio-lines';
import Box from '@lucide/svelte/icons/box';
import Camera from '@lucide/svelte/icons/camera';
import Clapperboard from '@lucide/svelte/icons/clapperboard';
import Film from '@lucide/svelte/icons/film';
import Hash from '@lucide/svelte/icons/hash';
import Image from '@lucide/svelte/icons/image';
import List from '@lucide/svelte/icons/list';
import Mountain from '@lucide/svelte/icons/mountain';
import Palette from '@lucide/svelte/icons/palette';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import ToggleLeft from '@lucide/svelte/icons/toggle-left';
import Type from '@lucide/svelte/icons/type';
import User from '@lucide/svelte/icons/user';
import Video from '@lucide/svelte/icons/video';
import Workflow from '@lucide/svelte/icons/workflow';

/** @type {Record<string, import('svelte').Component<any>>} */
const ICONS = {
  'audio-lines': AudioLines,
  camera: Camera,
  clapperboard: Clapperboard,
  film: Film,
  hash: Hash,
  image: Image,
  list: List,
  mountain: Mountain,
  palette: Palette,
  'scroll-text': ScrollText,
  'sticky-note': StickyNote,
  'toggle-left': ToggleLeft,
  type: Type,
  user: User,
  video: Video,
  workflow: Workflow
};

/**
 * The picture of a node type, by the name its catalogue entry gives; a box for a name that is new here.
 * @param {string} name
 */
export function iconOf(name) {
  return ICONS[name] ?? Box;
}
