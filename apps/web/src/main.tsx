import './ui/tokens.css';
import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { isEntrance } from './features/identity/safe-path.ts';
import { detectLocale, setLocale } from './lib/i18n.tsx';
import { applyLook } from './lib/theme.ts';
import { applyStoredBrand } from './shell/brand.ts';

applyLook();
applyStoredBrand();
const app = isEntrance(window.location.pathname) ? import('./entrance.tsx') : import('./router.tsx');
await setLocale(detectLocale());
const { App, prepare } = await app;
await prepare();
const root = document.getElementById('root');
// Drawn in slices, so that the browser answers in between.
if (root) startTransition(() => createRoot(root).render(<App />));
