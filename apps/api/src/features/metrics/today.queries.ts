import type { metricRoutes } from '@ithaca/contracts/metrics';
import type { PairingItem } from '@ithaca/contracts/pairings';
import type { ReplyOf } from '@ithaca/contracts/route';
import { addDays } from '@ithaca/domain/cohort';
import type { CohortState } from '@ithaca/domain/cohort';
import { can } from '@ithaca/domain/permissions';
import type { Actor, Permission } from '@ithaca/domain/permissions';
import type { PairingAtRisk } from '@ithaca/metrics/pairings-at-risk';

import { dayIn } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { listWaiting } from '../requests/requests-desk.queries.ts';
import { pairingItemOf, readPairingLines } from './facts/pairing-facts.queries.ts';
import type { PairingLine } from './facts/pairing-facts.queries.ts';
import { readStandings } from './store/pairing-standings.queries.ts';

type Today = ReplyOf<typeof metricRoutes.today>;
type Deadline = Today['deadlines'][number];

const MOST_IN_QUEUE = 100;
const AHEAD_DAYS = 14;

interface CohortRow {
  id: string;
  name: string;
  state: CohortState;
  programId: string;
  programName: string;
  enrolmentClosesOn: string;
  startsOn: string;
  endsOn: string;
  timeZone: string;
}

/** Which pairings of my programs need help today, and which dates come up? Grain: one pairing, one date. */
export async function readToday(db: Database, actor: Actor, now: Date): Promise<Today> {
  const cohorts = await readLiveCohorts(db, actor, 'metrics.read');
  const today = dayIn(now, cohorts[0]?.timeZone ?? 'UTC');
  const [{ running, atRisk, worst }, waiting] = await Promise.all([
    readQueue(db, actor, cohorts, now, MOST_IN_QUEUE),
    listWithoutPartner(db, actor, cohorts, { now, today }),
  ]);
  const byId = new Map(cohorts.map((cohort) => [cohort.id, cohort]));
  return {
    asOf: now.toISOString(),
    active: running,
    onTrack: running - atRisk,
    queue: worst.flatMap(({ pairing, found }) => {
      const cohort = byId.get(pairing.cohortId);
      return cohort
        ? [
            {
              ...pairingItemOf(pairing, found),
              cohortId: cohort.id,
              cohortName: cohort.name,
              programId: cohort.programId,
              programName: cohort.programName,
            },
          ]
        : [];
    }),
    waiting,
    deadlines: listDeadlines(cohorts, today).filter(({ on }) => on <= addDays(today, AHEAD_DAYS)),
  };
}

const MOST_WAITING = 50;

/** Who of these cohorts gets no partner without the coordinator? Whom somebody has left comes first, then by how long they wait. */
async function listWithoutPartner(
  db: Database,
  actor: Actor,
  cohorts: readonly CohortRow[],
  at: { now: Date; today: string },
): Promise<Today['waiting']> {
  const found: Today['waiting'] = [];
  const own = cohorts.filter(
    ({ state, programId }) =>
      ['enrolling', 'matching', 'running'].includes(state) &&
      // A mentee's wishes are for those who run the program: whoever only reads its numbers does not see them.
      can(actor, 'program.coordinate', { programId }),
  );
  const withPool = await listCohortsWithPool(
    db,
    actor.organisationId,
    own.map(({ id }) => id),
  );
  for (const { id: cohortId, name: cohortName, programId, programName } of own) {
    if (!withPool.has(cohortId)) continue;
    const { items } = await listWaiting(db, actor.organisationId, cohortId, at);
    found.push(...items.map((item) => ({ ...item, cohortId, cohortName, programId, programName })));
  }
  const rank = ({ cause }: Today['waiting'][number]) => (cause === 'pairing-over' ? 0 : 1);
  return found
    .toSorted((a, b) => rank(a) - rank(b) || ((a.since ?? '') < (b.since ?? '') ? -1 : 1))
    .slice(0, MOST_WAITING);
}

