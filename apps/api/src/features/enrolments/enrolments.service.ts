import { Injectable } from '@nestjs/common';
import { enrolmentAnswers } from '@ithaca/contracts/enrolments';
import type { EnrolmentAnswers, enrolmentRoutes } from '@ithaca/contracts/enrolments';
import type { InputOf } from '@ithaca/contracts/route';
import { usualCircle } from '@ithaca/domain/circle';
import { obstaclesTo } from '@ithaca/domain/eligibility-rule';
import { CAPACITY, editableStates, moveEnrolment } from '@ithaca/domain/enrolment';
import { missingAnswers, ownAnswers } from '@ithaca/domain/enrolment-form';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { sidesOf } from '@ithaca/domain/vocabulary';
import type { Format, Side } from '@ithaca/domain/vocabulary';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod/mini';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { ApprovalsService } from './admission/approvals.service.ts';
import { SeatsService } from './admission/seats.service.ts';
import { Enrolment } from './enrolment.entity.ts';
import { EnrolmentsRepository } from './enrolments.repository.ts';
import type { CohortContext, EnrolmentContext } from './enrolments.repository.ts';

type Answered = InputOf<typeof enrolmentRoutes.save>['body'];

/** A person's own enrolment: begun, saved as they type, sent, taken back. */
@Injectable()
export class EnrolmentsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly enrolments: EnrolmentsRepository,
    private readonly approvals: ApprovalsService,
    private readonly seats: SeatsService,
  ) {}

  /** Begins, resumes a draft as it was left, or comes back after a withdrawal; answers the enrolment's id. */
  begin(actor: Actor, cohortId: string, role: Side): Promise<string> {
    return this.db.write(actor, async () => {
      const context = await this.enrolments.getContext(actor.organisationId, cohortId, actor.personId);
      this.#assertMayEnrol(context);
      assertSide(context.format, role);
      const now = this.clock.now();
      const draft = this.db.manager.create(Enrolment, {
        organisationId: actor.organisationId,
        id: uuidv7(),
        cohortId,
        personId: actor.personId,
        role,
        state: 'draft',
        answers: prefilled(context),
        formVersion: context.formVersion,
        capacity: usualPlaces(context, role),
        doNotPairWith: [],
        waitingNumber: null,
        pausedFrom: null,
        pausedAt: null,
        submittedAt: null,
        endedAt: null,
        createdAt: now,
        updatedAt: now,
        version: 1,
      });
      const enrolment = await this.enrolments.beginOrFind(draft);
      if (enrolment.state === 'draft') return enrolment.id;
      if (enrolment.state !== 'withdrawn')
        throw new Refusal('enrolment.exists', { enrolmentId: enrolment.id, state: enrolment.state });
      enrolment.state = moveEnrolment(enrolment.state, 'draft');
      enrolment.submittedAt = null;
      enrolment.endedAt = null;
      await this.enrolments.save(enrolment, now);
      return enrolment.id;
    });
  }

  /** Keeps the answers. A draft may be incomplete; what was sent already must stay complete. */
  save(actor: Actor, id: string, version: number, answered: Answered): Promise<void> {
    return this.db.write(actor, async () => {
      const { enrolment, context } = await this.enrolments.lock(actor, id, version);
      if (!editableStates.includes(enrolment.state))
        throw new Refusal('enrolment.wrong-state', { state: enrolment.state, possible: [...editableStates] });
      assertEnrolling(context);
      const wishes = othersOf(enrolment, answered.answers.wishes);
      const doNotPairWith = othersOf(enrolment, answered.doNotPairWith);
      await this.enrolments.assertPeople(actor.organisationId, wishes, 'answers.wishes');
      await this.enrolments.assertPeople(actor.organisationId, doNotPairWith, 'doNotPairWith');
      const { questions } = context.form;
      const answers = {
        ...answered.answers,
        wishes,
        own: ownAnswers(questions, enrolment.role, { ...answered.answers, wishes }),
      };
      if (enrolment.state !== 'draft') assertComplete(context, enrolment.role, answers);
      if (enrolment.submittedAt !== null && (enrolment.formVersion ?? 1) !== context.formVersion)
        await this.enrolments.keepEarlierAnswers(enrolment);
      enrolment.formVersion = context.formVersion;
      enrolment.answers = answers;
      enrolment.doNotPairWith = doNotPairWith;
      // Mentees and peers have one partner; places are a mentor's to give.
      enrolment.capacity = enrolment.role === 'mentor' ? answered.capacity : CAPACITY.usual;
      await this.enrolments.save(enrolment, this.clock.now());
      if (answered.blackouts)
        await this.enrolments.setBlackouts(actor.organisationId, actor.personId, answered.blackouts);
    });
  }

  /** Sends the enrolment: to the manager where a yes is needed, else into the pool or to the end of the list. */
  submit(actor: Actor, id: string, version: number): Promise<void> {
    return this.db.write(actor, async () => {
      const { enrolment, context } = await this.enrolments.lockLatest(actor.organisationId, id);
      assertVersion(enrolment, version);
      if (enrolment.state !== 'draft')
        throw new Refusal('enrolment.wrong-state', {
          from: enrolment.state,
          to: 'in-pool',
          possible: ['draft'],
        });
      this.#assertMayEnrol(context);
      assertComplete(context, enrolment.role, z.parse(enrolmentAnswers, enrolment.answers));
      const now = this.clock.now();
      enrolment.submittedAt = now;
      await this.#reach(actor, enrolment, 'registered', now);
      const waits =
        context.admission.approval === 'manager' &&
        (await this.approvals.ask(actor, enrolment, context, now));
      if (!waits) await this.seats.admit(actor, enrolment, context, now);
      await this.enrolments.save(enrolment, now);
    });
  }

  /**
   * Takes the enrolment back without a reason; the seat goes to the next. Whoever has a pairing leaves through the pairing,
   * so that the partner is told.
   */
  withdraw(actor: Actor, id: string, version: number): Promise<void> {
    return this.db.write(actor, async () => {
      const { enrolment, context } = await this.enrolments.lockLatest(actor.organisationId, id);
      assertVersion(enrolment, version);
      if (enrolment.state === 'matched' || (await this.enrolments.hasOpenPairing(enrolment)))
        throw new Refusal('enrolment.wrong-state', {
          from: enrolment.state,
          to: 'withdrawn',
          possible: [],
          remedy: 'end-pairing',
        });
      const now = this.clock.now();
      const wasSent = enrolment.submittedAt !== null;
      enrolment.state = moveEnrolment(enrolment.state, 'withdrawn');
      enrolment.endedAt = now;
      enrolment.pausedFrom = null;
      enrolment.pausedAt = null;
      await this.enrolments.save(enrolment, now);
      if (!wasSent) return;
      // A draft that nobody ever saw is no stage of the funnel.
      await this.#reach(actor, enrolment, 'withdrawn', now);
      await this.approvals.drop(enrolment);
      await this.seats.dropOffer(enrolment, now);
      await this.seats.offerFree(actor, context);
    });
  }

  #assertMayEnrol(context: EnrolmentContext): void {
    assertEnrolling(context);
    const obstacles = obstaclesTo(context.eligibility, context.person, this.clock.today(context.timeZone));
    if (obstacles.length > 0) throw new Refusal('enrolment.not-eligible', { obstacles });
  }

  #reach(actor: Actor, enrolment: Enrolment, stage: 'registered' | 'withdrawn', at: Date) {
    const { cohortId, personId, role } = enrolment;
    return this.enrolments.appendStage(actor, { cohortId, personIds: [personId], role, stage, at });
  }
}

