import { OFFER_DAYS } from '@ithaca/domain/admission';
import type { Admission } from '@ithaca/domain/admission';
import { addDays } from '@ithaca/domain/cohort';
import type { CohortState } from '@ithaca/domain/cohort';
import type { EligibilityRule } from '@ithaca/domain/eligibility-rule';
import { everyone } from '@ithaca/domain/eligibility-rule';
import type { EnrolmentState } from '@ithaca/domain/enrolment';
import { answerDueAt } from '@ithaca/domain/mentor-request';
import type { MentorRequestState, PairingMode } from '@ithaca/domain/mentor-request';
import { programTemplates } from '@ithaca/domain/program-templates';
import type { Format, Side } from '@ithaca/domain/vocabulary';

import { GivenDirectory, unique } from './given-directory.ts';
import type { GivenPerson } from './given-directory.ts';
import { sequentialId } from './ids.ts';

export interface GivenProgram {
  id: string;
  organisationId: string;
  format: Format;
}

export interface GivenCohort {
  id: string;
  organisationId: string;
  programId: string;
  format: Format;
  startsOn: string;
  endsOn: string;
}

export interface GivenEnrolment {
  id: string;
  organisationId: string;
  cohortId: string;
  personId: string;
  role: Side;
}

/** Programs, their cohorts and who is in them; see `Given`. */
export class GivenPrograms extends GivenDirectory {
  async program(
    creator: GivenPerson,
    more: {
      name?: string;
      slug?: string;
      purpose?: string;
      templateKey?: string;
      format?: Format;
      eligibility?: EligibilityRule;
      policy?: object;
      journey?: object;
      pairingMode?: PairingMode;
    } = {},
  ): Promise<GivenProgram> {
    const id = sequentialId(this.now);
    const template =
      programTemplates.find((one) => one.key === (more.templateKey ?? 'career-growth')) ??
      programTemplates[0];
    if (!template) throw new Error('There is no program template.');
    await this.enter(creator.organisationId);
    await this.insert('programs', [
      {
        organisationId: creator.organisationId,
        id,
        slug: more.slug ?? `program-${id.slice(-12)}`,
        name: more.name ?? template.name,
        purpose: more.purpose ?? template.purpose,
        format: more.format ?? template.format,
        templateKey: template.key,
        state: 'open',
        eligibility: more.eligibility ?? everyone,
        form: template.form,
        policy: more.policy ?? template.policy,
        journey: more.journey ?? template.journey,
        pairingMode: more.pairingMode ?? 'coordinator',
        createdBy: creator.id,
        createdAt: this.now,
      },
    ]);
    return { id, organisationId: creator.organisationId, format: more.format ?? template.format };
  }

  async cohort(
    program: GivenProgram,
    creator: GivenPerson,
    more: {
      name?: string;
      state?: CohortState;
      startsOn?: string;
      endsOn?: string;
      menteeGoal?: number;
      closedAt?: Date;
      admission?: Partial<Admission>;
    } = {},
  ): Promise<GivenCohort> {
    const id = sequentialId(this.now);
    const startsOn = more.startsOn ?? addDays(this.now.toISOString().slice(0, 10), 20);
    const endsOn = more.endsOn ?? addDays(startsOn, 182);
    await this.enter(program.organisationId);
    await this.insert('cohorts', [
      {
        organisationId: program.organisationId,
        id,
        programId: program.id,
        name: more.name ?? `Cohort ${unique()}`,
        state: more.state ?? 'enrolling',
        startsOn,
        enrolmentOpensOn: addDays(startsOn, -28),
        enrolmentClosesOn: addDays(startsOn, -7),
        endsOn,
        menteeGoal: more.menteeGoal ?? 20,
        createdBy: creator.id,
        createdAt: this.now,
        launchedAt: this.now,
        closedAt: more.closedAt ?? null,
        approval: more.admission?.approval ?? 'none',
        seats: more.admission?.seats ?? null,
        admissionOrder: more.admission?.order ?? 'first-come',
        offerDays: more.admission?.offerDays ?? OFFER_DAYS.usual,
      },
    ]);
    const { format } = program;
    return { id, organisationId: program.organisationId, programId: program.id, format, startsOn, endsOn };
  }

