import type { PairingState } from '@ithaca/domain/pairing';
import { openPairingStates } from '@ithaca/domain/pairing';
import type { Side } from '@ithaca/domain/vocabulary';

import type { GivenPerson } from './given-directory.ts';
import { GivenPrograms } from './given-programs.ts';
import type { GivenCohort, GivenEnrolment } from './given-programs.ts';
import { sequentialId } from './ids.ts';

export type { GivenOrganisation, GivenPerson } from './given-directory.ts';
export type { GivenCohort, GivenEnrolment, GivenProgram } from './given-programs.ts';

export interface GivenPairing {
  id: string;
  organisationId: string;
  cohortId: string;
  mentor: GivenPerson;
  mentee: GivenPerson;
  /** Neither is the mentor: the two are peers. */
  ofPeers: boolean;
}

/**
 * Builders for tests, seeds and benches: each makes one valid thing and whatever it needs, with sensible values that a
 * caller may override. They write rows, so they can make history; every rule of the database still holds.
 */
export class Given extends GivenPrograms {
  /** A pairing of two enrolled people (enrolled here when not given), accepted by both unless its state says otherwise. */
  async pairing(
    cohort: GivenCohort,
    mentor: GivenPerson,
    mentee: GivenPerson,
    more: {
      state?: PairingState;
      startedAt?: Date;
      endedAt?: Date;
      cadenceDays?: number;
      score?: number;
      contributions?: object[];
      mentorEnrolment?: GivenEnrolment;
      menteeEnrolment?: GivenEnrolment;
      /** More mentees make it a circle. */
      others?: readonly GivenPerson[];
      smallest?: number;
    } = {},
  ): Promise<GivenPairing> {
    const id = sequentialId(this.now);
    const state = more.state ?? 'active';
    const open = openPairingStates.includes(state);
    const accepted = state === 'offered' || state === 'declined' ? null : (more.startedAt ?? this.now);
    const ended = open ? null : (more.endedAt ?? this.now);
    // In a program of peers neither is the mentor.
    const [one, other] =
      cohort.format === 'peer' ? (['peer', 'peer'] as const) : (['mentor', 'mentee'] as const);
    const sides: { person: GivenPerson; role: Side; enrolment: GivenEnrolment }[] = [
      {
        person: mentor,
        role: one,
        enrolment: more.mentorEnrolment ?? (await this.enrolment(cohort, mentor, one, { state: 'matched' })),
      },
      {
        person: mentee,
        role: other,
        enrolment:
          more.menteeEnrolment ?? (await this.enrolment(cohort, mentee, other, { state: 'matched' })),
      },
    ];
    for (const person of more.others ?? [])
      sides.push({
        person,
        role: 'mentee' as const,
        enrolment: await this.enrolment(cohort, person, 'mentee', { state: 'matched' }),
      });
    await this.enter(cohort.organisationId);
    await this.insert('pairings', [
      {
        organisationId: cohort.organisationId,
        id,
        cohortId: cohort.id,
        state,
        cadenceDays: more.cadenceDays ?? 14,
        score: more.score ?? null,
        smallest: more.others ? (more.smallest ?? 3) : null,
        contributions: JSON.stringify(more.contributions ?? []),
        publishedAt: more.startedAt ?? this.now,
        startedAt: accepted,
        endedAt: ended,
        agreement: {
          cadenceDays: more.cadenceDays ?? 14,
          channel: 'Video',
          confidentiality: 'What we say stays between us.',
          expectations: '',
        },
      },
    ]);
    await this.insert(
      'pairing_members',
      sides.map(({ person, role, enrolment }) => ({
        organisationId: cohort.organisationId,
        pairingId: id,
        personId: person.id,
        cohortId: cohort.id,
        enrolmentId: enrolment.id,
        role,
        open,
        acceptedAt: accepted,
        signedAt: accepted,
      })),
    );
    if (accepted)
      for (const { person, role } of sides)
        await this.stages(cohort, person.id, role, { proposed: accepted, matched: accepted });
    return {
      id,
      organisationId: cohort.organisationId,
      cohortId: cohort.id,
      mentor,
      mentee,
      ofPeers: cohort.format === 'peer',
    };
  }

