import type { HomeCard, homeRoutes } from '@ithaca/contracts/reports';
import type { Standing } from '@ithaca/contracts/enrolments';
import type { Introduction } from '@ithaca/contracts/introductions';
import type { OpenCohort } from '@ithaca/contracts/programs';
import type { ReplyOf } from '@ithaca/contracts/route';
import type { SurveyAsk } from '@ithaca/contracts/survey-answers';
import type { CheckIn } from '@ithaca/contracts/surveys';
import { can } from '@ithaca/domain/permissions';
import type { Actor } from '@ithaca/domain/permissions';

import { dayIn } from '../../platform/clock.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { readApprovalsAsked } from '../enrolments/admission/admission.queries.ts';
import { readStandings } from '../enrolments/admission/standing.queries.ts';
import { listWaitingIntroductions } from '../introductions/introductions.queries.ts';
import { readDesk } from '../metrics/today.queries.ts';
import { listOpenCohorts } from '../programs/open-cohorts.queries.ts';
import { listAskedForMe, listWhatRequestsAsk } from '../requests/requests.queries.ts';
import { listMySurveys } from '../surveys/moments/survey-asks.queries.ts';
import { listMyCheckIns } from '../surveys/surveys.queries.ts';
import { readMyPairings } from './my-pairings.queries.ts';
import type { MyPairing } from './my-pairings.queries.ts';

type Home = ReplyOf<typeof homeRoutes.get>;
type NextDate = NonNullable<Home['nextDate']>;

/** The most pressing kind first; within a kind the earliest. Somebody who waits for me comes before my own things. */
const ORDER: readonly HomeCard['kind'][] = [
  'take-seat',
  'accept-pairing',
  'answer-request',
  'answer-suggestion',
  'answer-introduction',
  'decide-approvals',
  'check-in',
  'answer-survey',
  'confirm-meeting',
  'confirm-goal',
  'next-meeting',
  'review-matching',
  'help-pairings',
  'sign-agreement',
  'plan-meeting',
  'unread-messages',
  'action-due',
  'tell-introduction',
  'choose-mentors',
  'finish-enrolment',
  'waiting-for-approval',
  'waiting-for-seat',
  'waiting-for-draw',
  'waiting-for-answer',
  'waiting-for-match',
  'paused-enrolment',
  'open-cohort',
];
/** Kinds that only inform or offer: with nothing else the page says that nothing is due, and names the next date. */
const NOT_DUE: ReadonlySet<HomeCard['kind']> = new Set([
  'waiting-for-approval',
  'waiting-for-seat',
  'waiting-for-draw',
  'waiting-for-answer',
  'waiting-for-match',
  'paused-enrolment',
  'open-cohort',
]);
const SOON_DAYS = 7;
const MOST_OPEN_COHORTS = 3;

