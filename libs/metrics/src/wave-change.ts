import { newcombe } from '@ithaca/statistics/proportions';
import { npsDifference } from '@ithaca/statistics/nps';
import { estimateRecord, minimumGroupOf, type Frame, type MetricRecord } from './records.ts';
import { mayBeCounted } from './releases.ts';
import { isSatisfied, lastOfEach, listBatches, type RatingRow } from './satisfaction.ts';
import { fewBelow } from './standing.ts';
import type { QuestionMeasure } from './survey-results.ts';

/** `higher`, `lower`: by more than chance. `chance`: within it. `few`: fewer than 20 answered one of the two, so that nothing is called. */
export type ChangeVerdict = 'higher' | 'lower' | 'chance' | 'few';

/** How content one wave was. */
export type WaveOfAnswers = { wave: string; satisfied: number; n: number };

/** One wave with the answers that may be told by wave, of a person the last one. */
export type ToldWave<T extends RatingRow> = { wave: string; answers: T[] };

/** The latest wave that can be told against the one before it. */
export type SatisfactionChange = {
  latest: WaveOfAnswers;
  before: WaveOfAnswers;
  difference: MetricRecord;
  verdict: ChangeVerdict;
};

/**
 * Share of 4 and 5 in the latest wave minus that in the wave before it, Newcombe interval; null while fewer than two waves can be
 * told. All waves together are told batch by batch already. So a wave counts only the batches whose every wave is a batch of its
 * own, enough people and not all alike: then no sum of what is told leaves fewer than that. Pass one side at a time.
 */
export function measureSatisfactionChange(
  rows: readonly RatingRow[],
  frame: Frame,
): SatisfactionChange | null {
  const [before, latest] = listToldWaves(rows, frame).slice(-2).map(countOf);
  if (!before || !latest) return null;
  const found = newcombe(latest.satisfied, latest.n, before.satisfied, before.n);
  const difference = estimateRecord('satisfaction-change', found, { n: latest.n + before.n }, frame);
  return { latest, before, difference, verdict: verdictOf(difference, latest.n, before.n) };
}

/** The waves in their order, each with the answers that may be told of it; one without any is left out. */
export function listToldWaves<T extends RatingRow>(rows: readonly T[], frame: Frame): ToldWave<T>[] {
  const k = minimumGroupOf('satisfaction-change', frame);
  const told = listBatches(rows, frame).flatMap((batch) => {
    const parts = [...Map.groupBy(batch, ({ wave }) => wave).values()];
    const areEnough = parts.every((part) =>
      mayBeCounted(
        lastOfEach(part).map((one) => ({ personId: one.personId, isYes: isSatisfied(one) })),
        k,
      ),
    );
    return areEnough || k === 0 ? batch : [];
  });
  return [...Map.groupBy(lastOfEach(told), ({ wave }) => wave)]
    .toSorted(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
    .map(([wave, answers]) => ({ wave, answers }));
}

const countOf = ({ wave, answers }: ToldWave<RatingRow>): WaveOfAnswers => ({
  wave,
  satisfied: answers.filter(isSatisfied).length,
  n: answers.length,
});

/** The latest of two surveys that asked the same question against the other. */
export type RecommendationChange = { difference: MetricRecord; verdict: ChangeVerdict };

/**
 * Net promoter score of the later survey minus that of the earlier one, by z on adjusted values (Rocks 2016); null unless both may
 * be told. Answers bear no names, so that those of one person cannot be paired: the interval is rather too wide.
 */
export function measureRecommendationChange(
  later: Pick<QuestionMeasure, 'netCounts'>,
  earlier: Pick<QuestionMeasure, 'netCounts'>,
  frame: Frame,
): RecommendationChange | null {
  if (!later.netCounts || !earlier.netCounts) return null;
  const [m, n] = [later.netCounts, earlier.netCounts].map(
    ({ promoters, passives, detractors }) => promoters + passives + detractors,
  ) as [number, number];
  const found = npsDifference(later.netCounts, earlier.netCounts);
  const difference = estimateRecord('recommendation-change', found, { n: m + n }, frame);
  return { difference, verdict: verdictOf(difference, m, n) };
}

function verdictOf({ lo, hi, suppressed }: MetricRecord, m: number, n: number): ChangeVerdict {
  if (suppressed || lo === null || hi === null || Math.min(m, n) < fewBelow) return 'few';
  if (lo > 0) return 'higher';
  return hi < 0 ? 'lower' : 'chance';
}
