import { createRoot } from 'react-dom/client';
import './card.css';
import { Canvas } from './Canvas.jsx';

createRoot(document.getElementById('root')).render(Canvas());
