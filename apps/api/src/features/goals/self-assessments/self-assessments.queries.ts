import type { SelfAssessment, SelfAssessments } from '@ithaca/contracts/self-assessments';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { openPhase } from '@ithaca/domain/self-assessment';
import type { AssessedSkill, AssessmentPhase } from '@ithaca/domain/self-assessment';
import type { Side } from '@ithaca/domain/vocabulary';

import { dayIn } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';

export interface AssessedPlace {
  role: Side;
  enrolmentId: string;
  suggested: string[];
  startedOn: string | null;
  endsOn: string;
  isOver: boolean;
  timeZone: string;
}

/** Where do I stand in this pairing, and how long does it take? One row: my own membership. */
export async function findAssessedPlace(
  db: Database,
  party: Party,
  pairingId: string,
): Promise<AssessedPlace> {
  const row = await db.first<Omit<AssessedPlace, 'startedOn'> & { startedAt: Date | null }>(
    `select m.role, m.enrolment_id as "enrolmentId", p.started_at as "startedAt", greatest(c.ends_on, p.extended_to)::text as "endsOn",
       p.state in ('completed', 'ended') as "isOver", o.time_zone as "timeZone",
       array(select s->>'skill' from jsonb_array_elements(case jsonb_typeof(e.answers->'skills') when 'array' then e.answers->'skills' else '[]' end) s) as suggested
     from pairing_members m
     join pairings p on p.organisation_id = m.organisation_id and p.id = m.pairing_id
     join cohorts c on c.organisation_id = m.organisation_id and c.id = m.cohort_id
     join organisations o on o.organisation_id = m.organisation_id
     join enrolments e on e.organisation_id = m.organisation_id and e.id = m.enrolment_id
     where m.organisation_id = $1 and m.pairing_id = $2 and m.person_id = $3 and m.inside`,
    [party.organisationId, pairingId, party.personId],
  );
  if (!row) throw new Refusal('record.not-found');
  const { startedAt, ...place } = row;
  return { ...place, startedOn: startedAt && dayIn(startedAt, place.timeZone) };
}

interface Row {
  personId: string;
  displayName: string;
  phase: AssessmentPhase;
  skills: AssessedSkill[];
  note: string;
  isShared: boolean;
  givenAt: Date;
  updatedAt: Date;
  version: number;
}

const FIELDS = `a.person_id as "personId", h.display_name as "displayName", a.phase, a.skills, a.note,
  a.given_at as "givenAt", a.updated_at as "updatedAt", a.version`;

/** What have I assessed, or what does a partner share with me? Own rows by the enrolment, others' only where they share with this pairing. */
export async function readSelfAssessments(
  db: Database,
  party: Party,
  pairingId: string,
  now: Date,
): Promise<SelfAssessments> {
  const place = await findAssessedPlace(db, party, pairingId);
  // A peer has both: what they say themselves, and what the other shares.
  const shared = place.role === 'mentee' ? [] : await readShared(db, party, pairingId);
  if (place.role === 'mentor') return { mine: null, shared };
  const rows = await db.query<Row>(
    `select ${FIELDS}, coalesce(a.shared_pairing_id = $3, false) as "isShared"
     from self_assessments a join people h on h.organisation_id = a.organisation_id and h.id = a.person_id
     where a.organisation_id = $1 and a.enrolment_id = $2 and a.person_id = $4`,
    [party.organisationId, place.enrolmentId, pairingId, party.personId],
  );
  const start = rows.find(({ phase }) => phase === 'start');
  return {
    mine: {
      suggested: place.suggested.slice(0, 10),
      open: openPhase(place, start !== undefined, dayIn(now, place.timeZone)),
      start: shape(start),
      end: shape(rows.find(({ phase }) => phase === 'end')),
      isShared: rows.some(({ isShared }) => isShared),
    },
    shared,
  };
}

async function readShared(db: Database, party: Party, pairingId: string): Promise<SelfAssessments['shared']> {
  const rows = await db.query<Row>(
    `select ${FIELDS}, true as "isShared"
     from self_assessments a
     join pairing_members m on m.organisation_id = a.organisation_id and m.pairing_id = $2 and m.person_id = a.person_id
       and m.enrolment_id = a.enrolment_id and m.role <> 'mentor' and m.inside
     join people h on h.organisation_id = a.organisation_id and h.id = a.person_id
     where a.organisation_id = $1 and a.shared_pairing_id = $2 and a.person_id <> $3 order by h.display_name, h.id`,
    [party.organisationId, pairingId, party.personId],
  );
  return [...Map.groupBy(rows, ({ personId }) => personId)].map(([personId, own]) => ({
    personId,
    displayName: own[0]?.displayName ?? '',
    start: shape(own.find(({ phase }) => phase === 'start')),
    end: shape(own.find(({ phase }) => phase === 'end')),
  }));
}

function shape(row: Row | undefined): SelfAssessment | null {
  if (!row) return null;
  const { skills, note, givenAt, updatedAt, version } = row;
  return { skills, note, givenAt: givenAt.toISOString(), updatedAt: updatedAt.toISOString(), version };
}
