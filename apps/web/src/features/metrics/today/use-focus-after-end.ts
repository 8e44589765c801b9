import { useCallback, useEffect, useRef } from 'react';

/**
 * Where the focus goes when the line it was on leaves a list because its pairing has ended: to the list itself. Give
 * `list` to it (with `tabIndex={-1}`) and call `onEnded` when the pairing has; `lines` are what the list was made from.
 */
export function useFocusAfterEnd(lines: readonly unknown[]) {
  const list = useRef<HTMLDivElement>(null);
  const hasEnded = useRef(false);
  useEffect(() => {
    if (!hasEnded.current) return;
    hasEnded.current = false;
    if (document.activeElement === null || document.activeElement === document.body) list.current?.focus();
  }, [lines]);
  const onEnded = useCallback(() => {
    hasEnded.current = true;
  }, []);
  return { list, onEnded };
}
