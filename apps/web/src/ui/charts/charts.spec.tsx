import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { act, screen, within } from '@testing-library/react';
import fc from 'fast-check';
import { render } from '../../testing/render.tsx';
import { GalleryCharts } from '../gallery-charts.tsx';
import { nextPoint } from './chart-points.ts';
import { StepCurve } from './step-curve.tsx';
import { pointAt } from './step-points.ts';

const points = [
  { at: 0, share: 1, low: 1, high: 1, atRisk: 40 },
  { at: 5, share: 0.9, low: 0.8, high: 0.95, atRisk: 36 },
  { at: 12, share: 0.75, low: 0.6, high: 0.85, atRisk: 30 },
];

/** Every kind of chart there is: a file here that draws a figure. */
const kinds = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.tsx') && !file.includes('.spec.') && file !== 'chart-figure.tsx')
  .filter((file) => readFileSync(join(import.meta.dirname, file), 'utf8').includes('<ChartFigure'));
const gallery = readFileSync(join(import.meta.dirname, '../gallery-charts.tsx'), 'utf8');

/** The figures of the gallery, which shows each kind once. */
const figures = () => screen.getAllByRole('figure');
/** Links to what stands behind a bar are stops of their own. */
const stopOf = (figure: HTMLElement) => {
  const stops = [...figure.querySelectorAll<HTMLElement>('[tabindex="0"]:not(a)')];
  expect(stops).toHaveLength(1);
  return stops[0] ?? figure;
};
const spoken = (figure: HTMLElement) => within(figure).getByRole('status').textContent;
const cellsOf = (row: HTMLElement) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent);

