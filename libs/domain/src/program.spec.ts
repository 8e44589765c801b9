import { describe, expect, it } from '@jest/globals';

import { freeSlug, moveProgram, slugOf } from './program.ts';

describe('a program', () => {
  it('cannot be archived while a cohort is under way', () => {
    expect(() => moveProgram('open', 'archived', ['closed', 'running'])).toThrow('program.wrong-state');
    expect(moveProgram('open', 'archived', ['draft', 'closed', 'archived'])).toBe('archived');
  });

  it('comes back from the archive', () => {
    expect(moveProgram('archived', 'open', ['closed'])).toBe('open');
  });

  it('gets an address from its name, without accents and signs', () => {
    expect(slugOf('  Führung & Verantwortung 2026! ')).toBe('fuhrung-verantwortung-2026');
    expect(slugOf('برنامج')).toBe('program');
    expect(slugOf('x'.repeat(200))).toHaveLength(60);
  });

  it('gets the first free number when the address is taken', () => {
    expect(freeSlug('growth', ['growth-2'])).toBe('growth');
    expect(freeSlug('growth', ['growth', 'growth-2', 'growth-3'])).toBe('growth-4');
  });
});
