import { mount } from 'svelte';
import './card.css';
import Canvas from './Canvas.svelte';

mount(Canvas, { target: document.getElementById('root') });
