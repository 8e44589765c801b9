import { Injectable } from '@nestjs/common';
import type { introductionRoutes } from '@ithaca/contracts/introductions';
import type { InputOf } from '@ithaca/contracts/route';
import {
  answerIntroduction,
  assertRoomForIntroduction,
  beginIntroduction,
  followUpOn,
  INTRODUCTION_REST_DAYS,
  introductionDueAt,
  mayHelp,
  mayTakeBack,
  moveIntroduction,
  obstacleToThird,
  openIntroductionStates,
  tellOutcome,
} from '@ithaca/domain/introduction';
import type { IntroductionPart } from '@ithaca/domain/introduction';
import { assertDoing } from '@ithaca/domain/pairing';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { noteFacts } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { getSidesOf, lockSides, selfOf } from '../meetings/sides.queries.ts';
import type { Sides } from '../meetings/sides.queries.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { IntroductionLetters } from './introduction-letters.service.ts';
import { Introduction } from './introduction.entity.ts';
import { getIntroduction } from './introductions.queries.ts';

type Routes = typeof introductionRoutes;
type Wanted = InputOf<Routes['propose']>['body'];
type Answer = InputOf<Routes['answer']>['body'];

/** Introductions, job shadowing and sponsorship: nobody is put in touch before whoever it concerns has said yes. */
@Injectable()
export class IntroductionsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly letters: IntroductionLetters,
  ) {}

  /** The pairing is locked, so the limit of those that wait holds in a race. */
  propose(actor: Party, pairingId: string, wanted: Wanted) {
    return this.db.write(actor, async () => {
      const sides = await lockSides(this.db, actor, pairingId, 'plan');
      const { helperId, guestId } = partsOf(sides, actor, wanted);
      assertRoomForIntroduction(await this.#countOpen(actor.organisationId, pairingId));
      const now = this.clock.now();
      const isSponsorship = wanted.kind === 'sponsorship';
      const introduction = this.db.manager.create(Introduction, {
        organisationId: actor.organisationId,
        id: uuidv7(),
        pairingId,
        cohortId: sides.cohortId,
        kind: wanted.kind,
        by: wanted.by,
        helperId,
        guestId,
        thirdId: isSponsorship ? null : (wanted.thirdId ?? null),
        words: wanted.words,
        opening: isSponsorship ? '' : (wanted.opening ?? ''),
        length: wanted.kind === 'shadowing' ? (wanted.length ?? 'half-day') : null,
        dayOn: wanted.kind === 'shadowing' ? (wanted.dayOn ?? null) : null,
        dayBy: wanted.kind === 'shadowing' && wanted.dayOn ? actor.personId : null,
        dayAgreed: false,
        dueOn: isSponsorship ? (wanted.dueOn ?? null) : null,
        state: beginIntroduction(wanted.kind, wanted.by),
        createdAt: now,
        answerBy: introductionDueAt(now),
        sentAt: null,
        madeAt: null,
        endedAt: null,
        followUpOn: null,
        followUpAt: null,
        usefulness: null,
        version: 1,
      });
      await this.#requireAhead(introduction.dayOn ?? introduction.dueOn, actor.organisationId);
      if (introduction.thirdId !== null) await this.#requireThird(introduction, sides);
      else if (wanted.by === 'helper' && !isSponsorship) throw new Refusal('introduction.nobody-named');
      if (introduction.state === 'made') await this.#become(introduction);
      await this.db.manager.insert(Introduction, introduction);
      noteFacts(actor, { introductionId: introduction.id, kind: introduction.kind });
      if (introduction.state === 'made') await this.letters.promised(introduction);
      else await this.letters.proposed(introduction);
      return getIntroduction(this.db, actor, introduction.id);
    });
  }

  /** Also by one press in a mail. */
  answer(actor: Party, introductionId: string, answer: Answer) {
    return this.db.write(actor, async () => {
      const { introduction, part, sides } = await this.#lock(actor, introductionId);
      assertDoing(sides.state, 'note');
      const state = answerIntroduction(introduction.kind, introduction.state, part, answer.yes);
      const wasSent = introduction.state === 'sent';
      introduction.state = state;
      if (state === 'declined') {
        introduction.endedAt = this.clock.now();
        await this.#save(introduction);
        await this.letters.over(introduction, part);
        return getIntroduction(this.db, actor, introductionId);
      }
      if (part === 'helper') await this.#agreeAsHelper(introduction, sides, answer);
      if (wasSent && introduction.kind === 'shadowing')
        this.#nameDay(introduction, actor, answer.dayOn ?? null);
      if (answer.dayOn) await this.#requireAhead(answer.dayOn, actor.organisationId);
      if (state === 'sent') {
        introduction.sentAt = this.clock.now();
        introduction.answerBy = introductionDueAt(introduction.sentAt);
      } else await this.#become(introduction);
      await this.#save(introduction);
      if (state === 'sent') await this.letters.third(introduction);
      else if (introduction.kind === 'sponsorship') await this.letters.promised(introduction);
      else await this.letters.made(introduction);
      return getIntroduction(this.db, actor, introductionId);
    });
  }

  /** Guest and colleague find a day: naming the one that the other has proposed agrees to it. */
  setDay(actor: Party, introductionId: string, dayOn: string) {
    return this.db.write(actor, async () => {
      const { introduction, part } = await this.#lock(actor, introductionId);
      if (introduction.kind !== 'shadowing' || introduction.state !== 'made' || part === 'helper')
        throw new Refusal('introduction.wrong-state', { state: introduction.state });
      await this.#requireAhead(dayOn, actor.organisationId);
      if (introduction.dayAgreed && introduction.dayOn === dayOn)
        return getIntroduction(this.db, actor, introductionId);
      this.#nameDay(introduction, actor, dayOn);
      await this.#become(introduction);
      await this.#save(introduction);
      await this.letters.day(introduction, part);
      return getIntroduction(this.db, actor, introductionId);
    });
  }

  takeBack(actor: Party, introductionId: string) {
    return this.db.write(actor, async () => {
      const { introduction, part } = await this.#lock(actor, introductionId);
      if (!mayTakeBack(introduction.kind, introduction.state, part))
        throw new Refusal('introduction.wrong-state', { state: introduction.state });
      const before = introduction.state;
      introduction.state = moveIntroduction(before, 'withdrawn');
      introduction.endedAt = this.clock.now();
      await this.#save(introduction);
      await this.letters.takenBack(introduction, part, before);
      return getIntroduction(this.db, actor, introductionId);
    });
  }

  tell(actor: Party, introductionId: string, { happened, usefulness }: InputOf<Routes['tell']>['body']) {
    return this.db.write(actor, async () => {
      const { introduction, part } = await this.#lock(actor, introductionId);
      const before = introduction.state;
      introduction.state = tellOutcome(introduction.kind, before, part, happened);
      introduction.usefulness = happened && introduction.kind !== 'sponsorship' ? usefulness : null;
      introduction.endedAt = this.clock.now();
      await this.#save(introduction);
      if (introduction.kind === 'sponsorship' && introduction.state === 'done' && before !== 'done')
        await this.letters.kept(introduction);
      return getIntroduction(this.db, actor, introductionId);
    });
  }

  /** What nobody answered in time lapses, and its sides are told; so does, in silence, whose pairing is over or one of whose people has left. */
  async settle(organisationId: string): Promise<void> {
    const now = this.clock.now();
    const due = await this.db.read({ organisationId }, () =>
      this.db.query<{ id: string; isLate: boolean }>(
        `select i.id, i.answer_by <= $3 and p.state in ('active', 'paused') as "isLate" from introductions i
           join pairings p on p.organisation_id = i.organisation_id and p.id = i.pairing_id
           join organisations o on o.organisation_id = i.organisation_id
         where i.organisation_id = $1 and i.state = any ($2)
           and (i.answer_by <= $3 or p.state not in ('active', 'paused') or exists (select from people h
             where h.organisation_id = i.organisation_id and h.id in (i.helper_id, i.guest_id, i.third_id)
               and h.left_on <= ($3::timestamptz at time zone o.time_zone)::date)
             or exists (select from pairing_members m where m.organisation_id = i.organisation_id and m.pairing_id = i.pairing_id
               and m.person_id in (i.helper_id, i.guest_id) and not m.inside)) order by i.id`,
        [organisationId, openIntroductionStates, now],
      ),
    );
    for (const { id, isLate } of due)
      await this.db.write({ organisationId }, async () => {
        const introduction = await this.#lockRow(organisationId, id);
        if (!openIntroductionStates.includes(introduction.state)) return;
        introduction.state = moveIntroduction(introduction.state, 'lapsed');
        introduction.endedAt = now;
        await this.#save(introduction);
        if (isLate) await this.letters.over(introduction, null);
      });
  }

  async #agreeAsHelper(introduction: Introduction, sides: Sides, answer: Answer): Promise<void> {
    if (introduction.kind === 'sponsorship') {
      introduction.dueOn = answer.dueOn === undefined ? introduction.dueOn : answer.dueOn;
      await this.#requireAhead(introduction.dueOn, introduction.organisationId);
      return;
    }
    introduction.thirdId = answer.thirdId ?? introduction.thirdId;
    introduction.opening = answer.opening ?? introduction.opening;
    if (introduction.thirdId === null) throw new Refusal('introduction.nobody-named');
    await this.#requireThird(introduction, sides);
  }

  /** Since when it holds, and from which day it is asked what came of it. */
  async #become(introduction: Introduction): Promise<void> {
    introduction.madeAt ??= this.clock.now();
    introduction.answerBy = null;
    const today = await findToday(this.db, this.clock, introduction.organisationId);
    introduction.followUpOn = followUpOn({
      kind: introduction.kind,
      madeOn: today,
      dayOn: introduction.dayAgreed ? introduction.dayOn : null,
      dueOn: introduction.dueOn,
    });
    introduction.followUpAt = null;
  }

  #nameDay(introduction: Introduction, actor: Party, dayOn: string | null): void {
    introduction.dayAgreed =
      dayOn !== null && dayOn === introduction.dayOn && introduction.dayBy !== actor.personId;
    if (introduction.dayAgreed) return;
    introduction.dayOn = dayOn;
    introduction.dayBy = dayOn === null ? null : actor.personId;
  }

  async #requireAhead(day: string | null, organisationId: string): Promise<void> {
    const today = await findToday(this.db, this.clock, organisationId);
    if (day !== null && day < today) throw new Refusal('introduction.day-past', { day });
  }

  /** Somebody who may be asked, held so that two askers at once cannot both be the last who may. */
  async #requireThird(
    { organisationId, id, kind, guestId, thirdId }: Introduction,
    sides: Sides,
  ): Promise<void> {
    const today = await findToday(this.db, this.clock, organisationId);
    const third = await this.db.first<{ isGone: boolean; hasAddress: boolean }>(
      `select coalesce(left_on <= $3::date, false) as "isGone", email is not null as "hasAddress"
       from people where organisation_id = $1 and id = $2 for no key update`,
      [organisationId, thirdId, today],
    );
    if (!third) throw new Refusal('record.not-found', { field: 'thirdId' });
    const asks = await this.db.first<{ open: number; before: number }>(
      `select count(*) filter (where state in ('asked', 'offered', 'sent'))::int as open,
         count(*) filter (where kind = $4 and guest_id = $5 and state <> 'withdrawn' and created_at > $6)::int as before
       from introductions where organisation_id = $1 and third_id = $2 and id <> $3`,
      [
        organisationId,
        thirdId,
        id,
        kind,
        guestId,
        new Date(this.clock.now().getTime() - INTRODUCTION_REST_DAYS * 86_400_000),
      ],
    );
    const reason = obstacleToThird({
      ...third,
      isMember: sides.members.some(({ personId }) => personId === thirdId),
      openAsks: asks?.open ?? 0,
      askedBefore: (asks?.before ?? 0) > 0,
    });
    if (reason !== null) throw new Refusal('introduction.person-not-possible', { reason });
  }

  /** The row with the part the actor has in it, and the pairing it is of. */
  async #lock(actor: Party, introductionId: string) {
    const introduction = await this.#lockRow(actor.organisationId, introductionId);
    const { myPart } = await getIntroduction(this.db, actor, introductionId);
    const part: IntroductionPart = myPart;
    const sides = await getSidesOf(this.db, actor.organisationId, introduction.pairingId);
    return { introduction, part, sides };
  }

  async #lockRow(organisationId: string, id: string): Promise<Introduction> {
    const introduction = await this.db.manager.findOne(Introduction, {
      where: { organisationId, id },
      lock: { mode: 'pessimistic_write' },
    });
    if (!introduction) throw new Refusal('record.not-found');
    return introduction;
  }

  async #countOpen(organisationId: string, pairingId: string): Promise<number> {
    const row = await this.db.first<{ open: number }>(
      'select count(*)::int as open from introductions where organisation_id = $1 and pairing_id = $2 and state = any ($3)',
      [organisationId, pairingId, openIntroductionStates],
    );
    return row?.open ?? 0;
  }

  async #save(introduction: Introduction): Promise<void> {
    introduction.version += 1;
    await this.db.manager.save(introduction);
  }
}

/** Who does it for whom: the writer, and the other side of the pairing. */
function partsOf(
  sides: Sides,
  actor: Party,
  { by, partnerId }: Wanted,
): { helperId: string; guestId: string } {
  const self = selfOf(sides, actor);
  const others = sides.members.filter(({ personId }) => personId !== actor.personId);
  const may = (other: (typeof others)[number]) =>
    by === 'helper'
      ? mayHelp(sides.format, self.role, other.role)
      : mayHelp(sides.format, other.role, self.role);
  const possible = others.filter(may);
  const partner =
    partnerId === undefined ? possible[0] : possible.find(({ personId }) => personId === partnerId);
  if (!partner || (partnerId === undefined && possible.length > 1))
    throw new Refusal('record.not-found', { field: 'partnerId' });
  return by === 'helper'
    ? { helperId: self.personId, guestId: partner.personId }
    : { helperId: partner.personId, guestId: self.personId };
}
