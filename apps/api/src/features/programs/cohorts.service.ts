import { Injectable } from '@nestjs/common';
import type { cohortRoutes } from '@ithaca/contracts/programs';
import type { InputOf } from '@ithaca/contracts/route';
import {
  addDays,
  assertReopenable,
  checkCohortDates,
  checkContentUntil,
  datesFromStart,
  KEPT_DAYS,
  missingBeforeLaunch,
  movableDates,
  moveCohort,
  opensBy,
  stateDueAt,
} from '@ithaca/domain/cohort';
import type { CohortDates, CohortState, WallTime } from '@ithaca/domain/cohort';
import type { Actor } from '@ithaca/domain/permissions';
import { moveProgram } from '@ithaca/domain/program';
import { Refusal } from '@ithaca/domain/refusal';
import { ZonedTime } from '@ithaca/domain/zoned-time';
import { v7 as uuidv7 } from 'uuid';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import type { Tenant } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { Cohort } from './cohort.entity.ts';
import { countEligible } from './eligibility.queries.ts';
import { Program } from './program.entity.ts';

type Creation = InputOf<typeof cohortRoutes.create>['body'];
type Change = InputOf<typeof cohortRoutes.update>['body'];

const USUAL_MENTEE_GOAL = 20;

@Injectable()
export class CohortsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  /** Plans a cohort as a draft; dates that are not given follow from the start and the program's length. Answers its id. */
  create(actor: Actor, programId: string, wanted: Creation): Promise<string> {
    return this.db.write(actor, async () => {
      const program = await this.#lockProgram(actor.organisationId, programId);
      if (program.state === 'archived')
        throw new Refusal('program.wrong-state', { state: program.state, possible: ['draft', 'open'] });
      const computed = datesFromStart(wanted.startsOn, program.journey.lengthDays);
      const dates: CohortDates = {
        startsOn: wanted.startsOn,
        enrolmentOpensOn: wanted.enrolmentOpensOn ?? computed.enrolmentOpensOn,
        enrolmentClosesOn: wanted.enrolmentClosesOn ?? computed.enrolmentClosesOn,
        endsOn: wanted.endsOn ?? computed.endsOn,
      };
      checkCohortDates(dates);
      const id = uuidv7();
      await this.db.manager.insert(Cohort, {
        ...dates,
        organisationId: actor.organisationId,
        id,
        programId,
        name: wanted.name,
        state: 'draft',
        menteeGoal: wanted.menteeGoal ?? USUAL_MENTEE_GOAL,
        opensAtMinute: wanted.opensAtMinute ?? 0,
        createdBy: actor.personId,
        createdAt: this.clock.now(),
        version: 1,
      });
      return id;
    });
  }

  update(actor: Actor, cohortId: string, version: number, change: Change): Promise<void> {
    return this.db.write(actor, async () => {
      const cohort = await this.#lock(actor.organisationId, cohortId, version);
      const movable = movableDates(cohort.state);
      for (const key of ['enrolmentOpensOn', 'enrolmentClosesOn', 'startsOn', 'endsOn'] as const) {
        const day = change[key];
        if (day === undefined || day === cohort[key]) continue;
        if (!movable.includes(key))
          throw new Refusal('cohort.wrong-state', { state: cohort.state, field: key, movable: [...movable] });
        cohort[key] = day;
      }
      if (change.opensAtMinute !== undefined && change.opensAtMinute !== cohort.opensAtMinute) {
        if (!movable.includes('enrolmentOpensOn'))
          throw new Refusal('cohort.wrong-state', {
            state: cohort.state,
            field: 'opensAtMinute',
            movable: [...movable],
          });
        cohort.opensAtMinute = change.opensAtMinute;
      }
      checkCohortDates(cohort);
      if (cohort.state === 'scheduled') await this.#scheduleOpening(cohort);
      cohort.name = change.name ?? cohort.name;
      cohort.menteeGoal = change.menteeGoal ?? cohort.menteeGoal;
      await this.#save(cohort);
    });
  }

  /** The next step of a cohort. Launching a draft "scheduled" opens it at once when its day has come; "enrolling" opens it today. */
  move(actor: Actor, cohortId: string, version: number, to: CohortState): Promise<void> {
    return this.db.write(actor, async () => {
      const cohort = await this.#lock(actor.organisationId, cohortId, version);
      const from = cohort.state;
      const next = moveCohort(from, to);
      if (next === 'running' && from === 'matching')
        throw new Refusal('cohort.wrong-state', { from, to, possible: ['enrolling'], remedy: 'publish' });
      if (from === 'closed' && next === 'closing') assertReopenable(cohort.closedAt, this.clock.now());
      const at = await this.#wallTime(actor.organisationId);
      if (from === 'draft') await this.#launch(cohort, at.today);
      cohort.state =
        next === 'scheduled' && opensBy(cohort, at) ? moveCohort('scheduled', 'enrolling') : next;
      assertNotOverdue(cohort, from, at);
      if (cohort.state === 'scheduled') await this.#scheduleOpening(cohort);
      // Opened before its time: from now on, not from then.
      if (cohort.state === 'enrolling' && !opensBy(cohort, at)) {
        cohort.enrolmentOpensOn = at.today;
        cohort.opensAtMinute = Math.min(cohort.opensAtMinute, at.minute);
      }
      if (cohort.state === 'draft') cohort.launchedAt = null;
      cohort.closedAt =
        cohort.state === 'closed' || cohort.state === 'archived'
          ? (cohort.closedAt ?? this.clock.now())
          : null;
      cohort.contentUntil =
        cohort.closedAt === null ? null : (cohort.contentUntil ?? addDays(at.today, KEPT_DAYS.usual));
      await this.#save(cohort);
      await this.#settlePairings(cohort);
    });
  }

  /** Until when what the pairings of a closed cohort wrote is kept. */
  keepContent(actor: Actor, cohortId: string, version: number, untilOn: string): Promise<void> {
    return this.db.write(actor, async () => {
      const cohort = await this.#lock(actor.organisationId, cohortId, version);
      if (cohort.closedAt === null)
        throw new Refusal('cohort.wrong-state', { state: cohort.state, possible: ['closed', 'archived'] });
      const zone = await this.#zone(actor.organisationId);
      checkContentUntil(zone.dayOf(cohort.closedAt.getTime()), untilOn);
      cohort.contentUntil = untilOn;
      await this.#save(cohort);
    });
  }

  /**
   * Called when pairings are published: a matching cohort runs from now on, a running one stays as it is. Locks the
   * cohort, so call it before locking enrolments. Refuses `cohort.wrong-state` in any other state.
   */
  startRunning(tenant: Tenant, cohortId: string): Promise<void> {
    return this.db.write(tenant, async () => {
      const cohort = await this.#lock(tenant.organisationId, cohortId, null);
      if (cohort.state === 'running') return;
      cohort.state = moveCohort(cohort.state, 'running');
      await this.#save(cohort);
    });
  }

  /** Moves every cohort of the organisation as far as the calendar asks for today. Running it twice changes nothing. */
  advance(organisationId: string): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      const at = await this.#wallTime(organisationId);
      const cohorts = await this.db.manager
        .createQueryBuilder(Cohort, 'c')
        .where('c.organisationId = :organisationId', { organisationId })
        .andWhere(
          `(c.state = 'scheduled' and (c.enrolmentOpensOn < :today
              or c.enrolmentOpensOn = :today and c.opensAtMinute <= :minute)
            or c.state = 'enrolling' and c.enrolmentClosesOn < :today
            or c.state = 'running' and c.endsOn < :today)`,
          { ...at },
        )
        .orderBy('c.id')
        .setLock('for_no_key_update')
        .getMany();
      for (const cohort of cohorts) {
        const from = cohort.state;
        for (let due = stateDueAt(cohort.state, cohort, at); due !== cohort.state;) {
          cohort.state = due;
          due = stateDueAt(due, cohort, at);
        }
        await this.#save(cohort);
        await this.#settlePairings(cohort);
        await appendAudit(
          this.db,
          { organisationId, personId: null },
          { programId: cohort.programId },
          {
            action: 'cohorts.advance',
            outcome: 'done',
            subjectType: 'cohort',
            subjectId: cohort.id,
            facts: { from, to: cohort.state },
            at: this.clock.now(),
          },
        );
      }
    });
  }

  /** The moment on the wall of the organisation. */
  async #wallTime(organisationId: string): Promise<WallTime> {
    const zone = await this.#zone(organisationId);
    const now = this.clock.now().getTime();
    return { today: zone.dayOf(now), minute: zone.minuteOf(now) };
  }

  async #zone(organisationId: string): Promise<ZonedTime> {
    const row = await this.db.first<{ timeZone: string }>(
      'select time_zone as "timeZone" from organisations where organisation_id = $1',
      [organisationId],
    );
    return ZonedTime.of(row?.timeZone ?? 'UTC');
  }

  /** Wakes the calendar at the hour enrolment opens. Whoever goes back to the draft meanwhile finds nothing done by it. */
  async #scheduleOpening({ organisationId, id, enrolmentOpensOn, opensAtMinute }: Cohort): Promise<void> {
    const zone = await this.#zone(organisationId);
    await this.jobs.enqueue(
      'open-enrolment',
      { organisationId, cohortId: id },
      { startAfter: new Date(zone.instantOf(enrolmentOpensOn, opensAtMinute)) },
    );
  }

  async #launch(cohort: Cohort, today: string): Promise<void> {
    const program = await this.#lockProgram(cohort.organisationId, cohort.programId);
    if (program.state === 'archived') throw new Refusal('program.wrong-state', { state: program.state });
    const [eligiblePeople = 0] = await countEligible(
      this.db,
      cohort.organisationId,
      [program.eligibility],
      today,
    );
    const missing = missingBeforeLaunch({
      purpose: program.purpose,
      formQuestions: program.form.questions.length,
      eligiblePeople,
      enrolmentClosesOn: cohort.enrolmentClosesOn,
      today,
    });
    if (missing.length > 0) throw new Refusal('cohort.not-ready', { missing });
    if (program.state === 'draft') {
      program.state = moveProgram(program.state, 'open', []);
      program.version += 1;
      await this.db.manager.save(program);
    }
    cohort.launchedAt = this.clock.now();
  }

  /** A cohort that comes to its close has its pairings and its pool settled by jobs of theirs: they stand above programs. */
  async #settlePairings({ state, organisationId, id }: Cohort): Promise<void> {
    if (state === 'closing' || state === 'closed')
      await this.jobs.enqueue('settle-pairings', { organisationId, cohortId: id });
    if (state === 'closed') await this.jobs.enqueue('settle-enrolments', { organisationId, cohortId: id });
  }

  async #save(cohort: Cohort): Promise<void> {
    cohort.version += 1;
    await this.db.manager.save(cohort);
  }

  async #lock(organisationId: string, id: string, version: number | null): Promise<Cohort> {
    const cohort = await this.db.manager.findOne(Cohort, {
      where: { organisationId, id },
      lock: { mode: 'for_no_key_update' },
    });
    if (!cohort) throw new Refusal('record.not-found');
    if (version !== null && cohort.version !== version)
      throw new Refusal('record.changed', { version: cohort.version });
    return cohort;
  }

  async #lockProgram(organisationId: string, id: string): Promise<Program> {
    const program = await this.db.manager.findOne(Program, {
      where: { organisationId, id },
      lock: { mode: 'for_no_key_update' },
    });
    if (!program) throw new Refusal('record.not-found');
    return program;
  }
}

/** A step back to a state that the calendar would leave at the next sweep: the date has to move first. */
function assertNotOverdue(cohort: Cohort, from: CohortState, at: WallTime): void {
  const isStepBack = from === 'matching' || from === 'closing';
  if (isStepBack && stateDueAt(cohort.state, cohort, at) !== cohort.state)
    throw new Refusal('cohort.not-ready', { missing: ['dates'] });
}
