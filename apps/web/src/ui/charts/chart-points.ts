import { flushSync } from 'react-dom';
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useLocale } from '../../lib/i18n.tsx';

/**
 * Where a key leads from a point, `across` of them in each line; undefined for keys that are none of a chart's. Forward
 * is where the language is read to. A single line is walked by all four arrows, and Home and End are those of the line.
 */
export function nextPoint(key: string, from: number, count: number, across: number, isRtl = false) {
  const isGrid = across > 1 && across < count;
  const start = isGrid ? from - (from % across) : 0;
  const steps: Record<string, number> = {
    [isRtl ? 'ArrowLeft' : 'ArrowRight']: from + 1,
    [isRtl ? 'ArrowRight' : 'ArrowLeft']: from - 1,
    ArrowDown: from + (isGrid ? across : 1),
    ArrowUp: from - (isGrid ? across : 1),
    Home: start,
    End: isGrid ? start + across - 1 : count - 1,
  };
  const to = steps[key];
  if (to === undefined) return undefined;
  return to < 0 || to >= count ? from : to;
}

/** What a part of the drawing wears to be a point of its chart. */
export type PointOf = (index: number) => { 'data-point': number; 'data-active'?: true };

/**
 * The points of a chart behind one tab stop. `active` is the one that the arrow keys have come to or that lies under the
 * pointer; Enter opens the table and goes to it.
 */
export function useChartPoints(count: number, across: number, openTable: () => void) {
  const { direction } = useLocale();
  const [current, setCurrent] = useState(0);
  const [active, setActive] = useState<number | null>(null);
  const drawing = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLElement>(null);

  // What the keys come to is seen, also where a wide chart scrolls.
  useEffect(() => {
    if (active === null || document.activeElement !== drawing.current) return;
    const point = drawing.current?.querySelector(`[data-point="${active}"]`);
    point?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [active]);

  const walk = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      flushSync(openTable);
      table.current?.focus();
    }
    const next = nextPoint(event.key, current, count, across, direction === 'rtl');
    if (next === undefined) return;
    event.preventDefault();
    setCurrent(next);
    setActive(next);
  };
  const stopProps = {
    ref: drawing,
    tabIndex: 0,
    onKeyDown: walk,
    onFocus: () => setActive(Math.min(current, count - 1)),
    onBlur: () => setActive(null),
    onPointerOver: ({ target }: PointerEvent) => {
      const point = target instanceof Element && target.closest('[data-point]')?.getAttribute('data-point');
      setActive(point ? Number(point) : null);
    },
    onPointerLeave: () => setActive(null),
  };
  const pointOf: PointOf = (index) => ({
    'data-point': index,
    ...(active === index && { 'data-active': true }),
  });
  return { active, pointOf, stopProps, table };
}
