import { describe, expect, it } from '@jest/globals';

import { Paper } from './paper.ts';
import { visualRuns } from './visual-runs.ts';

/** What stands on the line from left to right; words of the right-to-left scripts are turned round when they are shaped. */
const drawn = (text: string, direction: 'ltr' | 'rtl') => visualRuns(text, direction).join('|');

describe('a line of two directions', () => {
  it('is drawn from left to right as it is where nothing runs the other way', () => {
    expect(drawn('75% of (40)', 'ltr')).toBe('75% of (40)');
  });

  it('sets Arabic words from the right, and numbers between them as they are read', () => {
    expect(drawn('التقت 33 من 44', 'rtl')).toBe('44| |من| |33| |التقت');
    expect(drawn('نسبة 1.5 هنا', 'rtl')).toBe('هنا| |1.5| |نسبة');
  });

  it('keeps a Latin name whole inside an Arabic line, and a Hebrew one inside an English line', () => {
    expect(drawn('تقرير Career growth هنا', 'rtl')).toBe('هنا| |Career growth| |تقرير');
    expect(drawn('Report by דנה כהן today', 'ltr')).toBe('Report by |כהן| |דנה| today');
  });

  it('mirrors brackets, and draws Arabic digits one by one in the order of their value', () => {
    expect(drawn('أجاب (٣٠)', 'rtl')).toBe('(|٣|٠|)| |أجاب');
    expect(drawn('١٫٤', 'rtl')).toBe('١|٫|٤');
    expect(drawn('ثقة 95 %.', 'rtl')).toBe('.%| |95| |ثقة');
  });
});

it('a paper is tagged, titled and says its language', async () => {
  const paper = await Paper.open({ title: 'A title', author: 'Somebody', at: new Date(0), locale: 'ar' });
  paper.text('H1', 'تقرير');
  paper.figure('Three of four', 20, (top) => paper.box(0, top, 10, 10, '#000000'));
  paper.table(['Week', 'Held'], [['1 June', '4']]);
  paper.list(['No money.', 'No names.']);
  const before = paper.y;
  paper.text('P', `https://example.org/${'x'.repeat(200)}`, { size: 8, gap: 0 });
  // An address that no line holds goes on in the next one.
  expect(paper.y - before).toBeGreaterThan(18);
  const bytes = (await paper.close()).toString('latin1');
  expect(bytes).toMatch(/^%PDF-1\.7/);
  expect(bytes).toContain('/Marked true');
  expect(bytes).toContain('/Lang (ar)');
  expect(bytes).toContain('/DisplayDocTitle true');
  expect(bytes).toContain('/Alt (Three of four)');
  for (const kind of ['Document', 'H1', 'Figure', 'Table', 'TR', 'TH', 'TD', 'L', 'LI', 'Lbl', 'LBody'])
    expect(bytes).toContain(`/S /${kind}`);
  // Whoever listens is told which heading a number stands under, and where on the page the picture is.
  expect(bytes.match(/\/Scope \/Column/g)).toHaveLength(2);
  expect(bytes.match(/\/Scope \/Row/g)).toHaveLength(1);
  expect(bytes).toMatch(/\/O \/Layout\s+\/Placement \/Block\s+\/BBox \[/);
  expect(bytes.match(/\/Type \/Page\b/g)).toHaveLength(1);
});

it('a paper measures from where its lines begin, and says how high a text will stand', async () => {
  for (const locale of ['en', 'ar'] as const) {
    const paper = await Paper.open({ title: 'A title', author: 'Somebody', at: new Date(0), locale });
    const { x, width } = paper.full;
    expect(paper.across(10, 30)).toBe(locale === 'ar' ? x + width - 40 : x + 10);
    const words = 'Nothing is shown that few people stand behind. '.repeat(8);
    const [before, height] = [paper.y, paper.heightOf(words, { size: 8, gap: 3 })];
    paper.text('P', words, { size: 8, gap: 3 });
    expect(paper.y - before).toBeCloseTo(height, 9);
    await paper.close();
  }
});
