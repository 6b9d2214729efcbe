import { laidOut } from './layout.js';

onmessage = ({ data }) => postMessage(laidOut(data));