/** What should I do next? Grain: one thing to do, the most pressing first; by all the parts I play. */
export async function readHome(db: Database, actor: Actor, clock: Clock): Promise<Home> {
  const now = clock.now();
  const pairings = await readMyPairings(db, actor, now);
  const checkIns = (await listMyCheckIns(db, actor, now)).filter(
    ({ open, answeredAt }) => open && answeredAt === null,
  );
  const surveys = (await listMySurveys(db, actor, now)).filter(({ state }) => state === 'open');
  const requests = await listWhatRequestsAsk(db, actor);
  const introductions = await listWaitingIntroductions(db, actor, now);
  const cohorts = await listOpenCohorts(db, clock, actor);
  const standings = await readStandings(
    db,
    clock,
    actor.organisationId,
    cohorts.flatMap(({ mine }) => mine.map(({ enrolmentId: id, state }) => ({ id, state }))),
  );
  const isInPool = cohorts.some(({ mine }) => mine.some(({ state }) => state === 'in-pool'));
  const asked = isInPool ? await listAskedForMe(db, actor) : [];
  const approvals = actor.isManager ? await readApprovalsAsked(db, clock, actor) : null;
  const coordinates = actor.grants.some(({ role }) => role === 'owner' || role === 'coordinator');
  const desk = coordinates ? await readDesk(db, actor, now) : { atRisk: 0, next: null };
  const runs = coordinates ? await readReadyRuns(db, actor) : [];

  const cards = [
    ...pairings.flatMap((pairing) => pairingCards(pairing, now)),
    ...requests.map((one) =>
      one.kind === 'answer-request'
        ? card(one.kind, '/my/places', iso(one.dueAt), {
            programName: one.programName,
            partnerNames: [one.menteeName],
            isOfPeers: one.isOfPeers,
          })
        : one.kind === 'answer-suggestion'
          ? card(one.kind, `/my/choices/${one.enrolmentId}`, iso(one.dueAt), {
              programName: one.programName,
              partnerNames: [one.mentorName],
            })
          : card(one.kind, `/my/choices/${one.enrolmentId}`, null, {
              programName: one.programName,
              isAgain: one.isAgain,
              isOfPeers: one.isOfPeers,
            }),
    ),
    ...introductions.map(introductionCard),
    ...checkIns.map(checkInCard),
    ...surveys.map(surveyCard),
    ...cohorts.flatMap((cohort) =>
      myEnrolmentCards(cohort, { standings, pairings, asked, today: dayIn(now, 'UTC') }),
    ),
    ...(approvals ? [card('decide-approvals', '/team', iso(approvals.askedAt), approvals.facts)] : []),
    ...cohorts.filter(isOffered).slice(0, MOST_OPEN_COHORTS).map(openCohortCard),
    ...runs.map(runCard),
    ...(desk.atRisk > 0 ? [card('help-pairings', '/today', null, { count: desk.atRisk })] : []),
  ].sort(byUrgency);
  const isQuiet = cards.every(({ kind }) => NOT_DUE.has(kind));
  const hasMeeting = cards.some(({ kind }) => kind === 'next-meeting');
  return {
    asOf: now.toISOString(),
    cards,
    // With other things to do, a meeting that is no card yet is still worth knowing.
    nextDate: isQuiet
      ? nextDateOf(pairings, cohorts, desk.next, now)
      : hasMeeting
        ? null
        : nextDateOf(pairings, [], null, now),
  };
}

function card(
  kind: HomeCard['kind'],
  path: string,
  at: string | null,
  facts: Record<string, unknown>,
): HomeCard {
  return { kind, path, at, facts };
}

function byUrgency(x: HomeCard, y: HomeCard): number {
  const rank = ORDER.indexOf(x.kind) - ORDER.indexOf(y.kind);
  if (rank !== 0) return rank;
  const [first, second] = [x.at ?? '~', y.at ?? '~'];
  return first < second ? -1 : first > second ? 1 : x.path < y.path ? -1 : 1;
}

/** What one open pairing of mine asks of me. */
function pairingCards(pairing: MyPairing, now: Date): HomeCard[] {
  const { id, partnerNames, programName, circle, coming, unanswered, claimedGoal, unread, actions } = pairing;
  const path = `/pairings/${id}`;
  const names = { partnerNames, programName, ...(circle && { circle }) };
  if (pairing.state === 'offered')
    return pairing.hasAccepted
      ? []
      : [card('accept-pairing', path, pairing.publishedAt.toISOString(), names)];
  const cards: HomeCard[] = [];
  if (unanswered)
    cards.push(
      card('confirm-meeting', `${path}/meetings/${unanswered.id}`, iso(unanswered.startsAt), {
        ...names,
        title: unanswered.title,
        meetingId: unanswered.id,
      }),
    );
  if (claimedGoal)
    cards.push(
      card('confirm-goal', `${path}/goals`, iso(claimedGoal.at), {
        programName,
        partnerNames: [claimedGoal.byName],
        title: claimedGoal.title,
      }),
    );
  if (pairing.state === 'active' && coming && isSoon(coming.startsAt, now))
    cards.push(
      card('next-meeting', `${path}/meetings/${coming.id}`, iso(coming.startsAt), {
        ...names,
        title: coming.title,
        durationMinutes: coming.durationMinutes,
      }),
    );
  if (pairing.state === 'active' && !pairing.hasSigned)
    cards.push(
      card('sign-agreement', `${path}#agreement`, null, { ...names, isWritten: pairing.isAgreementWritten }),
    );
  if (pairing.state === 'active' && !coming && !pairing.hasItsOneMeeting)
    cards.push(
      card('plan-meeting', `${path}/meetings/new`, null, {
        ...names,
        lastHeldAt: pairing.lastHeldAt?.toISOString() ?? null,
        isFirst: !pairing.hasHadMeeting,
      }),
    );
  if (unread)
    cards.push(
      card('unread-messages', `${path}/messages`, iso(unread.since), { ...names, count: unread.count }),
    );
  for (const action of actions)
    cards.push(
      card('action-due', path, action.dueOn, { ...names, actionId: action.id, title: action.title }),
    );
  return cards;
}

