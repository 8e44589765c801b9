import type { NumberFormats } from './metric-words.ts';

type Range = { estimate: number; lo: number; hi: number };
type Ratio = { ratio: number; lo: number; hi: number };
type Fact = 'grade' | 'tenure' | 'department' | 'site';
type Apart = { fact: Fact; difference: number };

/** What the words of the comparison are formed from, as every way out has it. */
export type ToldRetention = {
  side: 'mentor' | 'mentee' | 'peer';
  within: 'grade' | 'tenure' | 'place' | null;
  verdict: 'too-few' | 'no-difference' | 'longer' | 'shorter';
  status: 'not-due' | 'too-few-to-tell' | 'compared';
  design: 'landmark' | 'lottery';
  landmarkOn: string;
  maturesOn: string;
  participants: { n: number | null; events: number | null };
  others: { n: number | null; events: number | null };
  difference: Range | null;
  restrictedMeanDays: Range | null;
  hazard: (Ratio & { proportional: boolean; eValue: number; eValueLimit: number }) | null;
  overTime: (Ratio & { proportional: boolean }) | null;
  weighted:
    (Ratio & { participants: number; others: number; balance: Apart[]; leftOut: number | null }) | null;
  balance: Apart[];
  noCounterpart: number | null;
  otherSide: number | null;
  smallestDetectableHazardRatio: number | null;
  naive: { participants: number; others: number } | null;
};

type Finding = 'notDue' | 'tooFew' | 'longer' | 'shorter' | 'no-difference';

/** Whose words: of those who enrolled, of those whom a lottery drew, of mentors. */
type Part = '' | 'lottery.' | 'mentors.';

/** The words that a catalogue must have for the comparison to be told; those of a lottery alone may say "because of". */
export type RetentionWord =
  | 'metrics.withheld'
  | `metrics.retention.${Part}${Exclude<Finding, 'notDue'> | 'groups' | 'ratio' | 'detectable'}`
  | `metrics.retention.${Exclude<Part, 'mentors.'>}notDue`
  | `metrics.retention.${Exclude<Part, 'lottery.'>}otherSide`
  | `metrics.retention.${'within' | 'mentors.alone'}`
  | `metrics.retention.${'tooEarly' | 'difference' | 'days' | 'naive' | 'naive.why'}`
  | `metrics.retention.${'overTime' | 'changing' | 'eValue' | 'noCounterpart' | 'lottery.assigned'}`
  | `metrics.retention.weighted${'' | '.leftOut'}`
  | `metrics.retention.balance.${Fact}`;

type Say = (word: RetentionWord, values?: Record<string, string | number>) => string;

export type SaidRetention = {
  /** What may be said: an association, an effect where a lottery decided, or that it is too early or too few to tell. */
  finding: string;
  /** The figures behind it. */
  details: string[];
  /** How it was compared, and how much it can carry. */
  method: string[];
  /** How alike the groups are, fact by fact, in standard deviations: as they are, and weighted. Below 0.1 is alike. */
  balance: { fact: string; plain: string; weighted: string | null; isAlike: boolean }[];
  /** The number everybody would compute, and why it is wrong. */
  naive: { number: string; why: string } | null;
};

/** Groups that lie less far apart are alike (Austin 2009). */
const alikeBelow = 0.1;

const partOf = ({ side, design }: ToldRetention): Part =>
  side === 'mentor' ? 'mentors.' : design === 'lottery' ? 'lottery.' : '';

/**
 * The comparison of participants with others, or of mentors with theirs, in words, the same on the screen and on paper. It says "because of" only
 * where a lottery decided who took part (metrics, 2.5).
 */
