import type { Database } from '../../platform/database/database.ts';

/** A list of resources: a program's, or what a template keeps of one. */
export interface Shelf {
  table: 'program_resources' | 'template_resources';
  id: string;
}

const OWNER = { program_resources: 'program_id', template_resources: 'template_id' } as const;

/**
 * What a copy or a template takes over of a library: which resources, their order and what they are for. The resources
 * themselves are the organisation's, so they are used and not copied; archived ones stay behind. Whatever stood on the
 * other shelf before goes.
 */
export async function takeResources(
  db: Database,
  organisationId: string,
  from: Shelf,
  to: Shelf,
): Promise<void> {
  await db.execute(`delete from ${to.table} where organisation_id = $1 and ${OWNER[to.table]} = $2`, [
    organisationId,
    to.id,
  ]);
  await db.execute(
    `insert into ${to.table} (organisation_id, ${OWNER[to.table]}, resource_id, position, stage, milestone)
     select u.organisation_id, $3, u.resource_id, u.position, u.stage, u.milestone from ${from.table} u
     join resources r on r.organisation_id = u.organisation_id and r.id = u.resource_id and r.state = 'open'
     where u.organisation_id = $1 and u.${OWNER[from.table]} = $2`,
    [organisationId, from.id, to.id],
  );
}