/** An answer that is waited for, or a word about what came of it; for the colleague it says no program. */
function introductionCard(one: Introduction): HomeCard {
  const { helper, guest, third, myPart, isMyTurn, kind, id } = one;
  const about = isMyTurn
    ? myPart === 'helper'
      ? guest
      : helper
    : myPart === 'helper'
      ? guest
      : (third ?? helper);
  return card(isMyTurn ? 'answer-introduction' : 'tell-introduction', `/introductions/${id}`, one.answerBy, {
    partnerNames: [about.displayName],
    of: kind,
  });
}

function checkInCard(checkIn: CheckIn): HomeCard {
  const { programName, partnerNames, wave } = checkIn;
  return card('check-in', `/check-ins/${checkIn.id}`, checkIn.dueAt, { programName, partnerNames, wave });
}

function surveyCard({ id, dueAt, programName, partnerNames, moment }: SurveyAsk): HomeCard {
  return card('answer-survey', `/surveys/${id}`, dueAt, { programName, partnerNames, moment });
}

function cohortFacts(cohort: OpenCohort) {
  const { programName, startsOn } = cohort;
  return { programName, cohortName: cohort.name, startsOn };
}

/** My drafts that can still be sent, and my place in the pool. Whoever joins late is promised no day that has gone by. */
function myEnrolmentCards(
  cohort: OpenCohort,
  {
    standings,
    pairings,
    asked,
    today,
  }: {
    standings: ReadonlyMap<string, Standing>;
    pairings: readonly MyPairing[];
    asked: Awaited<ReturnType<typeof listAskedForMe>>;
    today: string;
  },
): HomeCard[] {
  return cohort.mine.flatMap(({ enrolmentId, role, state }) => {
    const facts = { ...cohortFacts(cohort), enrolmentId, role };
    if (state === 'draft' && cohort.state === 'enrolling')
      return [
        card('finish-enrolment', `/programs/${cohort.id}/enrol`, cohort.enrolmentClosesOn, {
          ...facts,
          enrolmentClosesOn: cohort.enrolmentClosesOn,
        }),
      ];
    const standing = standings.get(enrolmentId);
    if (standing) return standingCards(standing, facts);
    // Whom a pairing is offered to waits for nothing but their own answer.
    if (pairings.some((pairing) => pairing.enrolmentId === enrolmentId)) return [];
    const request = asked.find((one) => one.enrolmentId === enrolmentId);
    if (request)
      return [
        card('waiting-for-answer', `/my/choices/${enrolmentId}`, iso(request.dueAt), {
          ...facts,
          partnerNames: [request.mentorName],
        }),
      ];
    const isAhead = cohort.state === 'enrolling' || cohort.state === 'matching';
    const hearsBy = isAhead && cohort.startsOn >= today ? cohort.startsOn : null;
    const canEdit = cohort.state === 'enrolling';
    return state === 'in-pool'
      ? [card('waiting-for-match', '/my', hearsBy, { ...facts, state, canEdit })]
      : [];
  });
}

/** Before I am in: a yes, a seat or a draw that is ahead, or a seat that is kept for me. */
function standingCards(standing: Standing, facts: Record<string, unknown>): HomeCard[] {
  switch (standing.kind) {
    case 'offer':
      return [card('take-seat', '/my', standing.dueAt, facts)];
    case 'approval':
      return [card('waiting-for-approval', '/my', null, { ...facts, managerName: standing.managerName })];
    case 'list':
      return [
        card('waiting-for-seat', '/my', null, {
          ...facts,
          place: standing.place,
          waiting: standing.waiting,
        }),
      ];
    case 'draw':
      return [card('waiting-for-draw', '/my', standing.drawnOn, facts)];
    case 'paused':
      return [card('paused-enrolment', '/my', null, { ...facts, since: standing.since })];
    case 'declined':
      return [];
  }
}

