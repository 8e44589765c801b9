import { meanInterval } from '@ithaca/statistics/means';
import { earliest, hasHappened, type Day } from './days.ts';
import {
  fromInterval,
  hide,
  leftOut,
  minimumGroupOf,
  publish,
  rateRecord,
  tally,
  type Frame,
  type MetricRecord,
} from './records.ts';
import { publicReason, suppress } from './suppression.ts';

/**
 * One side of one proposed pairing, as it was asked: what it answered, and the day on which the offer was over without an answer
 * of it. `isAsked`: pairings that begin without anybody's yes ask nobody. `otherDeclined`: the other side's no came first.
 */
export type OfferRow = {
  offeredOn: Day;
  acceptedOn: Day | null;
  declinedOn: Day | null;
  lapsedOn: Day | null;
  isAsked: boolean;
  otherDeclined: boolean;
};

/**
 * Share of the asked sides that said yes, of those that answered or let it expire (metrics, 2.1). Open offers are pending; who
 * was spared the answer by the other side's no is left out and counted. Pass mentors and mentees apart.
 */
export function measureAcceptance(rows: readonly OfferRow[], frame: Frame): MetricRecord {
  const { asOf } = frame;
  const excluded: Record<string, number> = {};
  const counts = { numerator: 0, denominator: 0, pending: 0 };
  for (const row of rows) {
    if (row.offeredOn > asOf) continue;
    const isAccepted = hasHappened(row.acceptedOn, asOf);
    if (!row.isAsked) tally(excluded, 'not-asked');
    else if (isAccepted || hasHappened(row.declinedOn, asOf)) {
      counts.denominator += 1;
      if (isAccepted) counts.numerator += 1;
    } else if (!hasHappened(row.lapsedOn, asOf)) counts.pending += 1;
    else if (row.otherDeclined) tally(excluded, 'other-side-declined');
    else counts.denominator += 1;
  }
  return rateRecord('match-acceptance', { ...counts, excluded }, frame);
}

/**
 * One mentor whom a mentee asked, as the how-manieth choice; `isSuggested`: a coordinator put them there. `endedOn` is the day of the
 * answer, of the end of the time for it, or of its being taken back.
 */
export type RequestRow = {
  rank: number;
  isSuggested: boolean;
  state: 'accepted' | 'declined' | 'lapsed' | 'asked' | 'taken-back';
  askedOn: Day;
  endedOn: Day | null;
};

/** `rank` is 1 for the first choice. */
export type AcceptanceOfRank = { rank: number; record: MetricRecord };

/**
 * Share of the mentors who said yes, of those who were asked and answered or let the time pass, by the rank that the mentee gave
 * them. Who may still answer is pending; who was asked no more, and whom a coordinator suggested, is left out and counted. A rank of
 * few is hidden, and with it the next smallest, or the number of all asked would tell it.
 */
export function measureAcceptanceByRank(rows: readonly RequestRow[], frame: Frame): AcceptanceOfRank[] {
  const asked = rows.filter(({ askedOn }) => askedOn <= frame.asOf);
  const ranks = [...Map.groupBy(asked, ({ rank }) => rank)]
    .toSorted(([a], [b]) => a - b)
    .map(([rank, own]) => {
      const excluded: Record<string, number> = {};
      const counts = { numerator: 0, denominator: 0, pending: 0 };
      for (const { state, isSuggested, endedOn } of own) {
        if (isSuggested) tally(excluded, 'suggested');
        else if (state === 'asked' || !hasHappened(endedOn, frame.asOf)) counts.pending += 1;
        else if (state === 'taken-back') tally(excluded, 'taken-back');
        else {
          counts.denominator += 1;
          if (state === 'accepted') counts.numerator += 1;
        }
      }
      return { rank, counts: { ...counts, excluded } };
    });
  const { cells } = suppress(
    ranks
      .filter(({ counts }) => counts.denominator > 0)
      .map(({ rank, counts }) => ({ key: String(rank), n: counts.denominator })),
    { k: minimumGroupOf('request-acceptance', frame), complement: false, homogeneity: null },
  );
  return ranks.map(({ rank, counts }) => {
    const record = rateRecord('request-acceptance', counts, frame);
    const hidden = cells.find(({ key }) => key === String(rank))?.suppressed;
    return { rank, record: hidden ? hide(record, publicReason(hidden.reason)) : record };
  });
}

/** One proposed pairing of somebody who looks for a partner; `matchedOn` = the day on which it began, null while it did not. */
export type ProposalRow = { personId: string; offeredOn: Day; matchedOn: Day | null };

/**
 * How many pairings were proposed to whoever found a partner, up to and with the one that came about first. Who has none yet is
 * pending. All alike have a mean and no interval.
 */
export function measureProposalsNeeded(rows: readonly ProposalRow[], frame: Frame): MetricRecord {
  const { asOf } = frame;
  const offered = rows.filter(({ offeredOn }) => offeredOn <= asOf);
  const needed: number[] = [];
  let pending = 0;
  for (const own of Map.groupBy(offered, ({ personId }) => personId).values()) {
    const first = earliest(own.flatMap(({ matchedOn }) => (hasHappened(matchedOn, asOf) ? [matchedOn] : [])));
    if (first === null) pending += 1;
    // Those proposed after it are another search.
    else
      needed.push(own.filter(({ offeredOn, matchedOn }) => matchedOn === first || offeredOn <= first).length);
  }
  const n = needed.length;
  // All alike have no spread to tell an interval from; their mean is still known.
  const mean = n === 0 ? null : needed.reduce((sum, one) => sum + one, 0) / n;
  return publish(
    'proposals-needed',
    {
      numerator: null,
      denominator: null,
      n,
      ...fromInterval(meanInterval(needed)),
      estimate: mean,
      ...leftOut({ pending }),
    },
    frame,
  );
}
