import type { WorkingHours } from '@ithaca/domain/meeting-times';
import { assertDoing } from '@ithaca/domain/pairing';
import type { PairingDoing, PairingState } from '@ithaca/domain/pairing';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Format, Locale, Side } from '@ithaca/domain/vocabulary';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { localeOf } from '../pairings/letters.service.ts';

export interface SideMember {
  personId: string;
  displayName: string;
  /** How a letter greets. */
  givenName: string;
  role: Side;
  email: string | null;
  locale: Locale;
  timeZone: string;
  workingHours: WorkingHours;
  leftOn: string | null;
}

export interface Sides {
  pairingId: string;
  cohortId: string;
  programId: string;
  state: PairingState;
  startedAt: Date | null;
  format: Format;
  isCircle: boolean;
  members: SideMember[];
}

/** Who are the sides of a pairing, and what may they do? One row per pairing, members by name; those who declined, left a circle or have not answered yet are no side. */
const SIDES = `select p.id as "pairingId", p.cohort_id as "cohortId", r.id as "programId", p.state, p.started_at as "startedAt", r.format, p.smallest is not null as "isCircle",
    coalesce((select json_agg(json_build_object('personId', h.id, 'displayName', h.display_name,
        'givenName', coalesce(nullif(h.given_name, ''), h.display_name), 'role', m.role,
        'email', h.email, 'locale', h.locale, 'timeZone', h.time_zone, 'workingHours', h.working_hours, 'leftOn', h.left_on)
        order by h.display_name, h.id)
      from pairing_members m join people h on h.organisation_id = m.organisation_id and h.id = m.person_id
      where m.organisation_id = p.organisation_id and m.pairing_id = p.id and m.declined_at is null and m.inside), '[]') as members
  from pairings p
  join cohorts c on c.organisation_id = p.organisation_id and c.id = p.cohort_id
  join programs r on r.organisation_id = c.organisation_id and r.id = c.program_id
  where p.organisation_id = $1 and p.id = $2`;

/** The sides of a pairing of the actor's; `record.not-found` for everybody else. */
export async function getSides(db: Database, actor: Party, pairingId: string): Promise<Sides> {
  return own(actor, await db.first<Sides>(SIDES, [actor.organisationId, pairingId]));
}

/** The sides of a pairing, for what happens without an actor. */
export async function getSidesOf(db: Database, organisationId: string, pairingId: string): Promise<Sides> {
  return known(await db.first<Sides>(SIDES, [organisationId, pairingId]));
}

/** The same with the pairing locked until the end of the unit of work, or a refusal when its state forbids what is to be done. */
export async function lockSides(
  db: Database,
  actor: Party,
  pairingId: string,
  doing: PairingDoing,
): Promise<Sides> {
  const sides = own(
    actor,
    await db.first<Sides>(`${SIDES} for no key update of p`, [actor.organisationId, pairingId]),
  );
  assertDoing(sides.state, doing);
  return sides;
}

/** The members who can be told something by mail: they have an address and have not left. */
export function membersToTell(sides: Sides, clock: Clock): (SideMember & { email: string })[] {
  return sides.members.filter(
    (member): member is SideMember & { email: string } =>
      member.email !== null && (member.leftOn === null || member.leftOn > clock.today(member.timeZone)),
  );
}

/** The same without the one who did it. */
export function othersToTell(
  sides: Sides,
  personId: string,
  clock: Clock,
): (SideMember & { email: string })[] {
  return membersToTell(sides, clock).filter((member) => member.personId !== personId);
}

/** The actor's own entry among the sides. */
export function selfOf(sides: Sides, actor: Party): SideMember {
  const self = sides.members.find((member) => member.personId === actor.personId);
  if (!self) throw new Refusal('record.not-found');
  return self;
}

function own(actor: Party, found: Sides | undefined): Sides {
  const sides = known(found);
  selfOf(sides, actor);
  return sides;
}

function known(sides: Sides | undefined): Sides {
  if (!sides) throw new Refusal('record.not-found');
  return {
    ...sides,
    members: sides.members.map((member) => ({ ...member, locale: localeOf(member.locale) })),
  };
}
