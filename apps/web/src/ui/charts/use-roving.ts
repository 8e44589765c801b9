import { useRef, useState, type KeyboardEvent } from 'react';
import { useLocale } from '../../lib/i18n.tsx';

/**
 * One tab stop for many points: arrow keys walk them, Home and End jump. Spread `pointProps(index)` on each point;
 * `active` is the one in focus or under the pointer.
 */
export function useRoving(count: number) {
  const { direction } = useLocale();
  const [current, setCurrent] = useState(0);
  const [active, setActive] = useState<number | null>(null);
  const points = useRef<(SVGElement | HTMLElement | null)[]>([]);

  const walk = (event: KeyboardEvent, from: number) => {
    const forward = direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const backward = direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    const steps: Record<string, number> = {
      [forward]: from + 1,
      ArrowDown: from + 1,
      [backward]: from - 1,
      ArrowUp: from - 1,
      Home: 0,
      End: count - 1,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(count - 1, step));
    setCurrent(next);
    points.current[next]?.focus();
  };

  const pointProps = (index: number) => ({
    ref: (element: SVGElement | HTMLElement | null) => {
      points.current[index] = element;
    },
    tabIndex: index === Math.min(current, count - 1) ? 0 : -1,
    onKeyDown: (event: KeyboardEvent) => walk(event, index),
    onFocus: () => {
      setCurrent(index);
      setActive(index);
    },
    onBlur: () => setActive(null),
    onPointerEnter: () => setActive(index),
    onPointerLeave: () => setActive(null),
  });

  return { active, pointProps };
}
