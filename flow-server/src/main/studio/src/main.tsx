import { createRoot } from 'react-dom/client';
import './tokens.css';
import './app.css';
import './kit/kit.css';
import { App } from './shell/App';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
