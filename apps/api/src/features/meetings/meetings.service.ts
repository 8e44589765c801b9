import { Injectable } from '@nestjs/common';
import type { InputOf } from '@ithaca/contracts/route';
import type { meetingRoutes } from '@ithaca/contracts/meetings';
import { assertAhead, assertBegun, moveMeeting, settleMeeting } from '@ithaca/domain/meeting';
import type { MeetingAnswer, MeetingReply, MeetingState } from '@ithaca/domain/meeting';
import { assertDoing } from '@ithaca/domain/pairing';
import type { Actor, Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import { Meeting } from './meeting.entity.ts';
import { writeMeetingLetter } from './meeting-letters.ts';
import type { MeetingLetterKind } from './meeting-letters.ts';
import { getMeeting } from './meetings.queries.ts';
import { lockSides, othersToTell, selfOf } from './sides.queries.ts';
import type { Sides } from './sides.queries.ts';

type Routes = typeof meetingRoutes;
type Plan = InputOf<Routes['plan']>['body'];
type Record = InputOf<Routes['record']>['body'];
type Changes = InputOf<Routes['update']>['body'];

/** Planned and held conversations of a pairing. The pairing is locked before its meeting, always. */
@Injectable()
export class MeetingsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
  ) {}

  plan(actor: Actor, pairingId: string, plan: Plan) {
    return this.db.write(actor, async () => {
      const sides = await lockSides(this.db, actor, pairingId, 'plan');
      assertAhead(new Date(plan.startsAt), this.clock.now());
      const meeting = await this.#insert(actor, sides, plan, { state: 'planned', agenda: plan.agenda });
      await this.#keepReply(actor, meeting.id, 'coming');
      await this.#tell('meeting-planned', actor, sides, meeting);
      return getMeeting(this.db, actor, meeting.id);
    });
  }

  record(actor: Actor, pairingId: string, record: Record) {
    return this.db.write(actor, async () => {
      const sides = await lockSides(this.db, actor, pairingId, 'note');
      assertBegun(new Date(record.startsAt), this.clock.now());
      const meeting = await this.#insert(actor, sides, record, { state: 'held', notes: record.notes });
      await this.#keepAnswer(actor, meeting.id, 'held');
      await this.#markActive(actor, sides, meeting);
      return getMeeting(this.db, actor, meeting.id);
    });
  }

  update(actor: Actor, meetingId: string, version: number, changes: Changes) {
    return this.db.write(actor, async () => {
      const { meeting, sides } = await this.#lock(actor, meetingId, version);
      if (meeting.state === 'cancelled') moveMeeting(meeting.state, 'planned');
      const { startsAt, ...rest } = changes;
      const moved = startsAt !== undefined && Date.parse(startsAt) !== meeting.startsAt.getTime();
      if (moved) {
        if (meeting.state !== 'planned') moveMeeting(meeting.state, 'planned');
        assertDoing(sides.state, 'plan');
        meeting.startsAt = new Date(startsAt);
        assertAhead(meeting.startsAt, this.clock.now());
        // What was said of another hour does not hold for this one; who moved it comes.
        await this.db.execute('delete from meeting_replies where organisation_id = $1 and meeting_id = $2', [
          actor.organisationId,
          meetingId,
        ]);
        await this.#keepReply(actor, meetingId, 'coming');
      }
      const resized = rest.durationMinutes !== undefined && rest.durationMinutes !== meeting.durationMinutes;
      Object.assign(meeting, withoutAbsent(rest));
      await this.#save(meeting);
      if (meeting.state === 'planned' && (moved || resized))
        await this.#tell('meeting-moved', actor, sides, meeting);
      return getMeeting(this.db, actor, meetingId);
    });
  }

  /** One side says whether it comes; the others are told when it does not. */
  reply(actor: Party, meetingId: string, reply: MeetingReply) {
    return this.db.write(actor, async () => {
      const { meeting, sides } = await this.#lock(actor, meetingId, null);
      if (meeting.state !== 'planned') moveMeeting(meeting.state, 'planned');
      assertAhead(meeting.startsAt, this.clock.now());
      const before = await this.#replyOf(actor, meetingId);
      if (before === reply) return getMeeting(this.db, actor, meetingId);
      await this.#keepReply(actor, meetingId, reply);
      if (reply === 'not-coming') await this.#tell('meeting-declined', actor, sides, meeting);
      return getMeeting(this.db, actor, meetingId);
    });
  }

  /** Takes a reply back, as if nothing had been said. */
  withdrawReply(actor: Party, meetingId: string) {
    return this.db.write(actor, async () => {
      await this.#lock(actor, meetingId, null);
      await this.db.execute(
        'delete from meeting_replies where organisation_id = $1 and meeting_id = $2 and person_id = $3',
        [actor.organisationId, meetingId, actor.personId],
      );
    });
  }

  answer(actor: Actor, meetingId: string, answer: MeetingAnswer) {
    return this.db.write(actor, async () => {
      const { meeting, sides } = await this.#lock(actor, meetingId, null);
      assertBegun(meeting.startsAt, this.clock.now());
      await this.#keepAnswer(actor, meetingId, answer);
      const answers = await this.db.query<{ answer: MeetingAnswer }>(
        'select answer from meeting_answers where organisation_id = $1 and meeting_id = $2',
        [actor.organisationId, meetingId],
      );
      const state = settleMeeting(
        meeting.state,
        answers.map((row) => row.answer),
      );
      if (state !== meeting.state) {
        meeting.endedAt = this.clock.now();
        meeting.state = state;
        await this.db.manager.save(meeting);
      }
      if (state === 'held') await this.#markActive(actor, sides, meeting);
      return getMeeting(this.db, actor, meetingId);
    });
  }

  cancel(actor: Actor, meetingId: string, version: number, reason: string) {
    return this.db.write(actor, async () => {
      const { meeting, sides } = await this.#lock(actor, meetingId, version);
      meeting.state = moveMeeting(meeting.state, 'cancelled');
      meeting.endedAt = this.clock.now();
      meeting.cancelReason = reason === '' ? null : reason;
      await this.#save(meeting);
      // Nobody needs a mail about an hour that has gone by.
      if (meeting.startsAt > this.clock.now()) await this.#tell('meeting-cancelled', actor, sides, meeting);
      return getMeeting(this.db, actor, meetingId);
    });
  }

  setPrivateNote(actor: Actor, meetingId: string, body: string): Promise<void> {
    return this.db.write(actor, async () => {
      await this.#lock(actor, meetingId, null);
      await this.db.execute(
        `insert into private_notes (organisation_id, meeting_id, author_id, body, updated_at) values ($1, $2, $3, $4, $5)
         on conflict on constraint private_notes_pk do update set body = excluded.body, updated_at = excluded.updated_at`,
        [actor.organisationId, meetingId, actor.personId, body, this.clock.now()],
      );
    });
  }

  /** A meeting whose pairing the actor may write in, both locked; with a version, only as it was read. */
  async #lock(actor: Party, meetingId: string, version: number | null) {
    const found = await this.db.first<{ pairing_id: string }>(
      'select pairing_id from meetings where organisation_id = $1 and id = $2',
      [actor.organisationId, meetingId],
    );
    if (!found) throw new Refusal('record.not-found');
    const sides = await lockSides(this.db, actor, found.pairing_id, 'note');
    const meeting = await this.db.manager.findOneOrFail(Meeting, {
      where: { organisationId: actor.organisationId, id: meetingId },
      lock: { mode: 'pessimistic_write' },
    });
    if (version !== null && meeting.version !== version)
      throw new Refusal('record.changed', { version: meeting.version });
    return { meeting, sides };
  }

  async #insert(
    actor: Actor,
    sides: Sides,
    plan: Omit<Plan, 'agenda'>,
    more: { state: MeetingState; agenda?: Plan['agenda']; notes?: string },
  ): Promise<Meeting> {
    const now = this.clock.now();
    const meeting = Object.assign(new Meeting(), {
      organisationId: actor.organisationId,
      id: uuidv7(),
      pairingId: sides.pairingId,
      cohortId: sides.cohortId,
      state: more.state,
      title: plan.title,
      startsAt: new Date(plan.startsAt),
      durationMinutes: plan.durationMinutes,
      timeZone: plan.timeZone,
      link: plan.link,
      agenda: more.agenda ?? [],
      notes: more.notes ?? '',
      createdBy: actor.personId,
      createdAt: now,
      endedAt: more.state === 'planned' ? null : now,
      cancelReason: null,
      version: 1,
    });
    await this.db.manager.insert(Meeting, meeting);
    return meeting;
  }

  async #save(meeting: Meeting): Promise<void> {
    meeting.version += 1;
    await this.db.manager.save(meeting);
  }

  async #replyOf(actor: Party, meetingId: string): Promise<MeetingReply | undefined> {
    const row = await this.db.first<{ reply: MeetingReply }>(
      'select reply from meeting_replies where organisation_id = $1 and meeting_id = $2 and person_id = $3',
      [actor.organisationId, meetingId, actor.personId],
    );
    return row?.reply;
  }

  #keepReply(actor: Party, meetingId: string, reply: MeetingReply) {
    return this.db.execute(
      `insert into meeting_replies (organisation_id, meeting_id, person_id, reply, replied_at) values ($1, $2, $3, $4, $5)
       on conflict on constraint meeting_replies_pk do update set reply = excluded.reply, replied_at = excluded.replied_at`,
      [actor.organisationId, meetingId, actor.personId, reply, this.clock.now()],
    );
  }

  #keepAnswer(actor: Actor, meetingId: string, answer: MeetingAnswer) {
    return this.db.execute(
      `insert into meeting_answers (organisation_id, meeting_id, person_id, answer, answered_at) values ($1, $2, $3, $4, $5)
       on conflict on constraint meeting_answers_pk do update set answer = excluded.answer, answered_at = excluded.answered_at`,
      [actor.organisationId, meetingId, actor.personId, answer, this.clock.now()],
    );
  }

  /**
   * The first held meeting makes each member active in the cohort, once. The id is derived, so that a mentor whose two
   * pairings meet for the first time at the same moment is still written once.
   */
  async #markActive(actor: Actor, sides: Sides, meeting: Meeting): Promise<void> {
    const at = sides.startedAt && sides.startedAt > meeting.startsAt ? sides.startedAt : meeting.startsAt;
    for (const member of sides.members)
      await this.db.execute(
        `insert into stage_events (organisation_id, id, cohort_id, person_id, role, stage, at, actor_id)
         select $1, $2::uuid, $3, $4, $5, 'active', $6::timestamptz, $7::uuid where not exists
           (select from stage_events where organisation_id = $1 and cohort_id = $3 and person_id = $4 and role = $5 and stage = 'active')
         on conflict do nothing`,
        [
          actor.organisationId,
          uuidv5(`active ${sides.cohortId} ${member.role}`, member.personId),
          sides.cohortId,
          member.personId,
          member.role,
          at,
          actor.personId,
        ],
      );
  }

  async #tell(kind: MeetingLetterKind, actor: Party, sides: Sides, meeting: Meeting): Promise<void> {
    const inviter = selfOf(sides, actor).displayName;
    for (const reader of othersToTell(sides, actor.personId, this.clock))
      await this.post.send(actor.organisationId, writeMeetingLetter(kind, meeting, reader, inviter));
  }
}

/** Only what was sent: an absent field stays as it is. */
function withoutAbsent<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
}
