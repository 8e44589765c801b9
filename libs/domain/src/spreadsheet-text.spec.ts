import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { inertText, writtenText } from './spreadsheet-text.ts';

describe('a cell of a file for spreadsheets', () => {
  it('runs nothing', () => {
    for (const text of ['=1+1', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＠x', "'=1"])
      expect(inertText(text)).toBe(`'${text}`);
    for (const text of ['-5', '+49', '3.5', 'Ada = Obi', '', "'s-Hertogenbosch"])
      expect(inertText(text)).toBe(text);
  });

  it('reads as it was written', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string().map((rest) => `=${rest}`),
      fc.string().map((rest) => `'+${rest}`),
    );
    fc.assert(fc.property(text, (written) => expect(writtenText(inertText(written))).toBe(written)));
  });
});
