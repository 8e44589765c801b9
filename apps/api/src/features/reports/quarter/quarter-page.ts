import type { QuarterPage, Report } from '@ithaca/contracts/reports';
import { addDays, quarterOf } from '@ithaca/metrics/days';
import type { Day, Quarter } from '@ithaca/metrics/days';
import { standingOf } from '@ithaca/metrics/standing';
import { isTold, suppress } from '@ithaca/metrics/suppression';

import type { CohortFacts, MeetingFacts } from '../../metrics/facts/cohort-facts.queries.ts';
import { heldMeetings } from '../../metrics/cohort/cohort-numbers.queries.ts';

/** The quarters from the start of a cohort to the as-of day or its end, the latest first. */
export function quartersOf({ startsOn, endsOn }: CohortFacts['cohort'], asOf: Day): Quarter[] {
  const last = asOf < endsOn ? asOf : endsOn;
  const found = [quarterOf(startsOn)];
  for (let next = quarterOf(found[0]?.to ?? last); next.from <= last; next = quarterOf(next.to))
    found.unshift(next);
  return found;
}

/**
 * The page formed from the same facts as the report; `key` names one of its quarters. Null where it has no such quarter. What
 * the quarter took is told if it `may` go out beside all that managers were told of their areas week by week.
 */
export function quarterPageOf(
  facts: CohortFacts,
  report: Report,
  key: string | undefined,
  may: (quarter: Quarter) => boolean,
): QuarterPage | null {
  const { day } = facts.asOf;
  const quarters = quartersOf(facts.cohort, day);
  const chosen =
    key === undefined
      ? (quarters.find(({ to }) => to <= day) ?? quarters.at(-1))
      : quarters.find((quarter) => quarter.key === key);
  if (!chosen) return null;
  const isIn = ({ on }: MeetingFacts) => chosen.from <= on && on < chosen.to;
  const held = heldMeetings(facts);
  const within = held.filter(isIn);
  const k = report.minimumGroup;
  // What a quarter took could be had by subtraction from the whole: it is told only where the rest may be told too.
  const shown = shownOf(
    [
      { key: 'quarter', n: membersOf(facts, within).size },
      {
        key: 'rest',
        n: membersOf(
          facts,
          held.filter((meeting) => !isIn(meeting)),
        ).size,
      },
    ],
    k,
  );
  const isOver = chosen.to <= day;
  const took = spentOn('quarter', facts, shown.has('quarter') && may(chosen) ? within : null, k);
  const whole = spentOn('whole', facts, held, k);
  return {
    report: {
      ...report,
      heldByWeek: report.heldByWeek.filter(
        ({ weekStartsOn }) => chosen.from <= weekStartsOn && weekStartsOn < chosen.to,
      ),
    },
    quarter: { key: chosen.key, from: chosen.from, to: addDays(chosen.to, -1), isOver },
    quarters: quarters.map((quarter) => quarter.key),
    spent: [
      { ...took, people: peopleOf(took.people, [whole.people, report.areaPeople], k) },
      { ...whole, people: peopleOf(whole.people, [report.areaPeople], k) },
    ],
    limits: limitsOf(report, held, isOver),
  };
}

const shownOf = (cells: { key: string; n: number }[], k: number): ReadonlySet<string> => {
  const margin = cells.filter(({ n }) => n > 0);
  const { cells: decided } = suppress(margin, { k, complement: false, homogeneity: null });
  const hidden = new Set(decided.filter(({ suppressed }) => suppressed).map((cell) => cell.key));
  return new Set(cells.map((cell) => cell.key).filter((cell) => !hidden.has(cell)));
};

/** How many met is told unless too few lie between it and a number of people that the page tells as well. */
function peopleOf(people: number | null, beside: readonly (number | null)[], k: number): number | null {
  if (people === null) return null;
  const isApart = (other: number | null) => other === null || other <= people || isTold(other - people, k);
  return beside.every(isApart) ? people : null;
}

function membersOf({ pairings }: CohortFacts, meetings: readonly MeetingFacts[]): Set<string> {
  const ids = new Set(meetings.map(({ pairingId }) => pairingId));
  return new Set(pairings.filter(({ id }) => ids.has(id)).flatMap(({ personIds }) => personIds));
}

function spentOn(
  span: 'quarter' | 'whole',
  facts: CohortFacts,
  meetings: readonly MeetingFacts[] | null,
  k: number,
): QuarterPage['spent'][number] {
  const nothing = { span, meetings: null, people: null, hours: null, mentorHours: null, menteeHours: null };
  if (meetings === null) return nothing;
  const members = membersOf(facts, meetings);
  if (members.size > 0 && !isTold(members.size, k)) return nothing;
  const mentors = new Set(
    facts.enrolments.filter(({ role }) => role === 'mentor').map((one) => one.personId),
  );
  const sizes = new Map(facts.pairings.map(({ id, personIds }) => [id, personIds.length]));
  const hoursOf = (countIn: (pairingId: string) => number) =>
    Math.round(meetings.reduce((sum, { pairingId, minutes }) => sum + minutes * countIn(pairingId), 0) / 6) /
    10;
  const sizeOf = (id: string) => sizes.get(id) ?? 0;
  const ofMentors = [...members].filter((id) => mentors.has(id)).length;
  const sides = shownOf(
    [
      { key: 'mentors', n: ofMentors },
      { key: 'mentees', n: members.size - ofMentors },
    ],
    k,
  );
  const isSplit = facts.cohort.format !== 'peer' && sides.has('mentors') && sides.has('mentees');
  return {
    span,
    meetings: meetings.length,
    people: members.size,
    hours: hoursOf(sizeOf),
    mentorHours: isSplit ? hoursOf((id) => Math.min(1, sizeOf(id))) : null,
    menteeHours: isSplit ? hoursOf((id) => Math.max(0, sizeOf(id) - 1)) : null,
  };
}

/** What nobody should read into the page, the gravest first. */
function limitsOf(report: Report, held: readonly MeetingFacts[], isOver: boolean): QuarterPage['limits'] {
  const { metrics, retention } = report;
  const response = metrics.find(({ key }) => key === 'check-in-response');
  const standings = metrics.map(standingOf);
  const few = standings.filter((standing) => standing === 'few' || standing === 'too-few').length;
  const withheld = standings.filter((standing) => standing === 'withheld').length;
  const unconfirmed = held.filter(({ confirmations }) => confirmations === 0).length;
  const isTold = retention?.status === 'compared' && retention.verdict !== 'too-few';
  const found: (QuarterPage['limits'][number] | null)[] = [
    { code: retention?.design === 'lottery' ? 'lottery' : 'voluntary', facts: {} },
    isOver ? null : { code: 'running', facts: {} },
    isTold ? null : { code: 'retention', facts: {} },
    response && !response.suppressed && response.estimate !== null && response.estimate < 1
      ? { code: 'silent', facts: { share: 1 - response.estimate } }
      : null,
    few > 0 ? { code: 'few', facts: { count: few } } : null,
    withheld > 0 ? { code: 'withheld', facts: { count: withheld } } : null,
    unconfirmed >= report.minimumGroup
      ? { code: 'unconfirmed', facts: { share: unconfirmed / held.length } }
      : null,
    { code: 'money', facts: {} },
  ];
  return found.filter((limit) => limit !== null);
}
