import { metricWords } from '../metric-words.ts';
import { retentionWords } from '../retention-words.ts';
import { goalStates, type ToldReport, type Writer } from './report-words.ts';
import { footOf, type Foot, type Line, type Part, type Tile } from './sheet.ts';

const tileKeys = ['match-rate', 'meetings-held', 'cadence-adherence', 'satisfaction'];

const tilesOf = ({ metrics }: ToldReport) =>
  tileKeys.flatMap((key) => metrics.find((metric) => metric.key === key) ?? []);

/** Who is told of, and as of when. */
export const scopeOf = ({ say, format }: Writer, { audience, areaPeople, asOf }: ToldReport): string =>
  `${say(`reports.audience.${audience}`, { count: areaPeople })} · ${say('metrics.asOf', { at: format.instant(asOf) })}`;

/** Usefulness is never told without how many were asked. Of peers it is what all of them say, not one side. */
function responseOf({ say, format }: Writer, { metrics, cohort }: ToldReport): string[] {
  const response = metrics.find(({ key }) => key === 'check-in-response');
  if (!response) return [];
  const answered =
    response.suppressed || response.estimate === null
      ? say('reports.response.withheld')
      : say('reports.response', {
          percent: format.percent(response.estimate),
          part: format.number(response.numerator ?? 0),
          base: format.number(response.denominator ?? 0),
        });
  return [cohort.format === 'peer' ? answered : `${say('reports.mentees')} · ${answered}`];
}

/**
 * Four numbers, each with its base and interval. One that stays what it was a month before says of which day it is;
 * `caption` says of which time all of them are.
 */
export function tilesPart(writer: Writer, report: ToldReport, caption: string | null = null): Part {
  const { say, format } = writer;
  const words = metricWords(say, format);
  const tiles = tilesOf(report).map((metric): Tile => {
    const { label, value, isTold, isFew, base, notes } = words.said(metric);
    const kept = {
      day: format.instant(metric.asOf),
      minimum: format.number(report.minimumGroup),
    };
    return {
      key: metric.key,
      label,
      value,
      isTold,
      isFew,
      notes: [
        ...(base === null ? [] : [base]),
        ...notes,
        ...(metric.asOf < report.asOf ? [say('reports.kept', kept)] : []),
        ...(metric.key === 'satisfaction' ? responseOf(writer, report) : []),
      ],
    };
  });
  return { kind: 'tiles', id: 'numbers', caption, tiles };
}

/** Meetings held against what the agreed rhythm asks for, by week; what few people stand behind is withheld, not empty. */
export function weeksPart({ say, format }: Writer, { heldByWeek: weeks }: ToldReport): Part {
  const isTold = weeks.some(({ held }) => (held ?? 0) > 0) || weeks.every(({ held }) => held === 0);
  const plain = say('reports.weeks.title.plain');
  if (weeks.length === 0 || !isTold)
    return {
      kind: 'words',
      id: 'weeks',
      title: plain,
      lines: [{ text: say('reports.weeks.none'), weight: 'small' }],
    };
  const isComplete = weeks.every(({ held }) => held !== null);
  const told = weeks.filter(({ held, expected }) => held !== null && expected !== null);
  const sum = (of: 'held' | 'expected') => told.reduce((total, week) => total + (week[of] ?? 0), 0);
  return {
    kind: 'columns',
    id: 'weeks',
    title:
      sum('expected') > 0
        ? say(isComplete ? 'reports.weeks.title' : 'reports.weeks.title.told', {
            percent: format.percent(sum('held') / sum('expected')),
            held: format.number(sum('held')),
            expected: format.number(sum('expected')),
          })
        : plain,
    summary: say(isComplete ? 'reports.weeks.summary' : 'reports.weeks.summary.withheld'),
    words: {
      category: say('metrics.weeks.header'),
      value: say('metrics.weeks.held'),
      target: say('reports.weeks.expected'),
      hidden: say('metrics.withheld'),
    },
    items: weeks.map(({ weekStartsOn, held, expected }) => ({
      id: weekStartsOn,
      label: format.day(weekStartsOn, 'short'),
      value: held,
      target: expected,
    })),
  };
}

/** Goals by state. A state that too few people stand behind is named as withheld and has no part in the bar. */
export function goalsPart({ say, format }: Writer, { goals }: ToldReport): Part {
  const told = goalStates.filter((state) => goals?.[state] != null);
  const hidden = goalStates.filter((state) => goals === null || goals[state] === null);
  const all = told.reduce((sum, state) => sum + (goals?.[state] ?? 0), 0);
  const title = say('reports.goals.title.plain');
  const withheld =
    hidden.length === 0
      ? null
      : say('reports.goals.withheld', {
          states: format.list(hidden.map((state) => say(`reports.goals.${state}`))),
        });
  if (all === 0)
    return {
      kind: 'words',
      id: 'goals',
      title,
      lines: [{ text: withheld ?? say('reports.goals.none'), weight: 'small' }],
    };
  return {
    kind: 'stack',
    id: 'goals',
    title: withheld
      ? title
      : say('reports.goals.title', {
          reached: format.number(goals?.reached ?? 0),
          all: format.number(all),
        }),
    row: say('reports.goals.row', { count: all }),
    parts: told.map((state) => ({
      id: state,
      label: say(`reports.goals.${state}`),
      value: goals?.[state] ?? 0,
    })),
    note: withheld,
  };
}

/** What it took of people's time. */
export function hoursPart({ say, format }: Writer, { hours, areaPeople }: ToldReport): Part {
  const title = say('reports.hours');
  if (hours === null)
    return {
      kind: 'words',
      id: 'hours',
      title,
      lines: [{ text: say('reports.hours.withheld'), weight: 'small' }],
    };
  const each = areaPeople > 0 ? hours / areaPeople : 0;
  return {
    kind: 'figure',
    id: 'hours',
    title,
    value: say('reports.hours.total', { count: Math.round(hours) }),
    note: say('reports.hours.each', { hours: format.number(each, { maximumFractionDigits: 1 }) }),
  };
}

/** What may be said about who stays, and the number everybody would compute. */
export function retentionPart({ say, format }: Writer, report: ToldReport): Part {
  const { retention, retentionOfMentors } = report;
  const part = (lines: Line[]): Part => ({
    kind: 'words',
    id: 'retention',
    title: say('metrics.retention'),
    lines,
  });
  if (!retention) return part([{ text: say('reports.retention.area'), weight: 'small' }]);
  const wordsOf = retentionWords(say, format);
  const { finding, details, naive } = wordsOf(retention);
  const ofMentors = retentionOfMentors && wordsOf(retentionOfMentors).finding;
  return part([
    { text: finding, weight: 'lead' },
    ...(details.length > 0 ? [{ text: details.slice(0, 3).join(' '), weight: 'small' as const }] : []),
    ...(naive ? [{ text: `${naive.number} ${naive.why}`, weight: 'small' as const }] : []),
    // What it is too early for, it is too early for of mentors as well.
    ...(ofMentors && ofMentors !== finding ? [{ text: ofMentors, weight: 'plain' as const }] : []),
  ]);
}

/** Method, privacy and definitions of the four numbers. */
export const reportFoot = (writer: Writer, report: ToldReport): Foot =>
  footOf(writer, { ...report, frozen: report.period, metrics: tilesOf(report) });
