import { useEffect, useRef } from 'react';

/**
 * Where the focus goes when the line it was on leaves a list, or its button is off from then on: to the list itself. Give
 * the ref to the list (with `tabIndex={-1}`); `lines` are what it was made from.
 */
export function useKeptFocus<List extends HTMLElement>(lines: unknown) {
  const list = useRef<List>(null);
  const wasInside = useRef(false);
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      wasInside.current = target instanceof Node && list.current?.contains(target) === true;
    };
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, []);
  useEffect(() => {
    // The browser lets go of a button that is off only after this.
    const waiting = requestAnimationFrame(() => {
      const { activeElement } = document;
      if (wasInside.current && (activeElement === null || activeElement === document.body))
        list.current?.focus();
    });
    return () => cancelAnimationFrame(waiting);
  }, [lines]);
  return list;
}
