import { useSyncExternalStore } from 'react';

/** Long enough for the first page and its data to be there on a slow phone. */
const patience = 2_500;
const signs = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;
const listeners = new Set<() => void>();
let isIdle = false;

function wake(): void {
  if (isIdle) return;
  isIdle = true;
  for (const sign of signs) removeEventListener(sign, wake, true);
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  if (listeners.size === 0 && !isIdle) {
    for (const sign of signs) addEventListener(sign, wake, { capture: true, passive: true });
    setTimeout(() => ('requestIdleCallback' in window ? requestIdleCallback(wake) : wake()), patience);
  }
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * False until somebody is about to do something, or the browser has long had nothing more urgent to do: for what may
 * come a moment after the page.
 */
export function useIdle(): boolean {
  return useSyncExternalStore(listen, () => isIdle);
}
