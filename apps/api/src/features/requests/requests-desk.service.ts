import { Injectable } from '@nestjs/common';
import { answerDueAt, moveMentorRequest, placesShown } from '@ithaca/domain/mentor-request';
import type { Actor } from '@ithaca/domain/permissions';
import { reasonsOf } from '@ithaca/domain/reasons';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { listPossibleMentors } from '../matching/possible-mentors.queries.ts';
import { OffersService } from '../pairings/offers.service.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { MentorRequest } from './mentor-request.entity.ts';
import { RequestLettersService } from './request-letters.service.ts';
import { RequestsService } from './requests.service.ts';
import { getChooser, getTerms, overBecause } from './requests.queries.ts';
import type { Chooser } from './requests.queries.ts';

/** What a coordinator does where self-service does not go on by itself: ask again, give more time, match by hand. */
@Injectable()
export class RequestsDeskService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly offers: OffersService,
    private readonly letters: RequestLettersService,
    private readonly requests: RequestsService,
  ) {}

  /**
   * Asks a silent mentor again, or gives one who is asked more time; either way with a new letter and a new last day. A peer
   * who asks this one meanwhile has said yes, and is asked nothing.
   */
  askAgain(actor: Actor, requestId: string): Promise<void> {
    return this.db.write(actor, async () => {
      const found = await this.db.first<{ mentorId: string; menteeId: string }>(
        `select mentor_enrolment_id as "mentorId", mentee_enrolment_id as "menteeId" from mentor_requests
         where organisation_id = $1 and id = $2`,
        [actor.organisationId, requestId],
      );
      if (!found) throw new Refusal('record.not-found');
      const chooser = await this.#lock(actor, found.menteeId, found.mentorId);
      const requests = await this.db.manager.find(MentorRequest, {
        where: { organisationId: actor.organisationId, menteeEnrolmentId: chooser.id },
        lock: { mode: 'pessimistic_write' },
      });
      const request = requests.find(({ id }) => id === requestId);
      const isTaken = requests.some(({ id, state }) => id !== requestId && state === 'asked');
      if (!request || isTaken || overBecause(chooser) !== null) throw new Refusal('mentor-request.over');
      const mentor = (await this.#possible(chooser)).find(
        ({ enrolmentId }) => enrolmentId === found.mentorId,
      );
      if (!mentor || mentor.freePlaces === 0)
        throw new Refusal('mentor-request.not-possible', { choice: request.rank });
      if (await this.requests.meet(chooser, request)) return;
      const now = this.clock.now();
      const dueAt = answerDueAt(now, chooser.answerDays);
      if (request.state !== 'asked') request.state = moveMentorRequest(request.state, 'asked');
      Object.assign(request, { askedAt: now, dueAt, endedAt: null, version: request.version + 1 });
      await this.db.manager.save(request);
      await this.letters.asked(chooser, request, dueAt, reasonsOf(mentor.contributions));
    });
  }

  /** Suggests a mentor to a mentee, who is asked first: the mentor hears of it once the mentee agrees. Answers the request. */
  suggest(actor: Actor, menteeId: string, mentorId: string): Promise<string> {
    return this.db.write(actor, async () => {
      const chooser = await this.#lock(actor, menteeId, mentorId);
      const closed = overBecause(chooser);
      if (closed !== null) throw new Refusal('mentor-request.closed', { reason: closed });
      const requests = await this.db.manager.find(MentorRequest, {
        where: { organisationId: actor.organisationId, menteeEnrolmentId: chooser.id },
        lock: { mode: 'pessimistic_write' },
      });
      if (requests.some(({ state }) => state === 'asked')) throw new Refusal('mentor-request.over');
      const known = requests.find(({ mentorEnrolmentId }) => mentorEnrolmentId === mentorId);
      const mentor = (await this.#possible(chooser)).find(({ enrolmentId }) => enrolmentId === mentorId);
      if (!mentor || placesShown(known?.state ?? null, mentor.freePlaces) === 0)
        throw new Refusal('mentor-request.not-possible', { choice: 1 });
      const now = this.clock.now();
      for (const other of requests)
        if (other.state === 'suggested' && other.id !== known?.id) {
          // Taken back by the coordinator: the mentee has not said no to this one.
          Object.assign(other, {
            state: moveMentorRequest(other.state, 'passed'),
            endedAt: now,
            version: other.version + 1,
          });
          await this.db.manager.save(other);
        }
      const request =
        known ??
        this.db.manager.create(MentorRequest, {
          organisationId: actor.organisationId,
          id: uuidv7(),
          cohortId: chooser.cohortId,
          menteeEnrolmentId: chooser.id,
          mentorEnrolmentId: mentorId,
          rank: 1,
          note: '',
          declineReason: null,
          createdAt: now,
          version: 0,
        });
      Object.assign(request, {
        state:
          known && known.state !== 'suggested' ? moveMentorRequest(known.state, 'suggested') : 'suggested',
        suggestedBy: actor.personId,
        askedAt: null,
        dueAt: answerDueAt(now, chooser.answerDays),
        endedAt: null,
        version: request.version + 1,
      });
      await this.db.manager.save(request);
      await this.letters.suggested(chooser, request, reasonsOf(mentor.contributions));
      return request.id;
    });
  }

  /** Offers a pairing to a mentee and a mentor whom the rules allow; requests that still wait are needed no more. */
  matchByHand(actor: Actor, menteeId: string, mentorId: string): Promise<string> {
    return this.db.write(actor, async () => {
      const chooser = await this.#lock(actor, menteeId, mentorId);
      const closed = overBecause(chooser);
      if (closed === 'cohort' || closed === 'not-in-pool')
        throw new Refusal('mentor-request.closed', { reason: closed });
      const pair = (await this.#possible(chooser)).find(({ enrolmentId }) => enrolmentId === mentorId);
      if (!pair) throw new Refusal('mentor-request.not-possible', { choice: 1 });
      const pairingId = await this.offers.create(actor, await getTerms(this.db, chooser), {
        proposalId: null,
        mentorEnrolmentId: mentorId,
        menteeEnrolmentId: menteeId,
        score: pair.score,
        contributions: pair.contributions,
      });
      await this.db.execute(
        `update mentor_requests set state = 'passed', ended_at = $3, version = version + 1
         where organisation_id = $1 and mentee_enrolment_id = $2 and state in ('suggested', 'waiting', 'asked')`,
        [actor.organisationId, menteeId, this.clock.now()],
      );
      await this.letters.offered(actor.organisationId, pairingId, pair.contributions);
      return pairingId;
    });
  }

  /** Locks both enrolments, the mentor's first as everywhere. */
  async #lock(actor: Actor, menteeId: string, mentorId: string): Promise<Chooser> {
    await this.db.query(
      'select 1 from enrolments where organisation_id = $1 and id = any($2::uuid[]) order by role desc, id for no key update',
      [actor.organisationId, [mentorId, menteeId]],
    );
    return getChooser(this.db, actor.organisationId, menteeId);
  }

  async #possible(chooser: Chooser) {
    const today = await findToday(this.db, this.clock, chooser.organisationId);
    return listPossibleMentors(this.db, chooser.organisationId, chooser.cohortId, chooser.id, today);
  }
}
