import './ui/tokens.css';
import { createRoot } from 'react-dom/client';
import { detectLocale, setLocale } from './lib/i18n.tsx';
import { applyLook } from './lib/theme.ts';
import { App, queries } from './router.tsx';
import { applyStoredBrand } from './shell/brand.ts';
import { sessionQuery } from './shell/session.tsx';

applyLook();
applyStoredBrand();
void queries.prefetchQuery(sessionQuery);
await setLocale(detectLocale());
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
