import { sides } from '@ithaca/domain/vocabulary';
import { measureActivePairings } from '@ithaca/metrics/active-pairings';
import { measureCadenceAdherence } from '@ithaca/metrics/adherence';
import { addDays } from '@ithaca/metrics/days';
import type { Day } from '@ithaca/metrics/days';
import { measureMatchRates } from '@ithaca/metrics/match-rate';
import { measureParticipation } from '@ithaca/metrics/participation';
import { unitsOfPeople } from '@ithaca/metrics/releases';
import type { Units } from '@ithaca/metrics/releases';
import { measureResponse } from '@ithaca/metrics/response-rate';
import { listCounted } from '@ithaca/metrics/satisfaction';

import type { AskFacts, CohortFacts } from '../facts/cohort-facts.queries.ts';
import { matchRows, participationRows } from '../cohort/cohort-numbers.queries.ts';
import { weekOf } from '../facts/meeting-weeks.ts';
import type { PairingFacts } from '../facts/pairing-facts.queries.ts';

/** What several numbers add up, so that they are guarded as one: the meetings of any time, held or due, and their hours. */
export const MEETINGS = 'meetings';

/**
 * How something stood on a day: the last day of a month and the first of the next are one, as reports of a month end where
 * managers' pages of the next begin.
 */
export const standingOn = (measure: string, day: Day): string => {
  const next = addDays(day, 1);
  return `${measure} ${next.endsWith('-01') ? next : day}`;
};

/** Measures of what people answered: also the numbers of everybody are let in by batches only. */
export const isAnswers = (measure: string) => measure.startsWith('satisfaction:');

/**
 * Over whom each number of a page is formed, by what it measures. A number has n = 1 for a row that is its unit. The facts
 * are those of the audience already; a pairing is about all of its people, wherever they belong.
 */
export function unitsBehind(facts: CohortFacts, minimumGroup: number): Map<string, Units> {
  const alone = { asOf: facts.asOf.day, minimumGroup: 0 };
  const frame = { ...alone, minimumGroup };
  const ofPairings = (isUnit: (pairing: PairingFacts) => boolean): Units =>
    new Map(facts.pairings.filter(isUnit).map(({ id, personIds }) => [id, personIds]));
  const ofAsks = (asks: readonly AskFacts[]): Units =>
    new Map(asks.map(({ personId, wave, role }) => [`${personId} ${role} ${wave}`, [personId]]));
  const idsOf = (rows: readonly { personId: string }[]) =>
    unitsOfPeople(rows.map(({ personId }) => personId));
  const taking = facts.enrolments.filter(({ takesPart }) => takesPart);
  const standing: [string, Units][] = [
    [
      'participation-rate',
      idsOf(participationRows(facts).filter((row) => measureParticipation([row], alone).n === 1)),
    ],
    ['active-pairings', ofPairings(({ life }) => measureActivePairings([life], alone).n === 1)],
    ['cadence-adherence', ofPairings(({ life }) => measureCadenceAdherence([life], alone).n === 1)],
  ];
  return new Map<string, Units>([
    ['people', idsOf(taking)],
    ...standing,
    ...standing.map(([measure, units]): [string, Units] => [standingOn(measure, facts.asOf.day), units]),
    ['match-rate', idsOf(matchRows(facts).filter((row) => measureMatchRates([row], alone).ever.n === 1))],
    ...sides.map((side): [string, Units] => [
      `satisfaction:${side}`,
      ofAsks(
        listCounted(
          facts.asks.filter(({ role }) => role === side),
          frame,
        ),
      ),
    ]),
    [
      'check-in-response',
      ofAsks(facts.asks.filter((ask) => measureResponse('check-in-response', [ask], alone).n === 1)),
    ],
    [MEETINGS, unitsOfMeetings(facts, null)],
    ['goals', unitsOfPeople(facts.goals.map(({ ownerId }) => ownerId))],
  ]);
}

/**
 * The meetings that could have been held in the days [from, to), null for all up to now: each pairing with each piece of time in which it
 * was open. A piece is a week, cut where a month begins, so that weeks, months, quarters and the whole are made of the same ones;
 * and where a pairing has ended, so that what is left of a week is not taken for as many pairings as began it.
 */
export function unitsOfMeetings(
  { pairings, cohort, asOf }: CohortFacts,
  days: { from: Day; to: Day } | null,
): Units {
  const first = pairings.reduce(
    (day, { life }) => (life.startedOn < day ? life.startedOn : day),
    cohort.startsOn,
  );
  const from = days && days.from > first ? days.from : first;
  const end = addDays(asOf.day, 1);
  const ends = new Set(pairings.flatMap(({ life }) => life.endedOn ?? []));
  return new Map(
    piecesOf({ from, to: days && days.to < end ? days.to : end }, ends).flatMap((piece) =>
      pairings
        .filter(
          ({ life }) => life.startedOn < piece.to && (life.endedOn === null || life.endedOn >= piece.from),
        )
        .map(({ id, personIds }): [string, string[]] => [`${id} ${piece.from}`, personIds]),
    ),
  );
}

/** The pieces of the days [from, to), each begun by a Monday, the first of a month, or the day after one of the ends. */
function piecesOf({ from, to }: { from: Day; to: Day }, ends: ReadonlySet<Day>): { from: Day; to: Day }[] {
  const begins = (day: Day) => day.endsWith('-01') || weekOf(day) === day || ends.has(addDays(day, -1));
  let start = from;
  while (!begins(start)) start = addDays(start, -1);
  const pieces: { from: Day; to: Day }[] = [];
  for (let day = addDays(start, 1); start < to; day = addDays(day, 1)) {
    if (!begins(day)) continue;
    pieces.push({ from: start, to: day });
    start = day;
  }
  return pieces;
}
