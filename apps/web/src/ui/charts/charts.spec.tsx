import { describe, expect, it } from '@jest/globals';
import { act, screen } from '@testing-library/react';
import { render } from '../../testing/render.tsx';
import { BarList } from './bar-list.tsx';
import { ticksOf } from './scale.ts';
import { pointAt, stepPath } from './step-path.ts';
import { StepCurve } from './step-curve.tsx';

const points = [
  { at: 0, share: 1, low: 1, high: 1, atRisk: 40 },
  { at: 5, share: 0.9, low: 0.8, high: 0.95, atRisk: 36 },
  { at: 12, share: 0.75, low: 0.6, high: 0.85, atRisk: 30 },
];

describe('a chart', () => {
  it('shows the same numbers as a table and remembers the choice', async () => {
    const bars = <BarList title="Most have met" base={40} items={[{ id: 'met', label: 'Met', value: 30 }]} />;
    const { user, unmount } = render(bars);
    expect(screen.getByRole('figure', { name: 'Most have met' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Table' }));
    expect(screen.getByRole('row', { name: 'Met 30 75%' })).toBeTruthy();
    unmount();
    render(bars);
    expect(screen.getByRole('table')).toBeTruthy();
  });

  it('is read point by point with the arrow keys from one tab stop', async () => {
    const { user } = render(
      <StepCurve title="Most stay" xHeader="Months" groups={[{ id: 'in', label: 'Participants', points }]} />,
    );
    const marks = screen.getAllByRole('img');
    expect(marks.filter((mark) => mark.getAttribute('tabindex') === '0')).toHaveLength(1);
    act(() => marks[0]?.focus());
    await user.keyboard('{ArrowRight}');
    expect(document.activeElement?.getAttribute('aria-label')).toBe(
      'Months: 2. Participants: 100% (100%–100%)',
    );
    await user.keyboard('{End}');
    expect(document.activeElement?.getAttribute('aria-label')).toBe(
      'Months: 12. Participants: 75% (60%–85%)',
    );
  });

  it('walks the other way in a language that is written from right to left', async () => {
    const curve = (
      <StepCurve title="Most stay" xHeader="Months" groups={[{ id: 'in', label: 'Participants', points }]} />
    );
    const { user } = render(curve, { locale: 'ar' });
    act(() => screen.getAllByRole('img')[0]?.focus());
    await user.keyboard('{ArrowLeft}');
    expect(document.activeElement).toBe(screen.getAllByRole('img')[1]);
  });
});

describe('a step curve', () => {
  it('keeps its height until the next event', () => {
    expect(pointAt(points, 4.9)?.share).toBe(1);
    expect(pointAt(points, 5)?.share).toBe(0.9);
    expect(pointAt(points, -1)).toBeUndefined();
    const same = (value: number) => value;
    expect(stepPath(points, 20, same, same)).toBe('M0.0,1.0H5.0V0.9H12.0V0.8H20.0');
  });
});

describe('the ticks of an axis', () => {
  it('are round numbers inside it', () => {
    expect(ticksOf(0, 12, 6)).toEqual([0, 2, 4, 6, 8, 10, 12]);
    expect(ticksOf(0.6, 1, 4)).toEqual([0.6, 0.7, 0.8, 0.9, 1]);
    expect(ticksOf(3, 3, 4)).toEqual([3]);
  });
});