  async meeting(
    pairing: GivenPairing,
    more: {
      state?: 'planned' | 'held' | 'missed' | 'cancelled';
      startsAt?: Date;
      minutes?: number;
      title?: string;
      link?: string;
      agenda?: readonly string[];
      confirmedBy?: readonly GivenPerson[];
    } = {},
  ): Promise<{ id: string }> {
    const id = sequentialId(this.now);
    const state = more.state ?? 'held';
    const startsAt = more.startsAt ?? new Date(this.now.getTime() - 86_400_000);
    await this.enter(pairing.organisationId);
    await this.insert('meetings', [
      {
        organisationId: pairing.organisationId,
        id,
        pairingId: pairing.id,
        cohortId: pairing.cohortId,
        state,
        title: more.title ?? 'Mentoring',
        link: more.link ?? '',
        agenda: JSON.stringify((more.agenda ?? []).map((text) => ({ text, done: false }))),
        startsAt,
        durationMinutes: more.minutes ?? 45,
        timeZone: 'Europe/Berlin',
        createdBy: pairing.mentee.id,
        createdAt: startsAt,
        endedAt: state === 'planned' ? null : startsAt,
      },
    ]);
    if (state === 'planned')
      await this.insert('meeting_replies', [
        {
          organisationId: pairing.organisationId,
          meetingId: id,
          personId: pairing.mentee.id,
          reply: 'coming',
          repliedAt: startsAt < this.now ? startsAt : this.now,
        },
      ]);
    const answers = more.confirmedBy ?? (state === 'held' ? [pairing.mentor, pairing.mentee] : []);
    await this.insert(
      'meeting_answers',
      answers.map((person) => ({
        organisationId: pairing.organisationId,
        meetingId: id,
        personId: person.id,
        answer: state === 'held' ? 'held' : 'not-held',
        answeredAt: startsAt,
      })),
    );
    return { id };
  }

  async goal(
    pairing: GivenPairing,
    more: {
      title?: string;
      /** The mentee unless said otherwise. */
      owner?: GivenPerson;
      measure?: string;
      /** Claimed by the mentee, reached once the mentor has confirmed it. */
      state?: 'open' | 'claimed' | 'reached' | 'abandoned';
      dueOn?: string | null;
      milestones?: { title: string; done: boolean }[];
      /** When it was set, and when it was worked on last or decided; now unless said otherwise. */
      setAt?: Date;
      movedAt?: Date;
    } = {},
  ): Promise<{ id: string }> {
    const id = sequentialId(this.now);
    const movedAt = more.movedAt ?? this.now;
    // Every row names every column: a batch takes those of its first.
    const isReached = more.state === 'reached';
    const isClaimed = isReached || more.state === 'claimed';
    await this.enter(pairing.organisationId);
    await this.insert('goals', [
      {
        organisationId: pairing.organisationId,
        id,
        pairingId: pairing.id,
        cohortId: pairing.cohortId,
        ownerId: (more.owner ?? pairing.mentee).id,
        title: more.title ?? 'Lead a project',
        measure: more.measure ?? 'Delivered on time',
        dueOn: more.dueOn ?? null,
        state: more.state ?? 'open',
        reachedAt: isReached ? movedAt : null,
        claimedBy: isClaimed ? pairing.mentee.id : null,
        claimedAt: isClaimed ? movedAt : null,
        confirmedBy: isReached ? pairing.mentor.id : null,
        confirmedAt: isReached ? movedAt : null,
        createdAt: more.setAt ?? movedAt,
        updatedAt: movedAt,
      },
    ]);
    await this.insert(
      'milestones',
      (more.milestones ?? []).map((milestone, position) => ({
        organisationId: pairing.organisationId,
        id: sequentialId(this.now),
        goalId: id,
        title: milestone.title,
        doneAt: milestone.done ? movedAt : null,
        position,
      })),
    );
    return { id };
  }

  /** How a mentee saw their own skills at the start or at the end, 1 to 5. */
  async selfAssessment(
    mentee: GivenPerson,
    enrolment: GivenEnrolment,
    { phase, skills, at }: { phase: 'start' | 'end'; skills: Readonly<Record<string, number>>; at: Date },
  ): Promise<void> {
    await this.insertAs(mentee, 'self_assessments', {
      enrolmentId: enrolment.id,
      phase,
      skills: JSON.stringify(Object.entries(skills).map(([skill, now]) => ({ skill, now }))),
      givenAt: at,
      updatedAt: at,
    });
  }

  async checkIn(
    pairing: GivenPairing,
    person: GivenPerson,
    more: {
      wave?: number;
      askedAt?: Date;
      answeredAt?: Date | null;
      usefulness?: number | null;
      change?: string;
    } = {},
  ): Promise<{ id: string }> {
    const id = sequentialId(this.now);
    const askedAt = more.askedAt ?? this.now;
    await this.enter(pairing.organisationId);
    await this.insert('check_ins', [
      {
        organisationId: pairing.organisationId,
        id,
        cohortId: pairing.cohortId,
        pairingId: pairing.id,
        personId: person.id,
        role: pairing.ofPeers ? 'peer' : person.id === pairing.mentor.id ? 'mentor' : 'mentee',
        wave: more.wave ?? 1,
        askedAt,
        dueAt: new Date(askedAt.getTime() + 14 * 86_400_000),
        answeredAt: more.answeredAt ?? null,
        meetingRegularly: more.usefulness ? 'yes' : null,
        usefulness: more.usefulness ?? null,
        change: more.change ?? '',
      },
    ]);
    return { id };
  }
}
