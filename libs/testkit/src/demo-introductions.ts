import { addDays } from '@ithaca/domain/cohort';

import type { Employee } from './demo-directory.ts';
import type { SurveyedPairing } from './demo-surveys.ts';
import type { Given } from './given.ts';
import { sequentialId } from './ids.ts';

const DAY = 86_400_000;

/** One in so many pairings has led to something. */
const EVERY = 4;

/** What the pairings of a running cohort do for each other beyond their talks: of the demo's own pair one of each kind. */
export async function tellIntroductions(
  given: Given,
  played: readonly SurveyedPairing[],
  colleagues: readonly Employee[],
  { now, own }: { now: Date; own: { mentee: Employee; manager: Employee; named: ReadonlySet<string> } },
): Promise<void> {
  const running = played.filter(({ firstHeld }) => firstHeld !== null);
  const first = running.find(({ pairing }) => pairing.mentee.id === own.mentee.person.id);
  const taking = new Set(running.flatMap(({ pairing }) => [pairing.mentor.id, pairing.mentee.id]));
  const thirds = colleagues.filter(
    (one) => one.leftOn === null && !taking.has(one.person.id) && !own.named.has(one.person.id),
  );
  const row = (pairing: SurveyedPairing['pairing'], more: object) => ({
    organisationId: pairing.organisationId,
    id: sequentialId(now),
    pairingId: pairing.id,
    cohortId: pairing.cohortId,
    kind: 'introduction',
    by: 'helper',
    helperId: pairing.mentor.id,
    guestId: pairing.mentee.id,
    thirdId: null as string | null,
    words: '',
    opening: '',
    length: null as string | null,
    dayOn: null as string | null,
    dayBy: null as string | null,
    dayAgreed: false,
    dueOn: null as string | null,
    state: 'made',
    createdAt: new Date(now.getTime() - 40 * DAY),
    answerBy: null as Date | null,
    sentAt: null as Date | null,
    madeAt: null as Date | null,
    followUpOn: null as string | null,
    usefulness: null as number | null,
    ...more,
  });
  const today = now.toISOString().slice(0, 10);
  const past = running
    .filter(({ pairing }) => pairing !== first?.pairing)
    .filter((_, index) => index % EVERY === 0)
    .flatMap(({ pairing }, index) => {
      const third = thirds[index + 5];
      return third
        ? [
            row(pairing, {
              thirdId: third.person.id,
              words: 'You have both worked on the same question from two sides.',
              state: index % 3 === 2 ? 'missed' : 'done',
              sentAt: new Date(now.getTime() - 36 * DAY),
              madeAt: new Date(now.getTime() - 35 * DAY),
              usefulness: index % 3 === 2 ? null : 4 + (index % 2),
            }),
          ]
        : [];
    });
  const [pilot, host] = thirds;
  if (!first || !pilot || !host) return given.insert('introductions', past);
  const { pairing } = first;
  await given.insert('introductions', [
    ...past,
    row(pairing, {
      thirdId: own.manager.person.id,
      words: 'Emil would like to hear how a team is built from nothing. You have done it twice.',
      opening: 'Emil, Marcus has built two teams from an empty room. Marcus, Emil asks good questions.',
      state: 'sent',
      createdAt: new Date(now.getTime() - 3 * DAY),
      sentAt: new Date(now.getTime() - 2 * DAY),
      answerBy: new Date(now.getTime() + 12 * DAY),
    }),
    row(pairing, {
      kind: 'shadowing',
      thirdId: host.person.id,
      words: 'A morning in the control room shows more than three talks.',
      length: 'half-day',
      dayOn: addDays(today, 9),
      dayBy: pairing.mentor.id,
      state: 'offered',
      createdAt: new Date(now.getTime() - 1 * DAY),
      answerBy: new Date(now.getTime() + 13 * DAY),
    }),
    row(pairing, {
      kind: 'sponsorship',
      words: 'Name Emil for the steering group of the new platform.',
      dueOn: addDays(today, 24),
      followUpOn: addDays(today, 24),
      createdAt: new Date(now.getTime() - 10 * DAY),
      madeAt: new Date(now.getTime() - 10 * DAY),
    }),
    row(pairing, {
      thirdId: pilot.person.id,
      words: 'You both want the test bench to talk to the planning tool.',
      state: 'made',
      createdAt: new Date(now.getTime() - 22 * DAY),
      sentAt: new Date(now.getTime() - 20 * DAY),
      madeAt: new Date(now.getTime() - 15 * DAY),
      followUpOn: addDays(today, -1),
    }),
  ]);
}
