import { Injectable } from '@nestjs/common';
import type { CohortState } from '@ithaca/domain/cohort';
import { moveEnrolment } from '@ithaca/domain/enrolment';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import type { FlashMeeting } from '@ithaca/domain/flash';
import { Refusal } from '@ithaca/domain/refusal';
import type { Side } from '@ithaca/domain/vocabulary';
import { v7 as uuidv7 } from 'uuid';

import { Database } from '../../platform/database/database.ts';
import { Pairing, PairingMember } from './pairing.entity.ts';

/** An enrolment behind a pairing, locked, with what decides about its next state. */
export interface LockedEnrolment {
  id: string;
  personId: string;
  role: Side;
  state: EnrolmentState;
  cohortId: string;
  cohortState: CohortState;
  hasLeft: boolean;
  otherOpenPairings: number;
}

export interface LockedPairing {
  pairing: Pairing;
  members: PairingMember[];
}

/**
 * Loads pairings under locks and saves them. The order of locks is mentor's enrolment, mentee's enrolment, pairing. All of
 * them leave the key alone (NO KEY UPDATE): a foreign key to the row, taken by others in another order, must not wait.
 */
@Injectable()
export class PairingsRepository {
  constructor(private readonly db: Database) {}

  async lock(organisationId: string, pairingId: string): Promise<LockedPairing> {
    const pairing = await this.db.manager.findOne(Pairing, {
      where: { organisationId, id: pairingId },
      lock: { mode: 'for_no_key_update' },
    });
    if (!pairing) throw new Refusal('record.not-found');
    const members = await this.db.manager.find(PairingMember, { where: { organisationId, pairingId } });
    return { pairing, members };
  }

  /** Locks the enrolments first; for verbs that move people between pool and pairing. */
  async lockWithEnrolments(
    organisationId: string,
    pairingId: string,
    today: string,
  ): Promise<LockedPairing & { enrolments: LockedEnrolment[] }> {
    await this.db.query(
      `select 1 from enrolments where organisation_id = $1
         and id in (select enrolment_id from pairing_members where organisation_id = $1 and pairing_id = $2)
       order by role desc, id for no key update`,
      [organisationId, pairingId],
    );
    const locked = await this.lock(organisationId, pairingId);
    const enrolments = await this.db.query<LockedEnrolment>(
      `select e.id, e.person_id as "personId", e.role, e.state, e.cohort_id as "cohortId", c.state as "cohortState",
         coalesce(p.left_on <= $3::date, false) as "hasLeft",
         (select count(*)::int from pairing_members o where o.organisation_id = e.organisation_id
            and o.enrolment_id = e.id and o.open and o.pairing_id <> m.pairing_id) as "otherOpenPairings"
       from pairing_members m
       join enrolments e on e.organisation_id = m.organisation_id and e.id = m.enrolment_id
       join cohorts c on c.organisation_id = e.organisation_id and c.id = e.cohort_id
       join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
       where m.organisation_id = $1 and m.pairing_id = $2`,
      [organisationId, pairingId, today],
    );
    return { ...locked, enrolments };
  }

  /** Saves the pairing as its next version together with the members that changed. */
  async save(pairing: Pairing, members: readonly PairingMember[] = []): Promise<void> {
    pairing.version += 1;
    await this.db.manager.save(pairing);
    if (members.length > 0) await this.db.manager.save([...members]);
  }

  async moveEnrolment(
    organisationId: string,
    enrolment: LockedEnrolment,
    to: EnrolmentState,
    at: Date,
  ): Promise<void> {
    const state = moveEnrolment(enrolment.state, to);
    await this.db.execute(
      `update enrolments set state = $3, version = version + 1, updated_at = $4,
         ended_at = case when $3 in ('completed', 'withdrawn') then $4::timestamptz end
       where organisation_id = $1 and id = $2`,
      [organisationId, enrolment.id, state, at],
    );
  }

  /** Appends stage events, one for each person given. */
  async reach(
    organisationId: string,
    cohortId: string,
    stage: 'in-pool' | 'proposed' | 'matched' | 'completed' | 'withdrawn' | 'ended',
    people: readonly { personId: string; role: Side }[],
    at: Date,
    actorId: string | null,
  ): Promise<void> {
    if (people.length === 0) return;
    await this.db.execute(
      `insert into stage_events (organisation_id, id, cohort_id, person_id, role, stage, at, actor_id)
       select $1, e.id, $2, e.person_id, e.role, $3, $4, $5
       from unnest($6::uuid[], $7::uuid[], $8::text[]) as e (id, person_id, role)`,
      [
        organisationId,
        cohortId,
        stage,
        at,
        actorId,
        people.map(() => uuidv7()),
        people.map((person) => person.personId),
        people.map((person) => person.role),
      ],
    );
  }

  /**
   * Cancels the meetings that were still ahead of a pairing that is over; answers how many. One that has begun is left: it
   * may have taken place. Callers hold the pairing's lock, as everybody does who plans a meeting.
   */
  async cancelMeetingsAhead(organisationId: string, pairingId: string, at: Date): Promise<number> {
    const { rowCount } = await this.db.execute(
      `update meetings set state = 'cancelled', ended_at = $3, version = version + 1, sequence = sequence + 1
       where organisation_id = $1 and pairing_id = $2 and state = 'planned' and starts_at > $3`,
      [organisationId, pairingId, at],
    );
    return rowCount;
  }

  async countHeld(organisationId: string, pairingId: string): Promise<number> {
    const row = await this.db.first<{ held: number }>(
      `select count(*)::int as held from meetings where organisation_id = $1 and pairing_id = $2 and state = 'held'`,
      [organisationId, pairingId],
    );
    return row?.held ?? 0;
  }

  /** Flash pairings that run and have met, or had planned to by now. */
  async listRunningFlash(organisationId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select p.id from pairings p
       join cohorts c on c.organisation_id = p.organisation_id and c.id = p.cohort_id
       join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id and g.format = 'flash'
       where p.organisation_id = $1 and p.state in ('active', 'paused')
         and exists (select from meetings m where m.organisation_id = p.organisation_id and m.pairing_id = p.id
           and m.state in ('planned', 'held')) order by p.id`,
      [organisationId],
    );
    return rows.map(({ id }) => id);
  }

  /** The meetings of a flash pairing; none for a pairing of another format. */
  listFlashMeetings(organisationId: string, pairingId: string): Promise<FlashMeeting[]> {
    return this.db.query<FlashMeeting>(
      `select m.state, m.starts_at as "startsAt" from meetings m
       join cohorts c on c.organisation_id = m.organisation_id and c.id = m.cohort_id
       join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id and g.format = 'flash'
       where m.organisation_id = $1 and m.pairing_id = $2`,
      [organisationId, pairingId],
    );
  }

  async beginPause(organisationId: string, pairingId: string, on: string): Promise<void> {
    await this.db.execute(
      'insert into pairing_pauses (organisation_id, id, pairing_id, starts_on) values ($1, $2, $3, $4)',
      [organisationId, uuidv7(), pairingId, on],
    );
  }

  /** Ends the pause that runs; the day given is the first one that counts again. */
  async endPause(organisationId: string, pairingId: string, on: string): Promise<void> {
    await this.db.execute(
      `update pairing_pauses set ends_on = greatest(starts_on, $3::date)
       where organisation_id = $1 and pairing_id = $2 and ends_on is null`,
      [organisationId, pairingId, on],
    );
  }
}
