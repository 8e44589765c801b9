import type { Format } from '@ithaca/domain/vocabulary';
import { createContext, useContext, useMemo } from 'react';
import { useText, type Translate } from '../../lib/i18n.tsx';
import { CohortContext } from '../../shell/cohort.ts';

/** What is said otherwise where nobody is the mentor. */
const ofPeers = [
  'matching.late',
  'matching.draft.off.nobody',
  'matching.ready.all',
  'matching.ready.barred',
  'matching.mentees',
  'matching.barred.what',
  'matching.barred.none',
  'matching.barred.base',
  'matching.skills.scarce.what',
  'matching.skills.none.why',
  'matching.barrier',
  'matching.barrier.alone',
  'matching.forbidden.grade-gap',
  'matching.forbidden.tenure-gap',
  'matching.pair.mentee',
  'matching.pair.mentor',
  'matching.act.swap',
  'matching.act.choose',
  'matching.why.rank.mentee',
  'matching.why.rank.mentor',
  'matching.why.rank.mentee.only',
  'matching.why.rank.mentor.only',
  'matching.options.none',
  'matching.effect.lost',
  'matching.effect.gained',
  'matching.whyNot.mentor',
  'matching.choose.title',
  'matching.choose.full',
  'matching.choose.pick',
  'matching.redraft.rest',
  'matching.selfService',
  'matching.selfService.what',
  'matching.cert.matched',
  'matching.alone.change.none',
  'matching.alone.change.new',
  'matching.publish.unmatched',
  'matching.changed.priority-changed',
  'matching.skills.offered',
  'matching.options.places',
  'review.key.swap',
  'policy.verdict.now',
  'policy.verdict.same',
  'policy.verdict.more',
  'policy.verdict.fewer',
  'policy.figure.matched',
  'policy.figure.placesLeft',
  'policy.difference.pairsDiffer',
  'policy.barred',
  'policy.criterion.skills.what',
  'policy.criterion.language.what',
  'policy.criterion.gradeDistance.what',
] as const;
type OfPeers = (typeof ofPeers)[number];
const known: ReadonlySet<string> = new Set(ofPeers);
const isOfPeers = (key: string): key is OfPeers => known.has(key);

/** The format of the program that a page outside its frame is about. */
export const FormatContext = createContext<Format | null>(null);

/** The cohort of this page is a pool of peers. */
export function useIsOfPeers(): boolean {
  const named = useContext(FormatContext);
  const frame = useContext(CohortContext);
  return (named ?? frame?.program.format) === 'peer';
}

/** The words of matching, in a program of peers without mentors and mentees. */
export function useMatchingText(): Translate {
  const t = useText();
  const isPeers = useIsOfPeers();
  return useMemo(
    () => (isPeers ? (key, values) => t(isOfPeers(key) ? `${key}.peer` : key, values) : t),
    [t, isPeers],
  );
}
