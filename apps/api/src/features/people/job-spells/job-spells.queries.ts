import type { JobHistory } from '@ithaca/contracts/job-spells';
import { can } from '@ithaca/domain/permissions';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import type { Database } from '../../../platform/database/database.ts';

type Spell = Omit<JobHistory['items'][number], 'recordedAt'> & {
  recordedAt: Date;
  supersededAt: Date | null;
};

const SPELL = `s.id, s.starts_on::text as "startsOn", s.job_title as "jobTitle", s.department, s.grade, s.site,
  s.manager_id as "managerId", m.display_name as "managerName", s.recorded_at as "recordedAt",
  w.display_name as "recordedByName", s.import_id is not null as "fromImport", s.superseded_at as "supersededAt"`;

/**
 * Which jobs has this person had? Grain: one spell, newest first. The directory's own people and the person see all of it; a
 * manager the spells under them; nobody else any. `knownAt` answers with what was held true at that moment.
 */
export async function listJobSpells(
  db: Database,
  actor: Actor,
  personId: string,
  knownAt: string | undefined,
): Promise<JobHistory> {
  const person = await db.first<{ leftOn: string | null; managerId: string | null; version: number }>(
    `select (left_on + 1)::text as "leftOn", manager_id as "managerId", version from people where organisation_id = $1 and id = $2`,
    [actor.organisationId, personId],
  );
  if (!person) throw new Refusal('record.not-found');
  const seesAll = can(actor, 'directory.manage') || actor.personId === personId;
  const rows = await db.query<Omit<Spell, 'endsOn'> & { nextOn: string | null }>(
    `select ${SPELL}, lead(s.starts_on) over (partition by s.superseded_at is null or s.superseded_at > $3 order by s.starts_on)::text as "nextOn"
     from job_spells s
     left join people m on m.organisation_id = s.organisation_id and m.id = s.manager_id
     left join people w on w.organisation_id = s.organisation_id and w.id = s.recorded_by
     where s.organisation_id = $1 and s.person_id = $2 and ($3::timestamptz is null or s.recorded_at <= $3)
     order by s.starts_on desc, s.recorded_at desc`,
    [actor.organisationId, personId, knownAt ?? null],
  );
  const isHeld = ({ supersededAt }: { supersededAt: Date | null }) =>
    supersededAt === null || (knownAt !== undefined && supersededAt > new Date(knownAt));
  const isManager = person.managerId === actor.personId;
  const shown = rows.filter(({ managerId }) => seesAll || (isManager && managerId === actor.personId));
  const held = shown.filter(isHeld);
  return {
    version: person.version,
    items: held.map((spell) => ({
      ...spell,
      recordedAt: spell.recordedAt.toISOString(),
      endsOn: earlier(spell.nextOn, person.leftOn),
    })),
    // What was wrong once is for those who keep the directory right, and for the person.
    corrections: (seesAll ? shown.filter((row) => !isHeld(row)) : []).flatMap(({ supersededAt, ...spell }) =>
      supersededAt === null
        ? []
        : [
            {
              ...spell,
              recordedAt: spell.recordedAt.toISOString(),
              supersededAt: supersededAt.toISOString(),
            },
          ],
    ),
  };
}

/** The earlier of two days, of which either may be unknown. */
const earlier = (one: string | null, other: string | null) =>
  one === null ? other : other === null || one < other ? one : other;
