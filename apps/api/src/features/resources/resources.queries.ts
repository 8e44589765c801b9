import type { KeptResource, ProgramResource } from '@ithaca/contracts/resources';
import { can } from '@ithaca/domain/permissions';
import type { Actor } from '@ithaca/domain/permissions';
import { RESOURCE_LIMITS } from '@ithaca/domain/resource';
import { Refusal } from '@ithaca/domain/refusal';
import { isTold } from '@ithaca/metrics/suppression';
import { surveyMinimum } from '@ithaca/metrics/survey-results';

import type { Database } from '../../platform/database/database.ts';

type Kept = Omit<KeptResource, 'isMineToChange' | 'finished' | 'rating'>;
interface Row extends Kept {
  finishers: number;
  raters: number;
  points: number;
}

/** Columns of a resource `r` as a list shows it. */
export const ITEM = `r.id, r.kind, r.title, r.summary, r.languages, r.minutes, r.source, r.link`;

const KEPT = `${ITEM}, r.state, r.version,
  coalesce((select json_agg(json_build_object('programId', g.id, 'programName', g.name) order by g.name, g.id)
    from program_resources u join programs g on g.organisation_id = u.organisation_id and g.id = u.program_id
    where u.organisation_id = r.organisation_id and u.resource_id = r.id), '[]') as programs,
  count(*) filter (where s.is_counted)::int as finishers, count(s.counted_rating)::int as raters,
  coalesce(sum(s.counted_rating), 0)::int as points`;
const USES = `left join resource_uses s on s.organisation_id = r.organisation_id and s.resource_id = r.id`;

/** What does the whole library hold? Grain: one resource, open ones first, by title. */
export async function listKeptResources(db: Database, actor: Actor) {
  const rows = await db.query<Row>(
    `select ${KEPT} from resources r ${USES} where r.organisation_id = $1
     group by r.organisation_id, r.id order by r.state = 'archived', lower(r.title), r.id limit ${RESOURCE_LIMITS.most}`,
    [actor.organisationId],
  );
  return { minimumGroup: surveyMinimum.answers, items: rows.map((row) => keptOf(row, actor)) };
}

/** What does a program recommend, and is it used? Grain: one resource of the program, in its order; archived ones last. */
export async function listProgramResources(db: Database, actor: Actor, programId: string) {
  const rows = await db.query<Row & Pick<ProgramResource, 'stage' | 'milestone' | 'isMilestoneGone'>>(
    `select ${KEPT}, p.stage, p.milestone, p.milestone is not null and not exists (select from programs g,
         jsonb_array_elements(coalesce(g.journey -> 'milestones', '[]')) m
         where g.organisation_id = $1 and g.id = $2 and m ->> 'title' = p.milestone) as "isMilestoneGone"
     from program_resources p join resources r on r.organisation_id = p.organisation_id and r.id = p.resource_id ${USES}
     where p.organisation_id = $1 and p.program_id = $2
     group by r.organisation_id, r.id, p.organisation_id, p.program_id, p.resource_id
     order by r.state = 'archived', p.position, r.id`,
    [actor.organisationId, programId],
  );
  return {
    minimumGroup: surveyMinimum.answers,
    items: rows.map(({ stage, milestone, isMilestoneGone, ...row }) => ({
      ...keptOf(row, actor),
      stage,
      milestone,
      isMilestoneGone,
    })),
  };
}

/** The programs that use a resource. */
export async function listUsingPrograms(
  db: Database,
  organisationId: string,
  resourceId: string,
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    'select program_id as id from program_resources where organisation_id = $1 and resource_id = $2',
    [organisationId, resourceId],
  );
  return rows.map(({ id }) => id);
}

/** Whoever coordinates every program that a resource is in may change it; one that is in none, anybody who keeps the library. */
export const mayChange = (actor: Actor, programIds: readonly string[]): boolean =>
  can(actor, 'resource.keep') &&
  programIds.every((programId) => can(actor, 'program.coordinate', { programId }));

function keptOf({ finishers, raters, points, ...row }: Row, actor: Actor): KeptResource {
  const k = surveyMinimum.answers;
  return {
    ...row,
    isMineToChange: mayChange(
      actor,
      row.programs.map(({ programId }) => programId),
    ),
    finished: isTold(finishers, k) ? finishers : null,
    rating: isTold(raters, k) && raters > 0 ? { mean: points / raters, count: raters } : null,
  };
}

/** The file of a resource that is one; `record.not-found` for others. */
export async function fileOf(db: Database, organisationId: string, resourceId: string): Promise<string> {
  const row = await db.first<{ fileId: string | null }>(
    'select file_id as "fileId" from resources where organisation_id = $1 and id = $2',
    [organisationId, resourceId],
  );
  if (!row?.fileId) throw new Refusal('record.not-found');
  return row.fileId;
}