describe('every chart', () => {
  it.each(kinds)('is shown in the gallery, where what follows is asked of it: %s', (file) => {
    expect(gallery).toContain(`./charts/${file}`);
    expect(kinds).toHaveLength((gallery.match(/from '.\/charts\//g) ?? []).length);
  });

  it('says its finding as the caption of its figure', () => {
    render(<GalleryCharts />);
    expect(figures()).toHaveLength(kinds.length);
    for (const figure of figures()) {
      const caption = figure.querySelector('figcaption h3');
      expect(caption?.textContent).toBeTruthy();
      expect(figure.getAttribute('aria-labelledby')).toBe(caption?.id);
    }
  });

  it('has one tab stop, where Home, End and arrows lead to points that are said', async () => {
    const { user } = render(<GalleryCharts />);
    for (const figure of figures()) {
      const stop = stopOf(figure);
      expect(spoken(figure)).toBe('');
      act(() => stop.focus());
      const first = spoken(figure);
      expect(first).toBeTruthy();
      await user.keyboard('{ArrowRight}');
      const second = spoken(figure);
      expect(second).toBeTruthy();
      expect(second).not.toBe(first);
      await user.keyboard('{ArrowLeft}');
      expect(spoken(figure)).toBe(first);
      await user.keyboard('{End}');
      expect(spoken(figure)).not.toBe(first);
      await user.keyboard('{Home}');
      expect(spoken(figure)).toBe(first);
      expect(document.activeElement).toBe(stop);
      act(() => stop.blur());
      expect(spoken(figure)).toBe('');
    }
  });

  it('walks the other way in a language that is written from right to left', async () => {
    const { user } = render(<GalleryCharts />, { locale: 'ar' });
    for (const figure of figures()) {
      act(() => stopOf(figure).focus());
      const first = spoken(figure);
      await user.keyboard('{ArrowRight}');
      expect(spoken(figure)).toBe(first);
      await user.keyboard('{ArrowLeft}');
      expect(spoken(figure)).not.toBe(first);
    }
  });

  it('opens by Enter as a table that holds what was said, remembers it, and is left on paper as a chart', async () => {
    const { user, unmount } = render(<GalleryCharts />);
    for (const figure of figures()) {
      const stop = stopOf(figure);
      act(() => stop.focus());
      const said = spoken(figure) ?? '';
      await user.keyboard('{Enter}');
      const table = within(figure).getByRole('table');
      expect(document.activeElement).toBe(table.parentElement);
      const [head, row] = within(table).getAllByRole('row');
      const [name, value] = cellsOf(row ?? figure);
      for (const part of [name, value, cellsOf(head ?? figure)[1]]) expect(said).toContain(part);
      for (const cell of table.querySelectorAll('thead th')) expect(cell.getAttribute('scope')).toBe('col');
      for (const cell of table.querySelectorAll('tbody th')) expect(cell.getAttribute('scope')).toBe('row');
      expect(stop.closest('.hidden')?.classList.contains('print:flex')).toBe(true);
      expect(table.closest('.no-print')).toBeTruthy();
    }
    unmount();
    render(<GalleryCharts />);
    expect(screen.getAllByRole('table')).toHaveLength(kinds.length);
  });

  it('marks on the drawing what it says, and says what is pointed at', async () => {
    const { user } = render(<GalleryCharts />);
    for (const figure of figures()) {
      const marks = [...figure.querySelectorAll('[data-point]')];
      if (marks.length === 0) continue;
      act(() => stopOf(figure).focus());
      expect(figure.querySelectorAll('[data-active]')).toHaveLength(1);
      const last = marks.at(-1);
      if (last) await user.hover(last);
      expect(last?.hasAttribute('data-active')).toBe(true);
    }
  });

  it('keeps what it draws in forced colours and on paper', () => {
    render(<GalleryCharts />);
    for (const figure of figures()) expect(figure.querySelector('[data-mark]')).toBeTruthy();
    const style = readFileSync(join(import.meta.dirname, '../tokens.css'), 'utf8');
    expect(style).toMatch(/\[data-mark\] \{\s*forced-color-adjust: none/);
    expect(style).toMatch(/\[data-mark\] \{\s*print-color-adjust: exact/);
  });
});

describe('the keys of a chart', () => {
  const grid = fc
    .record({ across: fc.integer({ min: 1, max: 9 }), lines: fc.integer({ min: 1, max: 9 }) })
    .chain(({ across, lines }) =>
      fc.record({
        from: fc.nat(across * lines - 1),
        across: fc.constant(across),
        count: fc.constant(across * lines),
      }),
    );

  it('never leave it, and reach every point from every other one', () => {
    fc.assert(
      fc.property(grid, fc.boolean(), ({ from, across, count }, isRtl) => {
        const keys = ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'End'];
        const seen = new Set([from]);
        for (const at of seen)
          for (const key of keys) seen.add(nextPoint(key, at, count, across, isRtl) ?? Number.NaN);
        expect([...seen].toSorted((one, other) => one - other)).toEqual(
          Array.from({ length: count }, (_, at) => at),
        );
      }),
    );
  });

  it('go by lines up and down, and to the ends of the line', () => {
    expect(nextPoint('ArrowDown', 1, 12, 4)).toBe(5);
    expect(nextPoint('ArrowUp', 1, 12, 4)).toBe(1);
    expect(nextPoint('End', 5, 12, 4)).toBe(7);
    expect(nextPoint('Home', 5, 12, 4)).toBe(4);
    expect(nextPoint('ArrowDown', 1, 4, 4)).toBe(2);
    expect(nextPoint('a', 1, 4, 4)).toBeUndefined();
  });
});

describe('a step curve', () => {
  it('keeps its height until the next event', () => {
    expect(pointAt(points, 4.9)?.share).toBe(1);
    expect(pointAt(points, 5)?.share).toBe(0.9);
    expect(pointAt(points, -1)).toBeUndefined();
  });

  /** Where the lines of a figure go, as pairs of numbers. */
  const pathsOf = (container: HTMLElement, kind: string) =>
    [...container.querySelectorAll(kind)].map((path) =>
      (path.getAttribute('d') ?? '')
        .split(/[MLZ]/)
        .filter(Boolean)
        .map((pair) => pair.split(',').map(Number)),
    );
  const curves = (
    <StepCurve
      title="Few leave"
      xHeader="Months"
      groups={[
        { id: 'all', label: 'All', points },
        { id: 'some', label: 'Some', points: points.slice(0, 2) },
      ]}
    />
  );

  it.each([
    ['en', 44, 548],
    ['ar', 516, 12],
  ] as const)('goes down in steps and to the end of the axis, in the direction of %s', (locale, from, to) => {
    const { container } = render(curves, { locale });
    const [all = [], some = []] = pathsOf(container, '.visx-linepath');
    expect(all[0]).toEqual([from, 12]);
    for (const [index, [x, y]] of all.slice(1).entries()) {
      const [x0, y0] = all[index] ?? [];
      expect(x === x0 || y === y0).toBe(true);
    }
    for (const line of [all, some]) expect(line.at(-1)?.[0]).toBe(to);
    // A band of the second one, as wide at the end as at its last event.
    const band = pathsOf(container, '.visx-area')[1] ?? [];
    expect(new Set(band.filter(([x]) => x === to).map(([, y]) => y))).toEqual(new Set([20.7, 46.8]));
  });
});
