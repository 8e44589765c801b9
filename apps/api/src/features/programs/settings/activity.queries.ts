import type { Page } from '@ithaca/contracts/page';
import type { ActKind, ProgramAct } from '@ithaca/contracts/program-settings';
import { allRoutes } from '@ithaca/contracts/routes';
import type { Permission } from '@ithaca/domain/permissions';

import type { Database } from '../../../platform/database/database.ts';
import { decodeCursor, pageFrom } from '../../../platform/http/cursor.ts';

/**
 * The permissions of those who run a program. Whatever needs another one, a party does with what is theirs: meetings,
 * notes, messages, goals, answers. That is nobody's to follow, not even that it was done.
 */
const RUNNING: ReadonlySet<string> = new Set<Permission>([
  'program.read',
  'program.coordinate',
  'matching.read',
  'matching.review',
  'metrics.read',
  'pairing.coordinate',
]);

/** What dates bring about, by the names under which it is kept. */
const BY_DATES: Readonly<Record<ActKind, readonly string[]>> = {
  rules: ['cohorts.advance'],
  people: [
    'admission.draw',
    'admission.offer-seat',
    'admission.let-in',
    'admission.lapse-offer',
    'approvals.ask',
    'approvals.remind',
    'enrolments.remind',
    'enrolments.settle-with-cohort',
  ],
  matching: ['publication.open'],
  pairings: ['pairings.settle-with-cohort', 'pairings.end-of-leaver'],
};

const KIND_OF: Readonly<Record<string, ActKind>> = {
  enrolments: 'people',
  admission: 'people',
  approvals: 'people',
  matching: 'matching',
  'matching-policy': 'matching',
  'matching-runs': 'matching',
  publication: 'matching',
  review: 'matching',
  pairings: 'pairings',
  'mentor-requests': 'pairings',
};

/** Every administrative act by its kind, made from the route table, so that a new route is in it by its permission. */
const ACTIONS = Map.groupBy(
  [
    ...allRoutes
      .filter(({ access }) => RUNNING.has(access))
      .map(({ id }) => ({ action: id, kind: KIND_OF[id.split('.')[0] ?? ''] ?? 'rules' })),
    ...Object.entries(BY_DATES).flatMap(([kind, actions]) =>
      actions.map((action) => ({ action, kind: kind as ActKind })),
    ),
  ],
  ({ kind }) => kind,
);
const actionsOf = (kind: ActKind | undefined): string[] =>
  (kind ? (ACTIONS.get(kind) ?? []) : [...ACTIONS.values()].flat()).map(({ action }) => action);

/** Who did what in this program? Grain: one administrative act or refused try, newest first. */
export async function listActivity(
  db: Database,
  organisationId: string,
  programId: string,
  wanted: {
    cursor?: string | undefined;
    limit: number;
    kind?: ActKind | undefined;
    by?: string | undefined;
    outcome?: ProgramAct['outcome'] | undefined;
  },
): Promise<Page<ProgramAct>> {
  const { cursor, limit, kind, by, outcome } = wanted;
  const after = decodeCursor(cursor, 2);
  const rows = await db.query<Omit<ProgramAct, 'at'> & { at: Date }>(
    `select a.id, a.at, a.actor_id as "actorId", p.display_name as "actorName", a.action, c.name as "cohortName", a.outcome
     from audit_rows a
     left join people p on p.organisation_id = a.organisation_id and p.id = a.actor_id
     left join cohorts c on c.organisation_id = a.organisation_id and c.id = a.subject_id and a.subject_type = 'cohort'
     where a.organisation_id = $1 and a.program_id = $2 and a.action = any ($3)
       and ($4::text is null or a.outcome = $4)
       and ($5::text is null or case $5 when 'product' then a.actor_id is null else a.actor_id::text = $5 end)
       ${after ? 'and (a.at, a.id) < ($7::timestamptz, $8::uuid)' : ''}
     order by a.at desc, a.id desc limit $6`,
    [
      organisationId,
      programId,
      actionsOf(kind),
      outcome ?? null,
      by?.toLowerCase() ?? null,
      limit + 1,
      ...(after ?? []),
    ],
  );
  const { items, nextCursor } = pageFrom(rows, limit, (row) => [row.at.toISOString(), row.id]);
  return { items: items.map((row) => ({ ...row, at: row.at.toISOString() })), nextCursor };
}
