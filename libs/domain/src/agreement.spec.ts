import { describe, expect, it } from '@jest/globals';

import { changedParts, firstAgreement, isSettled } from './agreement.ts';

const program = { cadenceDays: 14, meetingMinutes: 45, agreement: 'Between us.' };

describe('an agreement', () => {
  it('starts from what its program proposes, and is empty where the program says nothing', () => {
    expect(firstAgreement(program)).toEqual({
      cadenceDays: 14,
      minutes: 45,
      channel: '',
      expectations: '',
      boundaries: '',
      confidentiality: 'Between us.',
    });
    expect(firstAgreement({ ...program, boundaries: 'No line management.' }).boundaries).toBe(
      'No line management.',
    );
  });

  it('names the parts that an amendment changes, in reading order', () => {
    const before = firstAgreement(program);
    expect(changedParts(before, { ...before })).toEqual([]);
    expect(changedParts(before, { ...before, boundaries: 'None', cadenceDays: 7 })).toEqual([
      'cadenceDays',
      'boundaries',
    ]);
  });

  it('holds once everybody who takes part has signed, whatever those say who do not', () => {
    const signed = { takesPart: true, signedAt: new Date() };
    expect(isSettled([signed, signed, { takesPart: false, signedAt: null }])).toBe(true);
    expect(isSettled([signed, { takesPart: true, signedAt: null }])).toBe(false);
    expect(isSettled([])).toBe(false);
  });
});
