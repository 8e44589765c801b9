import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const catalogues = {
  en: /\bbecause of\b|\bthanks to\b|\bdue to\b|\bcaus(?:es|ed|ing)\b|\breduc(?:es|ed|ing)\b|\b(?:leads|led) to\b|\bincreas(?:es|ed|ing)\b|\bimprov(?:es|ed|ing)\b|\beffects? of the program\b/i,
  de: /\bwegen des Programms\b|\bdank\b|\bdurch das Programm\b|verursacht|\bbewirkt|\bsenkt(?:e|en)?\b|\bverringert|\bführt(?:e|en)? zu\b|\bsteigert|\bverbessert|\bWirkung(?:en)? des Programms\b/i,
  ar: /بسبب|بفضل|أد[ىت]ت? إلى|يؤدي إلى|يقلل|قل[ّ]?ل|يزيد|يحس[ّ]?ن|نتيجة ل|أثر(?:ًا)? (?:لل|ال)برنامج|أثر للبرنامج/u,
} as const;

/** Words about participants and others stand in these parts of the catalogues, on the screen and on paper. */
const isOfComparison = (key: string) =>
  /^(?:metrics\.(?:retention|meaning|label)|outcomes\.careers|reports\.(?:retention|quarter\.limits))/.test(
    key,
  );
const isOfLottery = (key: string) => key.includes('.lottery') || key.endsWith('limits.lottery');
/** A sentence that denies an effect of the program may name it. */
const denies = new Set(['reports.quarter.limits.voluntary']);

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
const wordsIn = (locale: string) =>
  globSync([`apps/web/src/locales/${locale}/*.json`, `apps/api/src/features/reports/words/${locale}.json`], {
    cwd: root,
  }).flatMap((file) => Object.entries(read(join(root, file))));

describe.each(Object.entries(catalogues))(
  'what is said in %s of participants against others',
  (locale, causal) => {
    it('names no cause unless a lottery decided', () => {
      const words = wordsIn(locale).filter(
        ([key]) => isOfComparison(key) && !isOfLottery(key) && !denies.has(key),
      );
      expect(words.length).toBeGreaterThan(30);
      expect(words.filter(([, sentence]) => causal.test(sentence))).toEqual([]);
    });

    it('names the program as the cause where a lottery decided', () => {
      const findings = wordsIn(locale).filter(([key]) => /lottery\.(?:longer|shorter|more|less)$/.test(key));
      // Two of retention, on the screen and on paper, and two of careers.
      expect(findings).toHaveLength(6);
      expect(findings.filter(([, sentence]) => !causal.test(sentence))).toEqual([]);
    });
  },
);