/** Refuses `cohort.not-enrolling` unless the cohort takes enrolments now. */
export function assertEnrolling({ state, enrolmentOpensOn, enrolmentClosesOn }: CohortContext): void {
  if (state !== 'enrolling')
    throw new Refusal('cohort.not-enrolling', { state, enrolmentOpensOn, enrolmentClosesOn });
}

function assertVersion(enrolment: Enrolment, version: number): void {
  if (enrolment.version !== version) throw new Refusal('record.changed', { version: enrolment.version });
}

function assertComplete(context: EnrolmentContext, role: Side, answers: EnrolmentAnswers): void {
  const missing = missingAnswers(context.form.questions, role, answers);
  if (missing.length > 0) throw new Refusal('enrolment.incomplete', { missing });
}

/** Refuses a side that programs of this format do not have. */
function assertSide(format: Format, role: Side): void {
  const possible = sidesOf(format);
  if (!possible.includes(role)) throw new Refusal('enrolment.wrong-side', { role, possible: [...possible] });
}

/** As what somebody is asked to come: open for either side (null), but in a program of peers there is only one. */
export function invitedSide(format: Format, wanted: Side | null): Side | null {
  if (wanted !== null) assertSide(format, wanted);
  return wanted ?? (format === 'peer' ? 'peer' : null);
}

/** What the directory knows already is never asked twice. */
function prefilled({ person }: EnrolmentContext): EnrolmentAnswers {
  const languages = person.languages.filter((language) => /^[a-z]{2,3}$/.test(language)).slice(0, 12);
  return z.parse(enrolmentAnswers, { languages });
}

/** Each person once, in order, without oneself. */
function othersOf(enrolment: Enrolment, ids: readonly string[]): string[] {
  return [...new Set(ids.map((id) => id.toLowerCase()))].filter((id) => id !== enrolment.personId);
}

/** What an enrolment begins with: a mentor of circles has room for the largest one, everybody else for one partner. */
const usualPlaces = ({ format, circle }: EnrolmentContext, role: Side): number =>
  role === 'mentor' && format === 'circle' ? (circle ?? usualCircle).largest : CAPACITY.usual;
