import { Injectable } from '@nestjs/common';
import type { Contribution } from '@ithaca/contracts/matching';
import { answerDueAt, mayBeChosen, moveMentorRequest, nextToAsk } from '@ithaca/domain/mentor-request';
import type { MentorRequestState } from '@ithaca/domain/mentor-request';
import type { Party } from '@ithaca/domain/permissions';
import { reasonsOf } from '@ithaca/domain/reasons';
import { Refusal } from '@ithaca/domain/refusal';
import { MoreThan } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { listPossibleMentors } from '../matching/possible-mentors.queries.ts';
import { OffersService } from '../pairings/offers.service.ts';
import { PairingsService } from '../pairings/pairings.service.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { MentorRequest } from './mentor-request.entity.ts';
import { RequestLettersService } from './request-letters.service.ts';
import { closedBecause, getChooser, getTerms, isAnswerOpen, overBecause } from './requests.queries.ts';
import type { Chooser } from './requests.queries.ts';

/**
 * Self-service: a mentee puts mentors in order, one is asked at a time; peers do so with one another, and two who ask each
 * other have said yes. The enrolments are locked before the requests, mentors before mentees, as everywhere, so that
 * concurrent answers and publications wait for one another.
 */
@Injectable()
export class RequestsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly offers: OffersService,
    private readonly pairings: PairingsService,
    private readonly letters: RequestLettersService,
  ) {}

  /** Puts the choices in order. Whoever is asked and still chosen stays asked; whoever is dropped is asked no more. */
  choose(mentee: Party, enrolmentId: string, mentorIds: readonly string[], note: string): Promise<void> {
    return this.db.write(mentee, async () => {
      const chooser = await this.#lockChooser(mentee.organisationId, enrolmentId, mentorIds);
      const closed = closedBecause(chooser);
      if (closed !== null) throw new Refusal('mentor-request.closed', { reason: closed });
      if (new Set(mentorIds).size !== mentorIds.length) throw new Refusal('mentor-request.twice');
      const before = await this.#requestsOf(chooser);
      const known = new Map(before.map((request) => [request.mentorEnrolmentId, request]));
      const possible = new Map(
        (await this.#possible(chooser)).map((mentor) => [mentor.enrolmentId, mentor.freePlaces]),
      );
      for (const [index, mentorEnrolmentId] of mentorIds.entries()) {
        const request = known.get(mentorEnrolmentId);
        const places = possible.get(mentorEnrolmentId);
        if (places === undefined || !mayBeChosen(request?.state ?? null, places))
          throw new Refusal('mentor-request.not-possible', { choice: index + 1 });
        const rank = index + 1;
        if (!request) await this.#add(chooser, mentorEnrolmentId, rank, note);
        else {
          if (request.state !== 'asked' && request.state !== 'waiting')
            Object.assign(request, {
              state: moveMentorRequest(request.state, 'waiting'),
              askedAt: null,
              dueAt: null,
              endedAt: null,
              // From here on it is the mentee's own choice.
              suggestedBy: null,
            });
          // What an asked mentor has read does not change under their eyes.
          await this.#save(request, { rank, ...(request.state === 'asked' ? {} : { note }) });
        }
      }
      for (const request of before)
        if (
          !mentorIds.includes(request.mentorEnrolmentId) &&
          (isOpen(request) || request.state === 'suggested')
        )
          await this.#end(request, 'withdrawn');
      await this.#askNext(chooser);
    });
  }

  /** Agrees that a suggested mentor is asked, or not. Until then the mentor knows nothing of it, and of a no never. */
  answerSuggestion(mentee: Party, enrolmentId: string, answer: 'agree' | 'decline'): Promise<void> {
    return this.db.write(mentee, async () => {
      const chooser = await this.#lockChooser(mentee.organisationId, enrolmentId);
      const request = (await this.#requestsOf(chooser)).find(({ state }) => state === 'suggested');
      if (!request) throw new Refusal('mentor-request.over');
      if (answer === 'decline') return this.#end(request, 'withdrawn');
      const closed = overBecause(chooser);
      if (closed !== null) throw new Refusal('mentor-request.closed', { reason: closed });
      const mentor = (await this.#possible(chooser)).find(
        ({ enrolmentId: id }) => id === request.mentorEnrolmentId,
      );
      if (!mentor || mentor.freePlaces === 0) throw new Refusal('mentor-request.not-possible', { choice: 1 });
      await this.#ask(chooser, request, mentor.contributions);
    });
  }

  /** A mentor says yes: the pairing is made and active at once, in a place that is really free. */
  accept(mentor: Party, requestId: string): Promise<void> {
    return this.db.write(mentor, async () => {
      const { request, chooser } = await this.#lockAsked(mentor, requestId);
      await this.#pair(mentor, request, chooser);
    });
  }

  /** Makes the pairing of a mentee, or peer, who asked and of whoever says yes; both enrolments are locked. */
  async #pair(mentor: Party, request: MentorRequest, chooser: Chooser): Promise<void> {
    const pair = (await this.#possible(chooser)).find(
      ({ enrolmentId }) => enrolmentId === request.mentorEnrolmentId,
    );
    const terms = await getTerms(this.db, chooser);
    // A circle without a place for this mentee may still have one for somebody else.
    if (!pair || (terms.circle && pair.freePlaces === 0)) throw new Refusal('mentor-request.over');
    const pairingId = await this.offers.create(mentor, terms, {
      proposalId: null,
      mentorEnrolmentId: request.mentorEnrolmentId,
      menteeEnrolmentId: chooser.id,
      score: pair.score,
      contributions: pair.contributions,
    });
    await this.#end(request, 'accepted');
    // A peer who says yes asks nobody else either.
    const own = chooser.role === 'peer' ? { ...chooser, id: request.mentorEnrolmentId } : null;
    for (const side of own ? [chooser, own] : [chooser])
      for (const other of await this.#requestsOf(side))
        if (isOpen(other) || other.state === 'suggested') await this.#end(other, 'passed');
    // The mentee asked and the mentor agrees: both sides have said yes.
    await this.pairings.accept({ ...mentor, personId: chooser.personId }, pairingId);
    // The mentor of a circle agreed to it with the first mentee.
    if (await isAnswerOpen(this.db, mentor, pairingId)) await this.pairings.accept(mentor, pairingId);
    if (terms.circle) await this.letters.placeInCircle(mentor.organisationId, pairingId, chooser.personId);
  }

  /** A peer is to be asked who asks this one already: neither waits for the other. False when it is not so. Both enrolments are locked. */
  async meet(chooser: Chooser, request: MentorRequest): Promise<boolean> {
    if (chooser.role !== 'peer') return false;
    const { organisationId, personId } = chooser;
    const theirs = await this.db.manager.findOne(MentorRequest, {
      where: {
        organisationId,
        menteeEnrolmentId: request.mentorEnrolmentId,
        mentorEnrolmentId: chooser.id,
        state: 'asked',
        dueAt: MoreThan(this.clock.now()),
      },
      lock: { mode: 'pessimistic_write' },
    });
    if (!theirs) return false;
    await this.#pair(
      { organisationId, personId },
      theirs,
      await getChooser(this.db, organisationId, theirs.menteeEnrolmentId),
    );
    return true;
  }

  /** A mentor says no. Only coordinators learn of it; the mentee's next choice is asked. */
  decline(mentor: Party, requestId: string, reason: string): Promise<void> {
    return this.db.write(mentor, async () => {
      const { request, chooser } = await this.#lockAsked(mentor, requestId);
      request.declineReason = reason === '' ? null : reason;
      await this.#end(request, 'declined');
      await this.#goOn(chooser, request);
    });
  }

  /** What time brings: silent mentors are passed by, people who found each other otherwise ask no more, freed places are asked for. */
  async settle(organisationId: string): Promise<void> {
    const mentees = await this.db.read({ organisationId }, () =>
      this.db.query<{ id: string }>(
        `select distinct mentee_enrolment_id as id from mentor_requests
         where organisation_id = $1 and state in ('suggested', 'waiting', 'asked') order by 1`,
        [organisationId],
      ),
    );
    for (const { id } of mentees)
      await this.db.write({ organisationId }, async () => {
        const chooser = await this.#lockChooser(organisationId, id);
        const open = (await this.#requestsOf(chooser)).filter(
          (request) => isOpen(request) || request.state === 'suggested',
        );
        if (overBecause(chooser) !== null) {
          for (const request of open) await this.#end(request, 'passed');
          return;
        }
        const places = new Map(
          (await this.#possible(chooser)).map((mentor) => [mentor.enrolmentId, mentor.freePlaces]),
        );
        const now = this.clock.now();
        for (const request of open) {
          const free = places.get(request.mentorEnrolmentId);
          const isLate = request.dueAt !== null && request.dueAt <= now;
          const isGone =
            request.state === 'waiting' ? free === undefined : request.state === 'suggested' && !free;
          if (isGone) await this.#end(request, 'passed');
          if (request.state === 'asked' && (isLate || !free)) {
            await this.#end(request, isLate ? 'lapsed' : 'passed');
            await this.#goOn(chooser, request);
          }
        }
        await this.#askNext(chooser);
      });
  }

  async #lockChooser(
    organisationId: string,
    enrolmentId: string,
    chosen: readonly string[] = [],
  ): Promise<Chooser> {
    await this.#lock(organisationId, [enrolmentId], chosen);
    return getChooser(this.db, organisationId, enrolmentId);
  }

  /** Locks enrolments; of peers also those they have chosen or choose now, any of whom may turn out to have chosen them. */
  async #lock(organisationId: string, ids: readonly string[], chosen: readonly string[] = []): Promise<void> {
    await this.db.query(
      `select 1 from enrolments e where e.organisation_id = $1 and (e.id = any($2::uuid[]) or e.role = 'peer' and (e.id = any($3::uuid[])
         or exists (select from mentor_requests r where r.organisation_id = e.organisation_id and r.mentor_enrolment_id = e.id
           and r.mentee_enrolment_id = any($2::uuid[]) and r.state in ('suggested', 'waiting', 'asked'))))
       order by e.role desc, e.id for no key update of e`,
      [organisationId, ids, chosen],
    );
  }

  /** A request that waits for this mentor's answer, with both enrolments locked before it. */
  async #lockAsked(mentor: Party, requestId: string): Promise<{ request: MentorRequest; chooser: Chooser }> {
    const found = await this.db.first<{ mentorEnrolmentId: string; menteeEnrolmentId: string }>(
      `select r.mentor_enrolment_id as "mentorEnrolmentId", r.mentee_enrolment_id as "menteeEnrolmentId"
       from mentor_requests r join enrolments e on e.organisation_id = r.organisation_id and e.id = r.mentor_enrolment_id
       where r.organisation_id = $1 and r.id = $2 and e.person_id = $3`,
      [mentor.organisationId, requestId, mentor.personId],
    );
    if (!found) throw new Refusal('record.not-found');
    await this.#lock(mentor.organisationId, [found.mentorEnrolmentId, found.menteeEnrolmentId]);
    const request = await this.db.manager.findOneOrFail(MentorRequest, {
      where: { organisationId: mentor.organisationId, id: requestId },
      lock: { mode: 'pessimistic_write' },
    });
    if (request.state !== 'asked' || (request.dueAt !== null && request.dueAt <= this.clock.now()))
      throw new Refusal('mentor-request.over');
    return { request, chooser: await getChooser(this.db, mentor.organisationId, found.menteeEnrolmentId) };
  }

  #requestsOf(chooser: Chooser): Promise<MentorRequest[]> {
    return this.db.manager.find(MentorRequest, {
      where: { organisationId: chooser.organisationId, menteeEnrolmentId: chooser.id },
      order: { rank: 'ASC', id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async #possible(chooser: Chooser) {
    const today = await findToday(this.db, this.clock, chooser.organisationId);
    return listPossibleMentors(this.db, chooser.organisationId, chooser.cohortId, chooser.id, today);
  }

  /** Asks the next choice that has a place; `paired` where that one had asked already. */
  async #askNext(chooser: Chooser): Promise<MentorRequest | 'paired' | null> {
    const requests = await this.#requestsOf(chooser);
    const possible = new Map((await this.#possible(chooser)).map((mentor) => [mentor.enrolmentId, mentor]));
    const next = nextToAsk(
      requests.map((request) => ({
        state: request.state,
        rank: request.rank,
        freePlaces: possible.get(request.mentorEnrolmentId)?.freePlaces ?? 0,
        request,
      })),
    );
    if (!next) return null;
    const { request } = next;
    const reasons = possible.get(request.mentorEnrolmentId)?.contributions ?? [];
    return (await this.#ask(chooser, request, reasons)) ? request : 'paired';
  }

  /** False where nobody had to be asked any more. */
  async #ask(chooser: Chooser, request: MentorRequest, reasons: readonly Contribution[]): Promise<boolean> {
    if (await this.meet(chooser, request)) return false;
    const now = this.clock.now();
    const dueAt = answerDueAt(now, chooser.answerDays);
    await this.#save(request, { state: moveMentorRequest(request.state, 'asked'), askedAt: now, dueAt });
    await this.letters.asked(chooser, request, dueAt, reasonsOf(reasons));
    return true;
  }

  /** After a choice came to nothing: ask the next, and tell the mentee without telling why. */
  async #goOn(chooser: Chooser, over: MentorRequest): Promise<void> {
    const next = await this.#askNext(chooser);
    // Whoever has a partner now is told of that alone.
    if (next !== 'paired') await this.letters.noPlace(chooser, over, next);
  }

  async #add(chooser: Chooser, mentorEnrolmentId: string, rank: number, note: string): Promise<void> {
    await this.db.manager.insert(MentorRequest, {
      organisationId: chooser.organisationId,
      id: uuidv7(),
      cohortId: chooser.cohortId,
      menteeEnrolmentId: chooser.id,
      mentorEnrolmentId,
      rank,
      note,
      state: 'waiting',
      askedAt: null,
      dueAt: null,
      endedAt: null,
      declineReason: null,
      suggestedBy: null,
      createdAt: this.clock.now(),
      version: 1,
    });
  }

  #end(request: MentorRequest, to: MentorRequestState): Promise<void> {
    return this.#save(request, { state: moveMentorRequest(request.state, to), endedAt: this.clock.now() });
  }

  async #save(request: MentorRequest, changes: Partial<MentorRequest>): Promise<void> {
    Object.assign(request, changes);
    request.version += 1;
    await this.db.manager.save(request);
  }
}

const isOpen = ({ state }: MentorRequest) => state === 'waiting' || state === 'asked';
