import type { Database } from '../../../platform/database/database.ts';
import type { CohortFacts } from './cohort-facts.queries.ts';
import { readPairingFacts } from './pairing-facts.queries.ts';
import type { PairingFacts } from './pairing-facts.queries.ts';

/** What is frozen at the close: all but the head of the cohort, and who still works here, by which retention goes on being counted. */
export type FrozenFacts = Pick<
  CohortFacts,
  'pairings' | 'meetings' | 'stages' | 'enrolments' | 'asks' | 'goals'
>;

type Named = 'mentorName' | 'menteeNames' | 'peerNames';

/** JSON has no dates; names are read anew, so that nobody stays named in a snapshot. */
type Stored = Omit<FrozenFacts, 'pairings'> & {
  pairings: (Omit<PairingFacts, Named | 'startedAt' | 'lastHeldAt' | 'nextMeetingAt'> & {
    startedAt: string;
    lastHeldAt: string | null;
    nextMeetingAt: string | null;
  })[];
};

/** The facts as they were when the cohort was closed, or null while there is no snapshot of that close. */
export async function readFrozenFacts(
  db: Database,
  organisationId: string,
  cohortId: string,
  closedAt: Date,
  at: { now: Date; timeZone: string },
): Promise<FrozenFacts | null> {
  const row = await db.first<{ facts: Stored }>(
    'select facts from cohort_snapshots where organisation_id = $1 and cohort_id = $2 and closed_at = $3',
    [organisationId, cohortId, closedAt],
  );
  if (!row) return null;
  const live = await readPairingFacts(db, organisationId, [cohortId], at);
  const named = new Map(live.map((pairing) => [pairing.id, pairing]));
  const dated = (value: string | null) => (value === null ? null : new Date(value));
  return {
    ...row.facts,
    pairings: row.facts.pairings.map((pairing) => ({
      ...pairing,
      mentorName: named.get(pairing.id)?.mentorName ?? '',
      menteeNames: named.get(pairing.id)?.menteeNames ?? [],
      peerNames: named.get(pairing.id)?.peerNames ?? [],
      startedAt: new Date(pairing.startedAt),
      lastHeldAt: dated(pairing.lastHeldAt),
      nextMeetingAt: dated(pairing.nextMeetingAt),
    })),
  };
}

/** Keeps the facts of this close; doing it twice changes nothing. */
export async function keepFrozenFacts(
  db: Database,
  organisationId: string,
  { cohort, ...facts }: CohortFacts,
  at: Date,
): Promise<boolean> {
  const { pairings, meetings, stages, enrolments, asks, goals } = facts;
  const stored = {
    pairings: pairings.map(
      ({ mentorName: _mentor, menteeNames: _mentees, peerNames: _peers, ...pairing }) => pairing,
    ),
    meetings,
    stages,
    enrolments,
    asks,
    goals,
  };
  const { rowCount } = await db.execute(
    `insert into cohort_snapshots (organisation_id, cohort_id, closed_at, facts, taken_at) values ($1, $2, $3, $4::jsonb, $5)
     on conflict on constraint cohort_snapshots_pk do nothing`,
    [organisationId, cohort.id, cohort.closedAt, JSON.stringify(stored), at],
  );
  return rowCount > 0;
}
