import { sides } from '@ithaca/domain/vocabulary';
import { measureActivePairings } from '@ithaca/metrics/active-pairings';
import { measureCadenceAdherence } from '@ithaca/metrics/adherence';
import { measureMatchRates } from '@ithaca/metrics/match-rate';
import { measureParticipation } from '@ithaca/metrics/participation';
import { unitsOfPeople } from '@ithaca/metrics/releases';
import type { Units } from '@ithaca/metrics/releases';
import { measureResponse } from '@ithaca/metrics/response-rate';
import { listCounted } from '@ithaca/metrics/satisfaction';

import type { AskFacts, CohortFacts } from '../facts/cohort-facts.queries.ts';
import { matchRows, participationRows } from '../cohort/cohort-numbers.queries.ts';
import { groupByWeek, isOpenInWeek } from '../facts/meeting-weeks.ts';
import type { PairingFacts } from '../facts/pairing-facts.queries.ts';

/** What several numbers add up, so that they are guarded as one: the meetings as a whole, held or due, and their hours. */
export const MEETINGS = 'meetings';
/** The meetings week by week: each week is a number of its own. */
export const WEEKS = 'meetings-by-week';

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
  return new Map<string, Units>([
    ['people', idsOf(taking)],
    [
      'participation-rate',
      idsOf(participationRows(facts).filter((row) => measureParticipation([row], alone).n === 1)),
    ],
    ['match-rate', idsOf(matchRows(facts).filter((row) => measureMatchRates([row], alone).ever.n === 1))],
    ['active-pairings', ofPairings(({ life }) => measureActivePairings([life], alone).n === 1)],
    ['cadence-adherence', ofPairings(({ life }) => measureCadenceAdherence([life], alone).n === 1)],
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
    [MEETINGS, ofPairings(({ life }) => life.startedOn <= facts.asOf.day)],
    [WEEKS, unitsOfWeeks(facts, () => true)],
    ['goals', unitsOfPeople(facts.goals.map(({ ownerId }) => ownerId))],
  ]);
}

/** The pairings that were open in the weeks, each with its week: who could have met. */
export function unitsOfWeeks(facts: CohortFacts, isAsked: (weekStartsOn: string) => boolean): Units {
  const weeks = groupByWeek(facts.meetings, facts.cohort, facts.asOf.day)
    .map(({ weekStartsOn }) => weekStartsOn)
    .filter((week) => week <= facts.asOf.day && isAsked(week));
  return new Map(
    weeks.flatMap((week) =>
      facts.pairings
        .filter(({ life }) => isOpenInWeek(life, week))
        .map(({ id, personIds }): [string, string[]] => [`${id} ${week}`, personIds]),
    ),
  );
}
