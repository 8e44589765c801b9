import { useEffect } from 'react';

/** Parts of a page that have a name: whoever listens hears where the focus has gone. */
const parts = 'section[aria-label], section[aria-labelledby], [role=dialog], main';

/** The title of the page takes the focus, so that it is read and Tab goes on from there. */
export function focusTitle(): void {
  // One selector for both would always find `main`, which comes first in the document.
  const title = document.querySelector<HTMLElement>('main h1[tabindex]');
  (title ?? document.querySelector<HTMLElement>('main'))?.focus({ preventScroll: true });
}

function focusPart(part: Element | null | undefined): void {
  if (!(part instanceof HTMLElement) || part.tagName === 'MAIN') return focusTitle();
  if (!part.hasAttribute('tabindex')) part.tabIndex = -1;
  part.focus({ preventScroll: true });
}

function withAncestors(element: Element): Element[] {
  const line = [element];
  for (let one = element.parentElement; one; one = one.parentElement) line.push(one);
  return line;
}

/**
 * When an act takes away the button that did it, the focus goes to the part of the page the button stood in, else to the
 * title: nobody is left at the top of the document.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    /** What had the focus last, with what stands around it, the nearest first. */
    let held: readonly Element[] = [];
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof Element) held = withAncestors(target);
    };
    const look = () => {
      const [last] = held;
      if (!last || last.isConnected || document.activeElement !== document.body) return;
      const rescue = () => {
        if (document.activeElement !== document.body || held[0] !== last) return;
        focusPart(held.find((one) => one.isConnected)?.closest(parts));
      };
      // A dialog that closes gives the focus back itself, a frame later; pages and forms may do so, too.
      requestAnimationFrame(() => requestAnimationFrame(rescue));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', remember);
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', remember);
    };
  }, []);
}
