import { Injectable } from '@nestjs/common';
import type { InputOf } from '@ithaca/contracts/route';
import type { meetingRoutes } from '@ithaca/contracts/meetings';
import { assertRoomForMeeting } from '@ithaca/domain/flash';
import {
  assertAhead,
  assertBegun,
  carryOver,
  findOverlap,
  moveMeeting,
  settleMeeting,
} from '@ithaca/domain/meeting';
import type { MeetingAnswer, MeetingReply, MeetingState } from '@ithaca/domain/meeting';
import { occurrencesOf } from '@ithaca/domain/meeting-series';
import { assertDoing } from '@ithaca/domain/pairing';
import type { PairingDoing } from '@ithaca/domain/pairing';
import type { Actor, Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { MoreThan } from 'typeorm';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { hashToken } from '../../platform/secrets.ts';
import type { Series } from './meeting-calendar.ts';
import { Meeting } from './meeting.entity.ts';
import { MeetingPost } from './meeting-post.service.ts';
import { getMeeting, listTaken } from './meetings.queries.ts';
import { getSidesOf, lockSides, selfOf } from './sides.queries.ts';
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
    private readonly post: MeetingPost,
    private readonly jobs: Jobs,
  ) {}

  plan(actor: Party, pairingId: string, plan: Plan) {
    return this.db.write(actor, async () => {
      const sides = await lockSides(this.db, actor, pairingId, 'plan');
      const first = new Date(plan.startsAt);
      assertAhead(first, this.clock.now());
      await this.#assertRoom(actor, sides, plan.repeat?.times);
      const series = plan.repeat
        ? await this.#insertSeries(actor, sides, first, plan.timeZone, plan.repeat)
        : null;
      const times = series ? occurrencesOf(first, plan.timeZone, series) : [first];
      await this.#assertFree(actor, sides, times, plan.durationMinutes);
      const meetings: Meeting[] = [];
      for (const [k, startsAt] of times.entries()) {
        // The agenda of the first is about beginning; the others start empty.
        const more = {
          state: 'planned' as const,
          agenda: k === 0 ? plan.agenda : [],
          seriesId: series?.id ?? null,
        };
        meetings.push(await this.#insert(actor, sides, { ...plan, startsAt: startsAt.toISOString() }, more));
      }
      const [meeting] = meetings;
      if (!meeting) throw new Refusal('record.not-found');
      for (const one of meetings) await this.#keepReply(actor, one.id, 'coming');
      await this.post.tell(
        'meeting-planned',
        actor,
        sides,
        series ? [meeting, ...meetings.slice(1)] : [meeting],
        {
          series,
        },
      );
      return getMeeting(this.db, actor, meeting.id);
    });
  }

  record(actor: Actor, pairingId: string, record: Record) {
    return this.db.write(actor, async () => {
      const sides = await lockSides(this.db, actor, pairingId, 'note');
      assertBegun(new Date(record.startsAt), this.clock.now());
      await this.#assertRoom(actor, sides);
      await this.#assertFree(actor, sides, [new Date(record.startsAt)], record.durationMinutes);
      const meeting = await this.#insert(actor, sides, record, { state: 'held', notes: record.notes });
      await this.#keepAnswer(actor, meeting.id, 'held');
      await this.#held(actor, sides, meeting);
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
        assertDoing(sides.state, 'plan');
        if (meeting.state !== 'planned') {
          meeting.state = moveMeeting(meeting.state, 'planned');
          meeting.endedAt = null;
          await this.#assertRoom(actor, sides);
        }
        meeting.startsAt = new Date(startsAt);
        meeting.timesMoved += 1;
        assertAhead(meeting.startsAt, this.clock.now());
        // What was said of another hour does not hold for this one; who moved it comes.
        for (const said of ['meeting_replies', 'meeting_answers'])
          await this.db.execute(`delete from ${said} where organisation_id = $1 and meeting_id = $2`, [
            actor.organisationId,
            meetingId,
          ]);
        await this.#keepReply(actor, meetingId, 'coming');
      }
      const retold =
        (rest.title !== undefined && rest.title !== meeting.title) ||
        (rest.link !== undefined && rest.link !== meeting.link);
      const resized = rest.durationMinutes !== undefined && rest.durationMinutes !== meeting.durationMinutes;
      const minutesBefore = meeting.durationMinutes;
      Object.assign(meeting, withoutAbsent(rest));
      if (moved || meeting.durationMinutes > minutesBefore)
        await this.#assertFree(actor, sides, [meeting.startsAt], meeting.durationMinutes, meetingId);
      if (moved || resized || retold) meeting.sequence += 1;
      await this.#save(meeting);
      if (meeting.state === 'planned' && (moved || resized))
        await this.post.tell('meeting-moved', actor, sides, [meeting]);
      else if (meeting.state === 'planned' && retold) await this.post.bringUpToDate(actor, sides, meeting);
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
      if (reply === 'not-coming') await this.post.tell('meeting-declined', actor, sides, [meeting]);
      return getMeeting(this.db, actor, meetingId);
    });
  }

  /** Answers for a meeting, and for those of its series that follow and that nothing has been said of: the invitation was to all. */
  replyToAll(actor: Party, meetingId: string, reply: MeetingReply) {
    return this.db.write(actor, async () => {
      await this.reply(actor, meetingId, reply);
      await this.db.execute(
        `insert into meeting_replies (organisation_id, meeting_id, person_id, reply, replied_at)
         select m.organisation_id, m.id, $3, $5, $4 from meetings m
         join meetings one on one.organisation_id = m.organisation_id and one.id = $2 and one.series_id = m.series_id
         where m.organisation_id = $1 and m.state = 'planned' and m.occurs_at > one.occurs_at
         on conflict on constraint meeting_replies_pk do nothing`,
        [actor.organisationId, meetingId, actor.personId, this.clock.now(), reply],
      );
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

  answer(actor: Party, meetingId: string, answer: MeetingAnswer) {
    return this.db.write(actor, async () => {
      const { meeting, sides } = await this.#lock(actor, meetingId, null, 'tell');
      assertBegun(meeting.startsAt, this.clock.now());
      await this.#keepAnswer(actor, meetingId, answer);
      const answers = await this.db.query<{ answer: MeetingAnswer }>(
        'select answer from meeting_answers where organisation_id = $1 and meeting_id = $2',
        [actor.organisationId, meetingId],
      );
      const state = settleMeeting(
        meeting.state,
        answers.map((row) => row.answer),
        sides.isCircle,
      );
      if (meeting.state === 'planned' && (state === 'held' || state === 'missed'))
        await this.#carryOver(meeting);
      if (state !== meeting.state) {
        meeting.endedAt = this.clock.now();
        meeting.state = state;
        await this.db.manager.save(meeting);
      }
      if (state === 'held') await this.#held(actor, sides, meeting);
      return getMeeting(this.db, actor, meetingId);
    });
  }

  /** Calls a meeting off; `following` also those of its series that come after it and are still planned. */
  cancel(actor: Actor, meetingId: string, version: number, reason: string, following: boolean) {
    return this.db.write(actor, async () => {
      const { meeting, sides } = await this.#lock(actor, meetingId, version);
      const later = following ? await this.#lockFollowing(meeting) : [];
      for (const one of [meeting, ...later]) {
        one.state = moveMeeting(one.state, 'cancelled');
        one.endedAt = this.clock.now();
        one.cancelReason = reason === '' ? null : reason;
        one.cancelledBy = actor.personId;
        one.sequence += 1;
        await this.#save(one);
      }
      // Nobody needs a mail about an hour that has gone by.
      const [next, ...rest] = [meeting, ...later].filter((one) => one.startsAt > this.clock.now());
      if (next) await this.post.tell('meeting-cancelled', actor, sides, [next, ...rest]);
      return getMeeting(this.db, actor, meetingId);
    });
  }

  /** Takes the invitations back of what a pairing called off by coming to its end, out of the calendars of those who were asked. */
  withdrawInvitations(organisationId: string, pairingId: string, endedAt: Date): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      const called = await this.db.manager.find(Meeting, {
        where: { organisationId, pairingId, state: 'cancelled', endedAt },
        order: { startsAt: 'ASC', id: 'ASC' },
      });
      const sides = await getSidesOf(this.db, organisationId, pairingId);
      const bySeries = Map.groupBy(called, (meeting) => meeting.seriesId ?? meeting.id).values();
      for (const [first, ...rest] of bySeries) {
        if (!first) continue;
        const host = sides.members.find((member) => member.personId === first.createdBy) ?? sides.members[0];
        if (host)
          // The inbox has it already: the end of the pairing says what it called off.
          await this.post.tell(
            'meeting-cancelled',
            { organisationId, personId: host.personId },
            sides,
            [first, ...rest],
            { inInbox: false },
          );
      }
    });
  }

  /** A meeting whose pairing the actor may write in, both locked; with a version, only as it was read. */
  async #lock(actor: Party, meetingId: string, version: number | null, doing: PairingDoing = 'note') {
    const found = await this.db.first<{ pairing_id: string }>(
      'select pairing_id from meetings where organisation_id = $1 and id = $2',
      [actor.organisationId, meetingId],
    );
    if (!found) throw new Refusal('record.not-found');
    const sides = await lockSides(this.db, actor, found.pairing_id, doing);
    const meeting = await this.db.manager.findOneOrFail(Meeting, {
      where: { organisationId: actor.organisationId, id: meetingId },
      lock: { mode: 'pessimistic_write' },
    });
    if (version !== null && meeting.version !== version)
      throw new Refusal('record.changed', { version: meeting.version });
    return { meeting, sides };
  }

  /** Those of the meeting's series that come after it and are planned, in order, locked. */
  #lockFollowing(meeting: Meeting): Promise<Meeting[]> {
    const { organisationId, seriesId, occursAt } = meeting;
    if (seriesId === null || occursAt === null) return Promise.resolve([]);
    return this.db.manager.find(Meeting, {
      where: { organisationId, seriesId, state: 'planned', occursAt: MoreThan(occursAt) },
      order: { occursAt: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async #insertSeries(
    actor: Party,
    sides: Sides,
    startsAt: Date,
    timeZone: string,
    { everyWeeks, times }: NonNullable<Plan['repeat']>,
  ): Promise<Series> {
    const id = uuidv7();
    await this.db.execute(
      `insert into meeting_series (organisation_id, id, pairing_id, starts_at, time_zone, every_weeks, times, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [actor.organisationId, id, sides.pairingId, startsAt, timeZone, everyWeeks, times, this.clock.now()],
    );
    await this.#name(actor, id);
    return { id, startsAt, timeZone, everyWeeks, times, sequence: 0 };
  }

  async #insert(
    actor: Party,
    sides: Sides,
    plan: Omit<Plan, 'agenda' | 'repeat'>,
    more: { state: MeetingState; agenda?: Plan['agenda']; notes?: string; seriesId?: string | null },
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
      cancelledBy: null,
      timesMoved: 0,
      seriesId: more.seriesId ?? null,
      occursAt: more.seriesId ? new Date(plan.startsAt) : null,
      sequence: 0,
      version: 1,
    });
    await this.db.manager.insert(Meeting, meeting);
    if (meeting.seriesId === null) await this.#name(actor, meeting.id);
    return meeting;
  }

  /** Remembers whose the name is by which calendars answer. */
  #name({ organisationId }: Party, id: string) {
    return this.db.execute('insert into identity.calendar_uids (uid_hash, organisation_id) values ($1, $2)', [
      hashToken(id),
      organisationId,
    ]);
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

  #keepAnswer(actor: Party, meetingId: string, answer: MeetingAnswer) {
    return this.db.execute(
      `insert into meeting_answers (organisation_id, meeting_id, person_id, answer, answered_at) values ($1, $2, $3, $4, $5)
       on conflict on constraint meeting_answers_pk do update set answer = excluded.answer, answered_at = excluded.answered_at`,
      [actor.organisationId, meetingId, actor.personId, answer, this.clock.now()],
    );
  }

  /** A flash pairing has one meeting; others as many as they like. Asked with the pairing locked. */
  async #assertRoom(actor: Party, { format, pairingId }: Sides, wanted = 1): Promise<void> {
    if (format !== 'flash') return;
    const meetings = await this.db.query<{ state: MeetingState }>(
      'select state from meetings where organisation_id = $1 and pairing_id = $2',
      [actor.organisationId, pairingId],
    );
    assertRoomForMeeting(
      format,
      meetings.map(({ state }) => state),
      wanted,
    );
  }

  /** Nobody is at two meetings of one pairing at a time. Asked with the pairing locked, so that of two who plan at once one is refused. */
  async #assertFree(
    actor: Party,
    sides: Sides,
    times: readonly Date[],
    durationMinutes: number,
    itself: string | null = null,
  ): Promise<void> {
    const wanted = times.map((startsAt) => ({ startsAt, durationMinutes }));
    const found = findOverlap(wanted, await listTaken(this.db, actor, sides.pairingId, itself));
    if (found)
      throw new Refusal('meeting.overlaps', {
        startsAt: found.taken.startsAt.toISOString(),
        meetingId: found.taken.id,
        timeZone: selfOf(sides, actor).timeZone,
      });
  }

  /** What was not ticked is a point of the next meeting that is planned; one that is planned later starts with it. */
  async #carryOver({ organisationId, pairingId, startsAt, agenda }: Meeting): Promise<void> {
    const next = await this.db.manager.findOne(Meeting, {
      where: { organisationId, pairingId, state: 'planned', startsAt: MoreThan(startsAt) },
      order: { startsAt: 'ASC', id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    if (!next) return;
    const carried = carryOver(agenda, next.agenda);
    if (carried.length === next.agenda.length) return;
    next.agenda = carried;
    await this.#save(next);
  }

  /** What follows from a meeting that took place: its people are active, and a flash pairing has done what it is for. */
  async #held(actor: Party, sides: Sides, meeting: Meeting): Promise<void> {
    await this.#markActive(actor, sides, meeting);
    if (sides.format === 'flash')
      await this.jobs.enqueue('complete-flash', {
        organisationId: actor.organisationId,
        pairingId: sides.pairingId,
      });
  }

  /**
   * The first held meeting makes each member active in the cohort, once. The id is derived, so that a mentor whose two
   * pairings meet for the first time at the same moment is still written once.
   */
  async #markActive(actor: Party, sides: Sides, meeting: Meeting): Promise<void> {
    const at = sides.startedAt && sides.startedAt > meeting.startsAt ? sides.startedAt : meeting.startsAt;
    for (const member of await this.#attending(actor, sides, meeting.id))
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

  /** Who met: both sides of a pair, whoever said so; of a circle, those who say that they were there. */
  async #attending(actor: Party, sides: Sides, meetingId: string) {
    if (!sides.isCircle) return sides.members;
    const rows = await this.db.query<{ personId: string }>(
      `select person_id as "personId" from meeting_answers where organisation_id = $1 and meeting_id = $2 and answer = 'held'`,
      [actor.organisationId, meetingId],
    );
    return sides.members.filter((member) => rows.some(({ personId }) => personId === member.personId));
  }
}

/** Only what was sent: an absent field stays as it is. */
function withoutAbsent<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;
}