  async enrolment(
    cohort: GivenCohort,
    person: GivenPerson,
    role: Side,
    more: {
      state?: EnrolmentState;
      capacity?: number;
      answers?: object;
      doNotPairWith?: string[];
      submittedAt?: Date;
      /** The number somebody has, or had, on the waiting list. */
      waitingNumber?: number;
      id?: string;
    } = {},
  ): Promise<GivenEnrolment> {
    const id = more.id ?? sequentialId(this.now);
    const at = more.submittedAt ?? this.now;
    const state = more.state ?? 'in-pool';
    await this.enter(cohort.organisationId);
    await this.insert('enrolments', [
      {
        organisationId: cohort.organisationId,
        id,
        cohortId: cohort.id,
        personId: person.id,
        role,
        state,
        capacity: more.capacity ?? (role === 'mentor' ? 2 : 1),
        answers: more.answers ?? {
          skills: [{ skill: 'Leadership', level: 2 }],
          goals: ['Grow as a leader'],
          languages: ['en'],
        },
        doNotPairWith: more.doNotPairWith ?? [],
        submittedAt: state === 'draft' ? null : at,
        waitingNumber: more.waitingNumber ?? null,
        createdAt: at,
        updatedAt: at,
      },
    ]);
    const hasListed = state === 'waitlisted' || more.waitingNumber !== undefined;
    const cameIn =
      ['in-pool', 'matched', 'completed'].includes(state) || (state === 'withdrawn' && !hasListed);
    if (state !== 'draft')
      await this.stages(cohort, person.id, role, {
        registered: at,
        ...(hasListed ? { waitlisted: at } : {}),
        ...(cameIn ? { 'in-pool': at } : {}),
      });
    return { id, organisationId: cohort.organisationId, cohortId: cohort.id, personId: person.id, role };
  }

  /** A mentee's ask of a mentor; what was asked has `askedAt`, and what is over ended a day after it unless said otherwise. */
  async mentorRequest(
    mentee: GivenEnrolment,
    mentor: GivenEnrolment,
    more: {
      state?: MentorRequestState;
      rank?: number;
      note?: string;
      askedAt?: Date;
      answerDays?: number;
      endedAt?: Date;
      declineReason?: string;
    } = {},
  ): Promise<{ id: string }> {
    const id = sequentialId(this.now);
    const state = more.state ?? 'asked';
    const askedAt = state === 'waiting' ? null : (more.askedAt ?? this.now);
    const isOpen = state === 'waiting' || state === 'asked';
    await this.enter(mentee.organisationId);
    await this.insert('mentor_requests', [
      {
        organisationId: mentee.organisationId,
        id,
        cohortId: mentee.cohortId,
        menteeEnrolmentId: mentee.id,
        mentorEnrolmentId: mentor.id,
        rank: more.rank ?? 1,
        note: more.note ?? '',
        state,
        askedAt,
        dueAt: askedAt && answerDueAt(askedAt, more.answerDays ?? 5),
        endedAt: isOpen || !askedAt ? null : (more.endedAt ?? answerDueAt(askedAt, 1)),
        declineReason: more.declineReason ?? null,
        createdAt: askedAt ?? this.now,
      },
    ]);
    return { id };
  }

  /** Stage events of one person, in the order given. */
  stages(
    cohort: GivenCohort,
    personId: string,
    role: Side | null,
    stages: Readonly<Record<string, Date>>,
  ): Promise<void> {
    return this.insert(
      'stage_events',
      Object.entries(stages).map(([stage, at]) => ({
        organisationId: cohort.organisationId,
        id: sequentialId(this.now),
        cohortId: cohort.id,
        personId,
        role,
        stage,
        at,
      })),
    );
  }
}
