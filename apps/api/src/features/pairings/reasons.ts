import type { Reason } from '@ithaca/domain/reasons';
import type { Locale } from '@ithaca/domain/vocabulary';

import { words } from '../../platform/mail/words.ts';

const ITEMS_NAMED = 3;

/** The reasons as one phrase list in a language: for mails; of peers, none speaks of two sides. Without any, the coordinator's judgement is the reason. */
export function reasonsInWords(reasons: readonly Reason[], locale: Locale, isOfPeers = false): string {
  const say = words(locale);
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const named = (value: unknown) => (Array.isArray(value) ? value.map(String).slice(0, ITEMS_NAMED) : []);
  const phrases = reasons.flatMap(({ code, facts }) => {
    switch (code) {
      case 'skills':
        return [say('reason.skills', { items: list.format(named(facts['covered'])) })];
      case 'goals':
        return [say('reason.goals', { items: list.format(named(facts['shared'])) })];
      case 'interests':
        return [say('reason.interests', { items: list.format(named(facts['shared'])) })];
      case 'language': {
        const names = new Intl.DisplayNames(locale, { type: 'language' });
        return [
          say('reason.language', {
            items: list.format(named(facts['shared']).map((code) => names.of(code) ?? code)),
          }),
        ];
      }
      case 'hours':
        return [say('reason.hours', { hours: Math.round(Number(facts['minutes'] ?? 0) / 60) })];
      case 'working-style':
        return [say('reason.working-style')];
      case 'site':
        return [say('reason.site')];
      case 'grade-distance':
        // Nobody of two peers is ahead.
        return [say(isOfPeers ? 'reason.grade-distance.peer' : 'reason.grade-distance')];
      case 'mentee-wish':
      case 'mentor-wish':
        return [say('reason.wish')];
      case 'function':
        return [say('reason.function')];
      default:
        return [];
    }
  });
  return phrases.length === 0 ? say('reason.by-hand') : `${list.format(phrases)}.`;
}

/** A first line that the reader could say, of what speaks most for the two; `side` is what the partner is to the reader. */
export function openingLine(reasons: readonly Reason[], locale: Locale, side: string): string {
  const say = words(locale);
  for (const { code, facts } of reasons) {
    const [item] = [facts[code === 'skills' ? 'covered' : 'shared']].flat();
    if (item === undefined) continue;
    if (code === 'skills' || code === 'goals') return say(`opening.${code}`, { item, side });
    if (code === 'interests') return say('opening.interests', { item });
  }
  return say('opening.other', { side });
}
