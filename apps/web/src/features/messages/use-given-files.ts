import { useEffect, useState, type RefObject } from 'react';

/** Takes files that are pasted into an element or dropped on it. Answers whether some are held over it now. */
export function useGivenFiles(
  element: RefObject<HTMLElement | null>,
  onFiles: (files: readonly File[]) => void,
): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    const stop = new AbortController();
    const listen = { signal: stop.signal };
    target.addEventListener(
      'paste',
      (event) => {
        const files = [...(event.clipboardData?.files ?? [])];
        if (files.length === 0) return;
        event.preventDefault();
        onFiles(files);
      },
      listen,
    );
    target.addEventListener(
      'dragover',
      (event) => {
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      },
      listen,
    );
    target.addEventListener('dragleave', () => setOver(false), listen);
    target.addEventListener(
      'drop',
      (event) => {
        setOver(false);
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length === 0) return;
        event.preventDefault();
        onFiles(files);
      },
      listen,
    );
    return () => stop.abort();
  }, [element, onFiles]);
  return isOver;
}
