import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { wcagContrast } from 'culori';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

function token(name: string, theme: 'light' | 'dark'): string {
  const [, light, dark] = new RegExp(`--color-${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css) ?? [];
  return (theme === 'light' ? light : dark) ?? '';
}

describe.each(['light', 'dark'] as const)('the colours of the %s theme', (theme) => {
  const grounds = ['page', 'surface', 'raised', 'hover'].map((name) => token(name, theme));
  const lowest = (name: string, on = grounds) =>
    Math.min(...on.map((ground) => wcagContrast(token(name, theme), ground)));

  it.each(['text', 'muted', 'accent-text', 'info', 'success', 'warning', 'danger'])(
    '%s is legible on every ground',
    (name) => expect(lowest(name)).toBeGreaterThanOrEqual(4.5),
  );

  it.each(['info', 'success', 'warning', 'danger'])('%s is legible on its own tint', (name) =>
    expect(lowest(name, [token(`${name}-tint`, theme)])).toBeGreaterThanOrEqual(4.5),
  );

  it.each(['info-tint', 'success-tint', 'warning-tint', 'danger-tint', 'accent-tint'])(
    'text and links are legible on %s',
    (tint) => {
      expect(lowest('text', [token(tint, theme)])).toBeGreaterThanOrEqual(7);
      expect(lowest('muted', [token(tint, theme)])).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each([
    ['on-accent', 'accent'],
    ['on-accent', 'accent-strong'],
    ['on-danger', 'danger'],
    ['on-danger', 'danger-strong'],
    ['accent-text', 'accent-tint'],
  ])('%s is legible on %s', (ink, solid) =>
    expect(lowest(ink, [token(solid, theme)])).toBeGreaterThanOrEqual(4.5),
  );

  it.each(['edge', 'ring', 'series-1', 'series-2', 'series-3', 'series-4'])(
    '%s is visible on page, surface and raised',
    (name) => expect(lowest(name, grounds.slice(0, 3))).toBeGreaterThanOrEqual(3),
  );
});
