import { Injectable } from '@nestjs/common';
import { inventPeople } from '@ithaca/domain/invented-people';
import type { DirectoryValues } from '@ithaca/domain/invented-people';
import type { Actor } from '@ithaca/domain/permissions';
import { Random } from '@ithaca/domain/random';
import { sidesOf } from '@ithaca/domain/vocabulary';
import type { Side } from '@ithaca/domain/vocabulary';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { CohortInvitationsService } from '../enrolments/cohort-invitations.service.ts';
import { PeopleService } from '../people/people.service.ts';
import { RehearsalDaysService } from './rehearsal-days.service.ts';
import { findPlan, readDirectoryValues } from './rehearsals.queries.ts';
import type { RehearsalPlan } from './rehearsals.queries.ts';
import { furnishRoom } from './room-furniture.ts';
import { removeRows } from './room-rows.ts';

/** A manager of the cast has about so many reports. */
const TEAM = 6;
/** Days of enrolment that have passed when the coordinator comes in: invitations were read, most have answered. */
const FIRST_DAYS = 3;

/** The room of a rehearsal: an organisation of invented people, made whole and thrown away whole. */
@Injectable()
export class RoomsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly people: PeopleService,
    private readonly invitations: CohortInvitationsService,
    private readonly days: RehearsalDaysService,
  ) {}

  /** Makes the room and lets the first days pass in it. A try that broke off is cleared away by the next one. */
  async prepare(organisationId: string, rehearsalId: string): Promise<void> {
    const tenant = { organisationId };
    const found = await this.db.read(tenant, async () => {
      const plan = await findPlan(this.db, organisationId, rehearsalId);
      if (!plan || (plan.state !== 'preparing' && plan.state !== 'failed')) return undefined;
      return { plan, values: await readDirectoryValues(this.db, organisationId, plan.timeZone) };
    });
    if (!found) return;
    const { plan, values } = found;
    try {
      await this.#clear(plan);
      await this.db.write({ organisationId: plan.roomId }, () => this.#make(plan, values));
      await this.days.walk(plan.roomId);
    } catch (error) {
      await this.#settle(plan, 'failed');
      throw error;
    }
    // Ended while it was being made: nobody has come in, nothing may stay.
    if (!(await this.#settle(plan, 'ready'))) await this.#clear(plan);
  }

  /** Throws away the room of a rehearsal that is over; whoever is still in it stands in their organisation again. */
  async remove(organisationId: string, rehearsalId: string): Promise<void> {
    const plan = await this.db.read({ organisationId }, () => findPlan(this.db, organisationId, rehearsalId));
    if (plan?.state !== 'ended') return;
    await this.#clear(plan);
    await this.db.write({ organisationId }, () =>
      this.db.execute('update rehearsals set removed = true where organisation_id = $1 and id = $2', [
        organisationId,
        rehearsalId,
      ]),
    );
  }

  async #clear({ roomId, organisationId }: RehearsalPlan): Promise<void> {
    await this.db.write({ organisationId: roomId }, async () => {
      // Waits for whoever lets days pass or comes in at this moment.
      await this.db.query('select 1 from rehearsal_rooms where organisation_id = $1 for update', [roomId]);
      const visitors = await this.db.query<{ accountId: string }>(
        'select account_id as "accountId" from identity.memberships where organisation_id = $1',
        [roomId],
      );
      for (const { accountId } of visitors) {
        await this.db.name({ accountId });
        await this.db.execute(
          `update identity.sessions s set organisation_id = m.organisation_id, person_id = m.person_id from identity.memberships m
           where s.organisation_id = $1 and s.account_id = $2 and m.account_id = $2 and m.organisation_id = $3 and m.ended_at is null`,
          [roomId, accountId, organisationId],
        );
      }
      await removeRows(this.db, roomId);
    });
  }

  async #settle(plan: RehearsalPlan, state: 'ready' | 'failed'): Promise<boolean> {
    const { organisationId, rehearsalId } = plan;
    return this.db.write({ organisationId }, async () => {
      const { rowCount } = await this.db.execute(
        `update rehearsals set state = $3 where organisation_id = $1 and id = $2 and state in ('preparing', 'failed')`,
        [organisationId, rehearsalId, state],
      );
      return rowCount > 0;
    });
  }

  async #make(plan: RehearsalPlan, values: DirectoryValues): Promise<void> {
    const now = this.clock.now();
    const today = this.clock.today(plan.timeZone);
    const { personId, programId, cohortId } = await furnishRoom(this.db, plan, { today, now });
    const coordinator: Actor = {
      accountId: plan.beginner.accountId,
      personId,
      organisationId: plan.roomId,
      grants: [{ role: 'coordinator', programId: plan.beginner.runsAll ? null : programId }],
      isManager: false,
    };
    const sides = await this.#hire(coordinator, plan, values, today);
    for (const side of sidesOf(plan.program.format))
      await this.invitations.invite(coordinator, cohortId, { role: side, personIds: sides[side] });
    await this.db.execute(
      // However short it is, enrolment is still open when the coordinator comes in.
      'update rehearsal_rooms set walking_to = least($2, $3::date - first_day) where organisation_id = $1',
      [plan.roomId, FIRST_DAYS, plan.enrolmentClosesOn],
    );
  }

  /** The cast with its managers. Answers who is invited to which side. */
  async #hire(
    coordinator: Actor,
    plan: RehearsalPlan,
    values: DirectoryValues,
    today: string,
  ): Promise<Record<Side, string[]>> {
    const isOfPeers = plan.program.format === 'peer';
    const managers = Math.ceil((plan.mentors + plan.mentees) / TEAM);
    const sides: Side[] = [
      ...Array.from({ length: managers + plan.mentors }, () => 'mentor' as const),
      ...Array.from({ length: plan.mentees }, () => (isOfPeers ? ('peer' as const) : ('mentee' as const))),
    ];
    const cast = inventPeople(new Random(plan.seed), {
      sides,
      values,
      rule: plan.program.eligibility,
      today,
    });
    const ids: string[] = [];
    for (const [place, { givenName, familyName, attributes, ...person }] of cast.entries()) {
      const id = await this.people.create(coordinator, {
        ...person,
        givenName,
        familyName,
        displayName: `${givenName} ${familyName}`,
        managerId: place < managers ? null : (ids[place % managers] ?? null),
      });
      ids.push(id);
      if (Object.keys(attributes).length > 0)
        await this.db.execute('update people set attributes = $3 where organisation_id = $1 and id = $2', [
          plan.roomId,
          id,
          JSON.stringify(attributes),
        ]);
    }
    const taking = ids.slice(managers);
    const [mentors, others] = [taking.slice(0, plan.mentors), taking.slice(plan.mentors)];
    return isOfPeers
      ? { mentor: [], mentee: [], peer: others }
      : { mentor: mentors, mentee: others, peer: [] };
  }
}
