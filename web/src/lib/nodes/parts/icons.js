import Box from '@lucide/svelte/icons/box';
import AudioLines from '@lucide/svelte/icons/audio-lines';
import Binary from '@lucide/svelte/icons/binary';
import Blend from '@lucide/svelte/icons/blend';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import Clapperboard from '@lucide/svelte/icons/clapperboard';
import FileHeadphone from '@lucide/svelte/icons/file-headphone';
import FilePlay from '@lucide/svelte/icons/file-play';
import Film from '@lucide/svelte/icons/film';
import Frame from '@lucide/svelte/icons/frame';
import Hash from '@lucide/svelte/icons/hash';
import ImageUp from '@lucide/svelte/icons/image-up';
import Images from '@lucide/svelte/icons/images';
import Layers from '@lucide/svelte/icons/layers';
import List from '@lucide/svelte/icons/list';
import ListFilter from '@lucide/svelte/icons/list-filter';
import ListPlus from '@lucide/svelte/icons/list-plus';
import Mountain from '@lucide/svelte/icons/mountain';
import Network from '@lucide/svelte/icons/network';
import Package from '@lucide/svelte/icons/package';
import Palette from '@lucide/svelte/icons/palette';
import Projector from '@lucide/svelte/icons/projector';
import Scan from '@lucide/svelte/icons/scan';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import Speech from '@lucide/svelte/icons/speech';
import SquareFunction from '@lucide/svelte/icons/square-function';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import TableProperties from '@lucide/svelte/icons/table-properties';
import ToggleLeft from '@lucide/svelte/icons/toggle-left';
import Type from '@lucide/svelte/icons/type';
import User from '@lucide/svelte/icons/user';
import Video from '@lucide/svelte/icons/video';
import WandSparkles from '@lucide/svelte/icons/wand-sparkles';
import Webhook from '@lucide/svelte/icons/webhook';
import Workflow from '@lucide/svelte/icons/workflow';

/** @type {Record<string, import('svelte').Component<any>>} */
const ICONS = {
  'audio-lines': AudioLines,
  binary: Binary,
  blend: Blend,
  'circle-dot': CircleDot,
  clapperboard: Clapperboard,
  'file-headphone': FileHeadphone,
  'file-play': FilePlay,
  film: Film,
  frame: Frame,
  hash: Hash,
  'image-up': ImageUp,
  images: Images,
  layers: Layers,
  list: List,
  'list-filter': ListFilter,
  'list-plus': ListPlus,
  mountain: Mountain,
  network: Network,
  package: Package,
  palette: Palette,
  projector: Projector,
  scan: Scan,
  'scroll-text': ScrollText,
  speech: Speech,
  'square-function': SquareFunction,
  'sticky-note': StickyNote,
  'table-properties': TableProperties,
  'toggle-left': ToggleLeft,
  type: Type,
  user: User,
  video: Video,
  'wand-sparkles': WandSparkles,
  webhook: Webhook,
  workflow: Workflow
};

/**
 * The picture of a node type, by the name its catalogue entry gives; a box for a name that is new here.
 * @param {string} name
 */
export function iconOf(name) {
  return ICONS[name] ?? Box;
}
