import type { LibraryItem, Resource } from '@ithaca/contracts/resources';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { enrolledStates } from '@ithaca/domain/enrolment';
import { recommend, stageOf } from '@ithaca/domain/resource';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { listGuides } from '../meetings/guides.queries.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { ITEM } from './resources.queries.ts';

type Row = Omit<LibraryItem, 'mine'> & { finishedAt: Date | null; rating: number | null; proof: string };

/** More than anybody reads; it keeps one answer bounded. */
const MOST = 500;

/** The programs that somebody ($2) takes part in, so far as a library is concerned: enrolled, with or without a partner. */
const MINE = `select c.program_id from enrolments e join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id
  where e.organisation_id = $1 and e.person_id = $2 and e.state = any ($3)`;

const ROWS = `select ${ITEM}, s.finished_at as "finishedAt", s.rating, coalesce(s.proof, '') as proof,
    json_agg(json_build_object('programId', g.id, 'programName', g.name, 'stage', p.stage, 'milestone', p.milestone) order by g.name, g.id) as places,
    min(p.position)::int as position
  from resources r
  join program_resources p on p.organisation_id = r.organisation_id and p.resource_id = r.id
  join programs g on g.organisation_id = p.organisation_id and g.id = p.program_id
  left join resource_uses s on s.organisation_id = r.organisation_id and s.resource_id = r.id and s.person_id = $2
  where r.organisation_id = $1 and r.state = 'open'`;
const GROUPED = 'group by r.organisation_id, r.id, s.organisation_id, s.resource_id, s.person_id';

/** What is there to read for me? Grain: one resource of the programs I take part in, in their order. */
export async function listLibrary(db: Database, actor: Actor): Promise<LibraryItem[]> {
  const rows = await db.query<Row>(
    `${ROWS} and p.program_id in (${MINE}) ${GROUPED} order by min(p.position), r.title, r.id limit ${MOST}`,
    [actor.organisationId, actor.personId, enrolledStates],
  );
  return rows.map(itemOf);
}

/** One resource in full, for whoever takes part in a program that uses it, or keeps the library. */
export async function getResource(db: Database, actor: Actor, resourceId: string): Promise<Resource> {
  const { organisationId, personId } = actor;
  const row = await db.first<Row & Pick<Resource, 'state' | 'body' | 'file' | 'version'>>(
    `select ${ITEM}, r.state, r.body, r.version, s.finished_at as "finishedAt", s.rating, coalesce(s.proof, '') as proof,
       (select json_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'bytes', f.bytes) from files f
         where f.organisation_id = r.organisation_id and f.id = r.file_id) as file,
       coalesce((select json_agg(json_build_object('programId', g.id, 'programName', g.name, 'stage', p.stage, 'milestone', p.milestone) order by g.name, g.id)
         from program_resources p join programs g on g.organisation_id = p.organisation_id and g.id = p.program_id
         where p.organisation_id = r.organisation_id and p.resource_id = r.id and p.program_id in (${MINE})), '[]') as places
     from resources r left join resource_uses s on s.organisation_id = r.organisation_id and s.resource_id = r.id and s.person_id = $2
     where r.organisation_id = $1 and r.id = $4`,
    [organisationId, personId, enrolledStates, resourceId],
  );
  if (!row) throw new Refusal('record.not-found');
  const isReader = row.state === 'open' && row.places.length > 0;
  // Those who look after programs see the whole library.
  const isKeeper = actor.grants.length > 0;
  // What somebody has finished stays theirs to look at.
  if (!isReader && !isKeeper && row.finishedAt === null) throw new Refusal('record.not-found');
  const { state, body, file, version, ...item } = row;
  return { ...itemOf(item), state, body, file, version };
}

/**
 * What fits where the pairing is? Grain: one resource, three at most. With a meeting, what is for the milestones whose
 * guides it has; finished ones are then left in, because they are talked about.
 */
export async function listRecommended(
  db: Database,
  clock: Clock,
  actor: Actor,
  pairingId: string,
  meetingId: string | null,
): Promise<LibraryItem[]> {
  const { organisationId, personId } = actor;
  const way = await db.first<{
    programId: string;
    cadenceDays: number;
    startedOn: string;
    endsOn: string;
    locale: string;
  }>(
    `select c.program_id as "programId", w.cadence_days as "cadenceDays", c.ends_on::text as "endsOn",
       coalesce((w.started_at at time zone o.time_zone)::date, c.starts_on)::text as "startedOn",
       (select locale from people where organisation_id = $1 and id = $3) as locale
     from pairings w join cohorts c on c.organisation_id = w.organisation_id and c.id = w.cohort_id
       join organisations o on o.organisation_id = w.organisation_id where w.organisation_id = $1 and w.id = $2`,
    [organisationId, pairingId, personId],
  );
  if (!way) throw new Refusal('record.not-found');
  const guides = await listGuides(db, organisationId, pairingId, null);
  const rows = await db.query<Row & { position: number }>(
    `${ROWS} and p.program_id = $3 ${GROUPED} order by min(p.position), r.id`,
    [organisationId, personId, way.programId],
  );
  if (meetingId !== null) {
    const here = new Set(guides.filter((one) => one.meetingId === meetingId).map(({ title }) => title));
    return rows
      .filter(({ places: [place] }) => place?.milestone != null && here.has(place.milestone))
      .map(itemOf);
  }
  const today = await findToday(db, clock, organisationId);
  const found = recommend(
    rows.map((row) => ({
      ...row,
      stage: row.places[0]?.stage ?? 'any',
      milestone: row.places[0]?.milestone ?? null,
      isDone: row.finishedAt !== null,
    })),
    { ...way, stage: stageOf(way.startedOn, way.endsOn, today), today, milestones: guides },
    way.locale,
  );
  return found.map(itemOf);
}

function itemOf({
  id,
  kind,
  title,
  summary,
  languages,
  minutes,
  source,
  link,
  places,
  ...own
}: Row): LibraryItem {
  return {
    id,
    kind,
    title,
    summary,
    languages,
    minutes,
    source,
    link,
    places,
    mine: { finishedAt: own.finishedAt?.toISOString() ?? null, rating: own.rating, proof: own.proof },
  };
}