/** In which of these cohorts does anybody wait in the pool? */
async function listCohortsWithPool(
  db: Database,
  organisationId: string,
  cohortIds: readonly string[],
): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>(
    `select c.id from unnest($2::uuid[]) c (id)
     where exists (select from enrolments e where e.organisation_id = $1 and e.cohort_id = c.id and e.state = 'in-pool')`,
    [organisationId, cohortIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** What waits for me as a coordinator: the length of today's queue, and the next date of the programs I run. */
export async function readDesk(
  db: Database,
  actor: Actor,
  now: Date,
): Promise<{ atRisk: number; next: Deadline | null }> {
  const cohorts = await readLiveCohorts(db, actor, 'program.coordinate');
  const today = dayIn(now, cohorts[0]?.timeZone ?? 'UTC');
  const { atRisk } = await readQueue(db, actor, cohorts, now, 0);
  const ahead = listDeadlines(cohorts, today).filter(({ on }) => on >= today);
  return { atRisk, next: ahead[0] ?? null };
}

/** What one program needs of those who run it today. */
export interface ProgramDay {
  programId: string;
  programName: string;
  /** Worst first. */
  pairings: PairingItem[];
  /** Dates of today and tomorrow, and those that have passed without being dealt with. */
  deadlines: Deadline[];
}

/** What does this program need of its coordinators today? Undefined when no cohort of it lives. */
export async function readProgramDay(
  db: Database,
  { organisationId, programId }: { organisationId: string; programId: string },
  now: Date,
): Promise<ProgramDay | undefined> {
  const coordinator: Actor = {
    accountId: '',
    personId: '',
    organisationId,
    grants: [{ role: 'coordinator', programId }],
    isManager: false,
  };
  const cohorts = await readLiveCohorts(db, coordinator, 'program.coordinate');
  const [first] = cohorts;
  if (!first) return undefined;
  const today = dayIn(now, first.timeZone);
  const { worst } = await readQueue(db, coordinator, cohorts, now);
  return {
    programId,
    programName: first.programName,
    pairings: worst.map(({ pairing, found }) => pairingItemOf(pairing, found)),
    deadlines: listDeadlines(cohorts, today).filter(({ on }) => on <= addDays(today, 1)),
  };
}

/** The pairings of the running cohorts: how many run, how many are worth a look, and the worst of these with what a list shows. */
async function readQueue(
  db: Database,
  { organisationId }: Actor,
  cohorts: readonly CohortRow[],
  now: Date,
  atMost?: number,
): Promise<{ running: number; atRisk: number; worst: { pairing: PairingLine; found: PairingAtRisk }[] }> {
  const timeZone = cohorts[0]?.timeZone ?? 'UTC';
  const ids = cohorts.filter((cohort) => cohort.state === 'running').map((cohort) => cohort.id);
  if (ids.length === 0) return { running: 0, atRisk: 0, worst: [] };
  // Coordinators know each pairing by name, so nothing is held back here.
  const { running, atRisk, worst } = await readStandings(db, organisationId, ids, { now, timeZone }, atMost);
  const named = worst.map(({ pairingId }) => pairingId);
  const lines = named.length > 0 ? await readPairingLines(db, organisationId, named, now) : [];
  const byId = new Map(lines.map((line) => [line.id, line]));
  return {
    running,
    atRisk,
    worst: worst.flatMap((found) => {
      const pairing = byId.get(found.pairingId);
      return pairing ? [{ pairing, found }] : [];
    }),
  };
}

/** Grain: one cohort between its launch and its close, where the actor has the right. */
async function readLiveCohorts(db: Database, actor: Actor, right: Permission): Promise<CohortRow[]> {
  const rows = await db.query<CohortRow>(
    `select c.id, c.name, c.state, p.id as "programId", p.name as "programName", o.time_zone as "timeZone",
       c.enrolment_closes_on::text as "enrolmentClosesOn", c.starts_on::text as "startsOn", c.ends_on::text as "endsOn"
     from cohorts c
     join programs p on p.organisation_id = c.organisation_id and p.id = c.program_id
     join organisations o on o.organisation_id = c.organisation_id
     where c.organisation_id = $1 and c.state in ('scheduled', 'enrolling', 'matching', 'running', 'closing')
     order by c.starts_on, c.id`,
    [actor.organisationId],
  );
  // The permission's own rule decides, so that the queue can never show more than the overview would.
  return rows.filter(({ programId }) => can(actor, right, { programId }));
}

function listDeadlines(cohorts: readonly CohortRow[], today: string): Deadline[] {
  return cohorts
    .flatMap((cohort) => deadlinesOf(cohort, today))
    .sort((x, y) => (x.on < y.on ? -1 : x.on > y.on ? 1 : 0));
}

/** What is next for a cohort by its state; a date that has passed without being dealt with stays, it is overdue. */
function deadlinesOf(cohort: CohortRow, today: string): Deadline[] {
  const at = (kind: Deadline['kind'], on: string): Deadline => ({
    cohortId: cohort.id,
    cohortName: cohort.name,
    programId: cohort.programId,
    programName: cohort.programName,
    kind,
    on,
  });
  switch (cohort.state) {
    case 'scheduled':
      return [at('enrolment-closes', cohort.enrolmentClosesOn), at('starts', cohort.startsOn)];
    case 'enrolling':
      // Once enrolment has closed, pairings must be found before the cohort starts.
      return cohort.enrolmentClosesOn < today
        ? [at('matching-due', cohort.startsOn)]
        : [at('enrolment-closes', cohort.enrolmentClosesOn), at('starts', cohort.startsOn)];
    case 'matching':
      return [at('matching-due', cohort.startsOn)];
    case 'running':
      return cohort.startsOn > today ? [at('starts', cohort.startsOn)] : [at('ends', cohort.endsOn)];
    default:
      return [at('ends', cohort.endsOn)];
  }
}
