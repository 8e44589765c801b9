import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { useState } from 'react';
import { render } from '../testing/render.tsx';
import { DatePicker } from './date-picker.tsx';

function Start({ initial = null, min }: { initial?: string | null; min?: string }) {
  const [value, setValue] = useState<string | null>(initial);
  return (
    <>
      <DatePicker label="Start" value={value} onChange={setValue} min={min} />
      <output>{value ?? 'none'}</output>
    </>
  );
}

const chosen = () => screen.getByText((_, element) => element?.tagName === 'OUTPUT').textContent;

describe('a date picker', () => {
  it('gives a typed day as year, month and day', async () => {
    const { user } = render(<Start />);
    await user.click(await screen.findByRole('spinbutton', { name: /day/i }));
    await user.keyboard('03');
    await user.click(screen.getByRole('spinbutton', { name: /month/i }));
    await user.keyboard('12');
    await user.click(screen.getByRole('spinbutton', { name: /year/i }));
    await user.keyboard('2026{Tab}');
    expect(chosen()).toBe('2026-12-03');
  });

  it('gives the day picked from its calendar', async () => {
    const { user } = render(<Start initial="2026-11-23" />);
    await user.click(await screen.findByRole('button', { name: /calendar/i }));
    await user.click(screen.getByRole('button', { name: /30 November 2026|November 30, 2026/ }));
    expect(chosen()).toBe('2026-11-30');
  });

  it('does not offer days before the first possible one', async () => {
    const { user } = render(<Start initial="2026-11-23" min="2026-11-10" />);
    await user.click(await screen.findByRole('button', { name: /calendar/i }));
    const tooEarly = screen.getByRole('button', { name: /\b9 November 2026|November 9, 2026/ });
    expect(tooEarly.getAttribute('aria-disabled')).toBe('true');
  });

  it('treats what is no day as none', async () => {
    render(<Start initial="soon" />);
    expect(await screen.findByRole('spinbutton', { name: /day/i })).toBeTruthy();
  });
});
