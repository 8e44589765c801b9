import type { Actor } from '@ithaca/domain/permissions';

import { readCohortOverview } from '../../apps/api/src/features/metrics/cohort/cohort-overview.queries.ts';
import { readPulse } from '../../apps/api/src/features/metrics/cohort/pulse.queries.ts';
import { readRhythm } from '../../apps/api/src/features/metrics/cohort/rhythm.queries.ts';
import { readComparison } from '../../apps/api/src/features/metrics/comparison/comparison.queries.ts';
import { readToday } from '../../apps/api/src/features/metrics/today.queries.ts';
import type { Database } from '../../apps/api/src/platform/database/database.ts';
import type { Filled } from './large-organisation.ts';

type Read = (db: Database, actor: Actor, of: Filled, now: Date) => Promise<unknown>;

const cohortOf = ({ cohorts }: Filled) => cohorts[0]?.id ?? '';

/** The dashboards that are measured, as their routes read them. */
export const dashboardReads = {
  today: (db, actor, _, now) => readToday(db, actor, now),
  'cohort overview': (db, actor, of, now) => readCohortOverview(db, actor, cohortOf(of), now),
  meetings: (db, actor, of, now) => readRhythm(db, actor, cohortOf(of), {}, now),
  'check-ins': (db, actor, of, now) => readPulse(db, actor, cohortOf(of), now),
  'cohorts side by side': (db, actor, { cohorts }, now) =>
    readComparison(db, actor, cohorts[0]?.programId ?? '', { among: 'organisation' }, now),
} satisfies Record<string, Read>;

export type Dashboard = keyof typeof dashboardReads;

export interface Statement {
  sql: string;
  /** How many had been answered when it was asked: for these it had to wait. */
  after: number;
  values: readonly unknown[];
  /** Whether the product lets PostgreSQL keep its plan. */
  isKept: boolean;
}

/** What a screen asks the database. */
export async function statementsOf(db: Database, of: Filled, now: Date, read: Read): Promise<Statement[]> {
  const { organisationId, id: personId } = of.owner;
  const actor: Actor = {
    accountId: '',
    personId,
    organisationId,
    grants: [{ role: 'owner', programId: null }],
    isManager: false,
  };
  const statements: Statement[] = [];
  let answered = 0;
  const noting = async <T>(statement: Omit<Statement, 'after'>, asked: () => Promise<T>): Promise<T> => {
    statements.push({ ...statement, after: answered });
    const answer = await asked();
    answered += 1;
    return answer;
  };
  const { query, execute } = db;
  db.query = <T extends object>(sql: string, values: readonly unknown[] = []) =>
    noting({ sql, values, isKept: true }, () => query.call(db, sql, values) as Promise<T[]>);
  db.execute = (sql, values = []) =>
    noting({ sql, values, isKept: false }, () => execute.call(db, sql, values));
  try {
    await db.read(actor, () => read(db, actor, of, now));
  } finally {
    Object.assign(db, { query, execute });
  }
  return statements;
}
