import type { Locale } from './vocabulary.ts';
import { guidesAr } from './session-guides-ar.ts';
import { guidesDe } from './session-guides-de.ts';
import { guidesEn } from './session-guides-en.ts';
import type { Guide, GuideKey } from './session-guides-en.ts';

/** A milestone of one of Ithaca's templates with its guide in every language of the product. */
export interface GuidedMilestone extends Guide {
  dayOfCohort: number;
  minutes: number;
  texts: { de: Guide; ar: Guide };
}

/** `dayOfCohort` counts from the start; `minutes` to plan for the meeting. */
export function guided(key: GuideKey, dayOfCohort: number, minutes: number): GuidedMilestone {
  return { ...guidesEn[key], dayOfCohort, minutes, texts: { de: guidesDe[key], ar: guidesAr[key] } };
}

/** The same milestone as it is written first in an organisation of this language: those words, the others as its texts. */
export function writtenIn(
  { title, guide, agenda, texts, ...rest }: GuidedMilestone,
  locale: Locale,
): Omit<GuidedMilestone, 'texts'> & { texts: Partial<Record<Locale, Guide>> } {
  const { [locale]: own, ...others }: Partial<Record<Locale, Guide>> = {
    en: { title, guide, agenda },
    ...texts,
  };
  return { ...rest, ...(own ?? { title, guide, agenda }), texts: others };
}
