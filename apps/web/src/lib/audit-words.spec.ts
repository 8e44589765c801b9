import { expect, it } from '@jest/globals';
import { allRoutes } from '@ithaca/contracts/routes';
import { text } from './i18n.tsx';
import { speak } from '../testing/words.ts';
import { deedWords } from './audit-words.ts';

it.each(['en', 'de', 'ar'] as const)('every route of the trail has words in %s', (locale) => {
  speak(locale);
  const nameless = deedWords('nothing.known', text);
  const bare = allRoutes.filter(({ id }) => deedWords(id, text) === nameless).map(({ id }) => id);
  expect(bare).toEqual([]);
  for (const deed of ['resource.count', 'report.freeze', 'job-spells.begin', 'publication.carry-out'])
    expect(deedWords(deed, text)).not.toBe(nameless);
  // A move that a date brings about is told as what happened, not as a request.
  expect(deedWords('cohorts.advance', text)).not.toBe(deedWords('cohorts.get', text));
});
