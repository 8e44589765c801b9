import { describe, expect, it } from '@jest/globals';

import { assertCertifiable, isCertifiable, normaliseCode, spellCode } from './certificate.ts';

describe('a certificate', () => {
  it('is earned by completing a pairing that met, and by nothing less', () => {
    expect(isCertifiable('completed', 1)).toBe(true);
    for (const [state, held] of [
      ['completed', 0],
      ['ended', 9],
      ['active', 9],
    ] as const)
      expect(() => assertCertifiable(state, held)).toThrow('certificate.not-earned');
  });

  it('has a code that survives being copied from paper', () => {
    expect(spellCode('7KQ2M4XP9T3B10VW')).toBe('7KQ2-M4XP-9T3B-10VW');
    expect(normaliseCode(' 7kq2-m4xp 9t3b-loVW')).toBe('7KQ2M4XP9T3B10VW');
  });
});
