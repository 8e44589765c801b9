import { addDays, daysBetween } from '@ithaca/domain/cohort';
import { surveyQuestionsFor } from '@ithaca/domain/survey';
import type { Survey, SurveyMoment, SurveyQuestion } from '@ithaca/domain/survey';
import { defaultSurveys } from '@ithaca/domain/survey-defaults';
import type { Side } from '@ithaca/domain/vocabulary';

import { surveyTexts } from './demo-words.ts';
import type { Given, GivenCohort, GivenPairing, GivenPerson, GivenProgram } from './given.ts';
import { sequentialId } from './ids.ts';
import { Random } from '@ithaca/domain/random';

const DAY = 86_400_000;

/** A pairing as far as surveys are asked of it. */
export interface SurveyedPairing {
  pairing: GivenPairing;
  startedAt: Date;
  firstHeld: Date | null;
  /** It ended before its time: nobody is asked any more. */
  endedEarly: boolean;
}

/** The surveys of a program as the product brings them, already asked once. */
export function tellSurveyPlan(given: Given, program: GivenProgram, now: Date): Promise<void> {
  return given.insert('survey_plans', [
    {
      organisationId: program.organisationId,
      programId: program.id,
      number: 1,
      content: JSON.stringify(defaultSurveys('one-to-one', 'en')),
      savedAt: new Date(now.getTime() - 600 * DAY),
    },
  ]);
}

/** What a cohort was asked at each moment until now, and what most of its people answered. */
export async function tellSurveys(
  given: Given,
  cohort: GivenCohort,
  pairings: readonly SurveyedPairing[],
  now: Date,
): Promise<void> {
  // Its own numbers, so that the rest of the story stays what it is without surveys.
  const random = new Random(Number.parseInt(cohort.startsOn.replaceAll('-', ''), 10));
  const surveys = defaultSurveys('one-to-one', 'en').filter(({ isOn }) => isOn);
  const asks: Record<string, unknown>[] = [];
  const answers: Record<string, unknown>[] = [];
  const asked = new Set<string>();
  for (const survey of surveys)
    for (const story of pairings) {
      const at = askedAt(survey.moment, cohort, story);
      if (
        at === null ||
        at > now ||
        (story.endedEarly && survey.moment !== 'start' && survey.moment !== 'fit')
      )
        continue;
      for (const [person, role] of [
        [story.pairing.mentor, 'mentor'],
        [story.pairing.mentee, 'mentee'],
      ] as const) {
        const key = `${survey.moment} ${survey.moment === 'fit' ? story.pairing.id : ''} ${person.id}`;
        if (asked.has(key)) continue;
        asked.add(key);
        const isOpen = at.getTime() + 14 * DAY > now.getTime();
        const isAnswered = random.chance(isOpen ? 0.4 : 0.78);
        const ask = askOf(survey, story.pairing, person, role, { at, isAnswered });
        asks.push(ask);
        if (isAnswered) answers.push(answerOf(random, survey, cohort, role, ask.id, isOpen));
      }
    }
  await given.insert('survey_asks', asks);
  await given.insert('survey_answers', random.shuffle(answers));
}

function askOf(
  survey: Survey,
  pairing: GivenPairing,
  person: GivenPerson,
  role: Side,
  { at, isAnswered }: { at: Date; isAnswered: boolean },
) {
  return {
    organisationId: pairing.organisationId,
    id: sequentialId(at),
    cohortId: pairing.cohortId,
    personId: person.id,
    role,
    moment: survey.moment,
    pairingId: pairing.id,
    planNumber: 1,
    isAnonymous: survey.isAnonymous,
    askedAt: at,
    dueAt: new Date(at.getTime() + 14 * DAY),
    isAnswered,
  };
}

function answerOf(
  random: Random,
  survey: Survey,
  cohort: GivenCohort,
  role: Side,
  askId: string,
  isOpen: boolean,
) {
  return {
    organisationId: cohort.organisationId,
    id: randomId(random),
    cohortId: cohort.id,
    moment: survey.moment,
    role,
    planNumber: 1,
    askId: survey.isAnonymous ? null : askId,
    // What is still open is not counted yet.
    round: isOpen ? null : 1,
    answers: Object.fromEntries(
      surveyQuestionsFor(survey, role).flatMap((question) => {
        const given = valueOf(random, survey.moment, question);
        return given === null ? [] : [[question.key, given]];
      }),
    ),
  };
}

function valueOf(random: Random, moment: SurveyMoment, { key, kind, options }: SurveyQuestion) {
  switch (kind) {
    case 'scale':
      if (moment === 'fit') return random.pick([3, 3, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 2]);
      return moment === 'start' ? random.pick([2, 2, 3, 3, 3, 4, 4, 5]) : random.pick([3, 4, 4, 4, 5, 5]);
    case 'nps':
      return random.pick([10, 10, 9, 9, 9, 8, 8, 7, 6, 4]);
    case 'choice':
      return random.pick(options);
    case 'choices':
      return random.sample(options, random.between(1, 3));
    case 'text':
      return random.chance(0.45) ? random.pick(surveyTexts[key] ?? ['More time for it.']) : null;
  }
}

function askedAt(
  moment: SurveyMoment,
  { startsOn, endsOn }: GivenCohort,
  { startedAt, firstHeld }: SurveyedPairing,
): Date | null {
  const on = (day: string) => new Date(`${day}T08:00:00Z`);
  switch (moment) {
    case 'start':
      return new Date(startedAt.getTime() + DAY);
    case 'fit':
      return firstHeld && new Date(firstHeld.getTime() + DAY);
    case 'middle':
      return on(addDays(startsOn, Math.floor(daysBetween(startsOn, endsOn) / 2)));
    case 'end':
      return on(endsOn);
    default:
      return on(addDays(endsOn, Number(moment.slice('after-'.length))));
  }
}

/** A UUID of version 4 from the story's own numbers: it tells no time. */
function randomId(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.between(0, 15).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
