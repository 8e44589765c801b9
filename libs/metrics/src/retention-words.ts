import type { NumberFormats } from './metric-words.ts';

type Range = { estimate: number; lo: number; hi: number };
type Ratio = { ratio: number; lo: number; hi: number };
type Fact = 'grade' | 'tenure' | 'department' | 'site';
type Apart = { fact: Fact; difference: number };

/** What the words of the comparison are formed from, as every way out has it. */
export type ToldRetention = {
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
  smallestDetectableHazardRatio: number | null;
  naive: { participants: number; others: number } | null;
};

type Finding = 'notDue' | 'tooFew' | 'longer' | 'shorter' | 'no-difference';

/** The words that a catalogue must have for the comparison to be told; those of a lottery alone may say "because of". */
export type RetentionWord =
  | 'metrics.withheld'
  | `metrics.retention.${'' | 'lottery.'}${Finding | 'groups' | 'ratio' | 'detectable'}`
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

/**
 * The comparison of participants with others in words, the same on the screen and on paper. It says "because of" only
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
    const { status, verdict, design } = retention;
    const word = <T extends Finding>(finding: T) =>
      `metrics.retention.${design === 'lottery' ? 'lottery.' : ''}${finding}` as const;
    if (status === 'not-due') return say(word('notDue'), { day: day(retention.landmarkOn) });
    if (status === 'too-few-to-tell') return say(word('tooFew'));
    if (verdict === 'too-few') return say('metrics.retention.tooEarly', { day: day(retention.maturesOn) });
    return say(word(verdict));
  };

  const detailsOf = (retention: ToldRetention): string[] => {
    const { status, verdict, design, participants, others, difference } = retention;
    const { restrictedMeanDays: kept, smallestDetectableHazardRatio: smallest } = retention;
    const of = design === 'lottery' ? 'lottery.' : '';
    const details: string[] = [];
    if (status !== 'not-due')
      details.push(
        say(`metrics.retention.${of}groups`, {
          participants: count(participants.n),
          left: count(participants.events),
          others: count(others.n),
          othersLeft: count(others.events),
        }),
      );
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
      details.push(say(`metrics.retention.${of}detectable`, { percent: percent(smallest) }));
    return details;
  };

  const methodOf = ({ design, hazard, overTime, weighted, noCounterpart }: ToldRetention): string[] => {
    const isOfLottery = design === 'lottery';
    const of = isOfLottery ? 'lottery.' : '';
    const sentences: string[] = [];
    if (isOfLottery) sentences.push(say('metrics.retention.lottery.assigned'));
    if (hazard)
      sentences.push(
        hazard.proportional
          ? say(`metrics.retention.${of}ratio`, ratio(hazard))
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
    if (noCounterpart)
      sentences.push(
        say('metrics.retention.noCounterpart', { count: noCounterpart, people: number(noCounterpart) }),
      );
    return sentences;
  };

  return (retention) => {
    const { balance, weighted, naive } = retention;
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
          participants: percent(naive.participants),
          others: percent(naive.others),
        }),
        why: say('metrics.retention.naive.why'),
      },
    };
  };
}