/** A cohort that I may join and have not dealt with; whoever withdrew is not asked again. */
function isOffered(cohort: OpenCohort): boolean {
  return cohort.state === 'enrolling' && cohort.eligible && cohort.mine.length === 0;
}

function openCohortCard(cohort: OpenCohort): HomeCard {
  return card('open-cohort', `/programs/${cohort.id}`, cohort.enrolmentClosesOn, {
    ...cohortFacts(cohort),
    enrolmentClosesOn: cohort.enrolmentClosesOn,
    invitedAs: cohort.invitedAs,
  });
}

interface ReadyRun {
  runId: string;
  cohortId: string;
  cohortName: string;
  programId: string;
  programName: string;
  finishedAt: Date | null;
  statistics: { matched?: number; mentees?: number } | null;
}

/** Which matching runs of my programs wait for a review? Grain: one cohort in matching, its newest run, when that is ready. */
async function readReadyRuns(db: Database, actor: Actor): Promise<ReadyRun[]> {
  const rows = await db.query<ReadyRun>(
    `select r.id as "runId", c.id as "cohortId", c.name as "cohortName", p.id as "programId", p.name as "programName",
       r.finished_at as "finishedAt", r.statistics
     from cohorts c
     join programs p on p.organisation_id = c.organisation_id and p.id = c.program_id
     join lateral (select id, state, finished_at, statistics from matching_runs
       where organisation_id = $1 and cohort_id = c.id order by created_at desc, id desc limit 1) r on r.state = 'ready'
     where c.organisation_id = $1 and c.state in ('enrolling', 'matching', 'running')`,
    [actor.organisationId],
  );
  return rows.filter(({ programId }) => can(actor, 'matching.review', { programId }));
}

function runCard(run: ReadyRun): HomeCard {
  const { cohortName, programName, statistics } = run;
  return card(
    'review-matching',
    `/manage/${run.programId}/matching/${run.runId}?cohort=${run.cohortId}`,
    run.finishedAt?.toISOString() ?? null,
    { cohortName, programName, matched: statistics?.matched ?? null, mentees: statistics?.mentees ?? null },
  );
}

/** The next date to look forward to: a meeting further ahead, the start of a cohort, or a date of a program I run. */
function nextDateOf(
  pairings: readonly MyPairing[],
  cohorts: readonly OpenCohort[],
  deadline: { kind: string; on: string; cohortName: string; programName: string } | null,
  now: Date,
): NextDate | null {
  const today = dayIn(now, 'UTC');
  const dates: NextDate[] = [
    ...pairings.flatMap(({ state, coming, partnerNames, programName, circle, timeZone }) =>
      coming && state === 'active'
        ? [
            {
              kind: 'next-meeting',
              on: dayIn(new Date(coming.startsAt), timeZone),
              facts: { partnerNames, programName, ...(circle && { circle }), startsAt: iso(coming.startsAt) },
            },
          ]
        : [],
    ),
    ...cohorts
      .filter((cohort) => cohort.startsOn > today && cohort.mine.some(({ state }) => !isGone(state)))
      .map((cohort) => ({ kind: 'cohort-starts', on: cohort.startsOn, facts: cohortFacts(cohort) })),
    ...(deadline
      ? [
          {
            kind: deadline.kind,
            on: deadline.on,
            facts: { cohortName: deadline.cohortName, programName: deadline.programName },
          },
        ]
      : []),
  ];
  return dates.sort((x, y) => (x.on < y.on ? -1 : 1))[0] ?? null;
}

const isGone = (state: string) => state === 'draft' || state === 'withdrawn' || state === 'declined';
const iso = (at: string | Date) => new Date(at).toISOString();
const isSoon = (at: string | Date, now: Date) =>
  new Date(at).getTime() <= now.getTime() + SOON_DAYS * 86_400_000;