export function retentionWords(
  say: Say,
  { number, percent, day }: NumberFormats & { day: (value: string) => string },
): (retention: ToldRetention) => SaidRetention {
  const count = (value: number | null) => (value === null ? say('metrics.withheld') : number(value));
  const signed = (value: number) =>
    number(value, { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0, signDisplay: 'exceptZero' });
  const size = (value: number) => number(Math.abs(value), { maximumFractionDigits: 2 });
  const ratio = ({ ratio: rate, lo, hi }: Ratio) => ({
    rate: percent(rate),
    low: percent(lo),
    high: percent(hi),
  });
  const range = ({ lo, hi }: Range, times = 1) => ({ low: signed(lo * times), high: signed(hi * times) });

  const findingOf = (retention: ToldRetention): string => {
    const { status, verdict, design, side } = retention;
    const part = partOf(retention);
    if (status === 'not-due')
      return say(`metrics.retention.${design === 'lottery' ? 'lottery.' : ''}notDue`, {
        day: day(retention.landmarkOn),
      });
    if (status === 'too-few-to-tell') return say(`metrics.retention.${part}tooFew`, { side });
    if (verdict === 'too-few') return say('metrics.retention.tooEarly', { day: day(retention.maturesOn) });
    return say(`metrics.retention.${part}${verdict}`, { side });
  };

  const detailsOf = (retention: ToldRetention): string[] => {
    const { status, verdict, side, within, participants, others, difference } = retention;
    const { restrictedMeanDays: kept, smallestDetectableHazardRatio: smallest } = retention;
    const of = partOf(retention);
    const details: string[] = [];
    if (status !== 'not-due' && participants.n !== null && others.n !== null)
      details.push(
        say(`metrics.retention.${of}groups`, {
          side,
          participants: count(participants.n),
          left: count(participants.events),
          others: count(others.n),
          othersLeft: count(others.events),
        }),
      );
    // So weighed, the others may come out otherwise than by their counts.
    if (of !== 'lottery.' && difference)
      details.push(say('metrics.retention.within', { side, within: within ?? 'bands' }));
    if (difference)
      details.push(
        say('metrics.retention.difference', {
          points: signed(difference.estimate * 100),
          ...range(difference, 100),
        }),
      );
    if (kept && difference)
      details.push(say('metrics.retention.days', { days: signed(kept.estimate), ...range(kept) }));
    if (smallest !== null && (verdict === 'too-few' || verdict === 'no-difference'))
      details.push(say(`metrics.retention.${of}detectable`, { side, percent: percent(smallest) }));
    return details;
  };

  const methodOf = (retention: ToldRetention): string[] => {
    const { side, status, hazard, overTime, weighted } = retention;
    const of = partOf(retention);
    const isOfLottery = of === 'lottery.';
    const sentences: string[] = [];
    if (isOfLottery) sentences.push(say('metrics.retention.lottery.assigned'));
    if (hazard)
      sentences.push(
        hazard.proportional
          ? say(`metrics.retention.${of}ratio`, { side, ...ratio(hazard) })
          : say('metrics.retention.changing'),
      );
    if (overTime?.proportional) sentences.push(say('metrics.retention.overTime', ratio(overTime)));
    if (weighted)
      sentences.push(
        say('metrics.retention.weighted', {
          ...ratio(weighted),
          participants: number(Math.round(weighted.participants)),
          others: number(Math.round(weighted.others)),
        }),
      );
    if (weighted?.leftOut)
      sentences.push(
        say('metrics.retention.weighted.leftOut', {
          count: weighted.leftOut,
          people: number(weighted.leftOut),
        }),
      );
    // Nothing hidden can have decided a draw.
    if (!isOfLottery && hazard?.proportional && hazard.eValueLimit > 1)
      sentences.push(
        say('metrics.retention.eValue', { times: number(hazard.eValue, { maximumFractionDigits: 1 }) }),
      );
    sentences.push(...leftOutOf(retention));
    if (of === 'mentors.' && status === 'compared') sentences.push(say('metrics.retention.mentors.alone'));
    return sentences;
  };

  const leftOutOf = ({ side, noCounterpart, otherSide }: ToldRetention): string[] => [
    ...(noCounterpart
      ? [say('metrics.retention.noCounterpart', { count: noCounterpart, people: number(noCounterpart) })]
      : []),
    ...(otherSide
      ? [
          say(`metrics.retention.${side === 'mentor' ? 'mentors.' : ''}otherSide`, {
            count: otherSide,
            people: number(otherSide),
          }),
        ]
      : []),
  ];

  return (retention) => {
    const { side, balance, weighted, naive } = retention;
    return {
      finding: findingOf(retention),
      details: detailsOf(retention),
      method: methodOf(retention),
      balance: balance.map(({ fact, difference }) => {
        const after = weighted?.balance.find((one) => one.fact === fact);
        return {
          fact: say(`metrics.retention.balance.${fact}`),
          plain: size(difference),
          weighted: after ? size(after.difference) : null,
          isAlike: Math.abs(difference) < alikeBelow,
        };
      }),
      naive: naive && {
        number: say('metrics.retention.naive', {
          side,
          participants: percent(naive.participants),
          others: percent(naive.others),
        }),
        why: say('metrics.retention.naive.why'),
      },
    };
  };
}
