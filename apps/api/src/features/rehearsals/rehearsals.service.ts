import { Injectable } from '@nestjs/common';
import type { rehearsalRoutes } from '@ithaca/contracts/rehearsals';
import type { InputOf } from '@ithaca/contracts/route';
import type { CohortState } from '@ithaca/domain/cohort';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { castSizes, REHEARSAL } from '@ithaca/domain/rehearsal';
import type { Format, Locale } from '@ithaca/domain/vocabulary';
import { v7 as uuidv7 } from 'uuid';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { SessionsService } from '../identity/sessions.service.ts';
import { admitVisitor } from './room-furniture.ts';

type Wanted = InputOf<typeof rehearsalRoutes.begin>['body'];

/** Only before anybody real can be in it. */
const rehearsable: readonly CohortState[] = ['draft', 'scheduled'];
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Rehearsals as the real organisation knows them: begun, visited, ended. What happens in them is in its room, another organisation. */
@Injectable()
export class RehearsalsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly sessions: SessionsService,
  ) {}

  /** Begins a rehearsal; a job makes its room. Refuses while another one of the cohort is open, and inside a rehearsal. Answers its id. */
  begin(actor: Actor, cohortId: string, { people, mentorShare }: Wanted): Promise<string> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      // Held, so that two who begin at once do not both count what is open.
      const organisation = await this.db.first<{ isRoom: boolean }>(
        'select rehearsal_of is not null as "isRoom" from organisations where organisation_id = $1 for no key update',
        [organisationId],
      );
      if (organisation?.isRoom) throw new Refusal('rehearsal.inside');
      const cohort = await this.db.first<{ programId: string; state: CohortState; format: Format }>(
        `select c.program_id as "programId", c.state, g.format from cohorts c
         join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
         where c.organisation_id = $1 and c.id = $2`,
        [organisationId, cohortId],
      );
      if (!cohort) throw new Refusal('record.not-found');
      if (!rehearsable.includes(cohort.state))
        throw new Refusal('cohort.wrong-state', { state: cohort.state, possible: [...rehearsable] });
      const open = await this.db.query<{ id: string; cohortId: string }>(
        'select id, cohort_id as "cohortId" from rehearsals where organisation_id = $1 and ended_at is null',
        [organisationId],
      );
      const same = open.find((one) => one.cohortId === cohortId);
      if (same) throw new Refusal('rehearsal.open', { rehearsalId: same.id });
      if (open.length >= REHEARSAL.open) throw new Refusal('rehearsal.too-many', { most: REHEARSAL.open });
      const id = uuidv7();
      const now = this.clock.now();
      const { mentors, mentees } = castSizes(cohort.format, people, mentorShare);
      await this.db.execute(
        `insert into rehearsals (organisation_id, id, program_id, cohort_id, room_id, mentors, mentees, seed, begun_by, begun_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          organisationId,
          id,
          cohort.programId,
          cohortId,
          uuidv7(),
          mentors,
          mentees,
          seedOf(id),
          actor.personId,
          now,
          new Date(now.getTime() + REHEARSAL.days * DAY_MS),
        ],
      );
      await this.jobs.enqueue('prepare-rehearsal', { organisationId, rehearsalId: id });
      return id;
    });
  }

  /** Takes the session into the room, as a coordinator there. Two units of work, one in each organisation. */
  async visit(actor: Actor, sessionId: string, rehearsalId: string): Promise<void> {
    const { organisationId, accountId, personId } = actor;
    const found = await this.db.read(actor, () =>
      this.db.first<{ state: string; roomId: string; displayName: string; locale: Locale; timeZone: string }>(
        `select r.state, r.room_id as "roomId", p.display_name as "displayName", p.locale, p.time_zone as "timeZone"
         from rehearsals r join people p on p.organisation_id = r.organisation_id and p.id = $3
         where r.organisation_id = $1 and r.id = $2`,
        [organisationId, rehearsalId, personId],
      ),
    );
    if (!found) throw new Refusal('record.not-found');
    const { state, roomId, ...face } = found;
    if (state !== 'ready') throw new Refusal('rehearsal.not-ready', { state });
    const now = this.clock.now();
    await this.db.write({ organisationId: roomId }, () =>
      admitVisitor(this.db, roomId, { ...face, accountId, runsAll: runsAll(actor) }, now),
    );
    await this.sessions.goToRoom(accountId, sessionId, roomId);
  }

  /** Ends it for everybody at once; a job throws the room away. */
  end(actor: Actor, rehearsalId: string): Promise<void> {
    return this.db.write(actor, async () => {
      const { rowCount } = await this.db.execute(
        `update rehearsals set state = 'ended', ended_at = $3, ended_by = $4
         where organisation_id = $1 and id = $2 and ended_at is null`,
        [actor.organisationId, rehearsalId, this.clock.now(), actor.personId],
      );
      if (rowCount === 0) throw new Refusal('rehearsal.not-ready', { state: 'ended' });
      await this.#throwAway(actor.organisationId, rehearsalId);
    });
  }

  /** Ends those whose days are over, and makes sure that the room of each that ended is thrown away. */
  async expire(organisationId: string): Promise<void> {
    await this.db.write({ organisationId }, async () => {
      const now = this.clock.now();
      const expired = await this.db.query<{ id: string; programId: string; cohortId: string }>(
        `update rehearsals set state = 'ended', ended_at = $2 where organisation_id = $1 and ended_at is null and expires_at <= $2
         returning id, program_id as "programId", cohort_id as "cohortId"`,
        [organisationId, now],
      );
      for (const { id, programId, cohortId } of expired) {
        await this.#throwAway(organisationId, id);
        await appendAudit(
          this.db,
          { organisationId, personId: null },
          { programId },
          {
            action: 'rehearsals.expire',
            outcome: 'done',
            subjectType: 'cohort',
            subjectId: cohortId,
            at: now,
          },
        );
      }
      const left = await this.db.query<{ id: string }>(
        'select id from rehearsals where organisation_id = $1 and ended_at < $2 and not removed',
        [organisationId, new Date(now.getTime() - HOUR_MS)],
      );
      for (const { id } of left) await this.#throwAway(organisationId, id);
    });
  }

  #throwAway(organisationId: string, rehearsalId: string): Promise<void> {
    return this.jobs.enqueue('remove-rehearsal', { organisationId, rehearsalId });
  }
}

/** Whoever runs everything at home runs everything in the room; the others only the program that is rehearsed. */
const runsAll = ({ grants }: Actor): boolean =>
  grants.some(({ role, programId }) => role === 'owner' || (role === 'coordinator' && programId === null));

/** The last 31 bits of an id: enough for another cast each time. */
const seedOf = (id: string): number => Number.parseInt(id.slice(-8), 16) & 0x7fffffff;
