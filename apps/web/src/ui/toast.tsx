import { lazy, Suspense, useSyncExternalStore } from 'react';
import type { Tone } from './tone.ts';

export type ToastWords = {
  title: string;
  description?: string;
  tone?: Tone;
  /** Takes the act back. It must be possible elsewhere as well: a toast passes. */
  onUndo?: () => void;
};

const shownFor = 10_000;
const loadRegion = () => import('./toast-region.tsx');
const Region = lazy(loadRegion);

let isNeeded = false;
const listeners = new Set<() => void>();
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says what happened, for at least ten seconds; pauses while hovered or focused. Failures stay until closed. */
export function showToast(words: ToastWords): void {
  isNeeded = true;
  for (const listener of listeners) listener();
  loadRegion().then(
    ({ queue }) => queue.add(words, words.tone === 'danger' ? {} : { timeout: shownFor }),
    // Offline before the first message: what it tells of has happened all the same.
    () => {},
  );
}

/** Where toasts appear: once, in the shell. F6 moves the focus there. Its code comes with the first message. */
export function Toasts() {
  const isShown = useSyncExternalStore(subscribe, () => isNeeded);
  if (!isShown) return null;
  return (
    <Suspense fallback={null}>
      <Region />
    </Suspense>
  );
}
