import { useEffect, useSyncExternalStore } from 'react';
import { goTo } from '../lib/history.ts';
import type { Place } from './navigation.ts';

const storageKey = 'ithaca.keys';
const listeners = new Set<() => void>();

/** Single letters can be switched off, for those whose speech or hands press them unasked. */
export const lettersAreOn = () => localStorage.getItem(storageKey) !== 'off';

export function setLetters(on: boolean): void {
  localStorage.setItem(storageKey, on ? 'on' : 'off');
  for (const listener of listeners) listener();
}

export function useLetters(): boolean {
  return useSyncExternalStore((changed) => {
    listeners.add(changed);
    return () => listeners.delete(changed);
  }, lettersAreOn);
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], [role=menu], [role=listbox], [role=dialog]') !==
    null;

type Keys = { onPalette: () => void; onHelp: () => void; places: readonly Place[] };

/** Ctrl/Cmd+K opens the palette; ? the list of keys; / the search of the page; G and a letter go to a place. */
export function useKeys({ onPalette, onHelp, places }: Keys): void {
  useEffect(() => {
    let wentAt = 0;
    const press = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && key === 'k') {
        event.preventDefault();
        onPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !lettersAreOn()) return;
      if (event.key === '?') onHelp();
      else if (event.key === '/') {
        event.preventDefault();
        const search = document.querySelector<HTMLInputElement>('main input[type=search]');
        if (search) search.focus();
        else onPalette();
      } else if (event.timeStamp - wentAt < 1_200) {
        wentAt = 0;
        const place = places.find((one) => one.key?.toLowerCase() === key);
        if (place) goTo(place.path);
      } else if (key === 'g') wentAt = event.timeStamp;
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [onPalette, onHelp, places]);
}
