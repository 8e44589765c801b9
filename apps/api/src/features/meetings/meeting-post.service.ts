import { Inject, Injectable } from '@nestjs/common';
import type { MeetingReply } from '@ithaca/domain/meeting';
import type { Party } from '@ithaca/domain/permissions';

import { writeCalendar } from '../../platform/calendar/calendar.ts';
import type { CalendarEvent } from '../../platform/calendar/calendar.ts';
import { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import type { Letter } from '../../platform/mail/post.ts';
import { words } from '../../platform/mail/words.ts';
import { CONFIG } from '../../platform/platform.module.ts';
import { findOwnFeed, findSeries, holdsEntry, listReplies } from './calendar.queries.ts';
import { eventOf, seriesOf } from './meeting-calendar.ts';
import type { Series } from './meeting-calendar.ts';
import type { Meeting } from './meeting.entity.ts';
import { writeMeetingLetter, writeOwnEntry } from './meeting-letters.ts';
import type { MeetingLetterKind, OwnEntryKind } from './meeting-letters.ts';
import { membersToTell, othersToTell, selfOf } from './sides.queries.ts';
import type { Sides, SideMember } from './sides.queries.ts';

const withoutSelf = ({ members }: Sides, self: SideMember) =>
  members.filter(({ personId }) => personId !== self.personId);

type Reader = SideMember & { email: string };

/** Tells the other side of a meeting by mail, with what their calendar needs to know; the doer's own calendar gets the same. */
@Injectable()
export class MeetingPost {
  readonly #baseUrl: string;
  readonly #takesReplies: boolean;

  constructor(
    private readonly db: Database,
    private readonly post: Post,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.#baseUrl = config.baseUrl;
    this.#takesReplies = config.inboundSecret !== null;
  }

  /** A meeting was planned, moved, declined or cancelled; with a series, all its meetings were planned at once and are given. */
  async tell(
    kind: MeetingLetterKind,
    actor: Party,
    sides: Sides,
    [meeting, ...following]: [Meeting, ...Meeting[]],
    { series = null, inInbox = true }: { series?: Series | null; inInbox?: boolean } = {},
  ): Promise<void> {
    const inviter = selfOf(sides, actor);
    const { organisationId } = actor;
    const known =
      series ??
      (meeting.seriesId === null ? null : await findSeries(this.db, organisationId, meeting.seriesId));
    const entry = {
      method: kind === 'meeting-cancelled' ? ('CANCEL' as const) : ('REQUEST' as const),
      meetings: [meeting, ...following],
      isWhole: series !== null,
      series: known,
      inviter,
    };
    for (const reader of othersToTell(sides, actor.personId, this.clock))
      await this.post.send(organisationId, {
        ...writeMeetingLetter(kind, meeting, reader, inviter.displayName, {
          repeat: series,
          following: series ? 0 : following.length,
        }),
        programId: sides.programId,
        inInbox,
        ...(kind !== 'meeting-declined' && this.#fileFor(reader, entry, { with: [inviter], reply: null })),
      });
    if (kind === 'meeting-declined') return;
    const [self] = membersToTell(sides, this.clock).filter(({ personId }) => personId === actor.personId);
    const own = self && (await this.#ownEntryOf(kind, actor, meeting));
    if (!own) return;
    await this.post.send(organisationId, {
      ...writeOwnEntry(own, meeting, self),
      programId: sides.programId,
      inInbox: false,
      ...this.#fileFor(self, entry, { with: withoutSelf(sides, self), reply: 'coming' }),
    });
  }

  /** The topic or the link changed, the hour did not: whose calendar has the entry gets it anew, and keeps what they said to it. */
  async bringUpToDate(actor: Party, sides: Sides, meeting: Meeting): Promise<void> {
    const { organisationId } = actor;
    const inviter = selfOf(sides, actor);
    const series =
      meeting.seriesId === null ? null : await findSeries(this.db, organisationId, meeting.seriesId);
    const replies = await listReplies(this.db, organisationId, meeting.id);
    for (const reader of membersToTell(sides, this.clock)) {
      const party = { organisationId, personId: reader.personId };
      if (!(await holdsEntry(this.db, party, meeting.seriesId ?? meeting.id))) continue;
      await this.post.send(organisationId, {
        ...writeOwnEntry('calendar-updated', meeting, reader),
        programId: sides.programId,
        inInbox: false,
        ...this.#fileFor(
          reader,
          { method: 'REQUEST', meetings: [meeting], isWhole: false, series: series ?? null, inviter },
          { with: withoutSelf(sides, reader), reply: replies.get(reader.personId) ?? null },
        ),
      });
    }
  }

  /**
   * What the doer's own calendar gets: an entry they can do without, unless a calendar of theirs subscribes and shows the meeting
   * already; what a mail has brought, mails keep true. Null: nothing.
   */
  async #ownEntryOf(kind: MeetingLetterKind, actor: Party, meeting: Meeting): Promise<OwnEntryKind | null> {
    if (await holdsEntry(this.db, actor, meeting.seriesId ?? meeting.id)) return 'calendar-updated';
    if (kind === 'meeting-cancelled') return null;
    return (await findOwnFeed(this.db, actor)).feed === null ? 'calendar-entry' : null;
  }

  #fileFor(
    reader: Reader,
    entry: {
      method: 'REQUEST' | 'CANCEL';
      meetings: readonly Meeting[];
      /** They are all of the series, as it was planned. */
      isWhole: boolean;
      series: Series | null | undefined;
      inviter: SideMember;
    },
    { with: others, reply }: { with: readonly SideMember[]; reply: MeetingReply | null },
  ): Pick<Letter, 'calendar'> {
    const say = words(reader.locale);
    const names = new Intl.ListFormat(reader.locale).format(others.map(({ displayName }) => displayName));
    const frame = {
      baseUrl: this.#baseUrl,
      stampedAt: this.clock.now(),
      title: say('calendar.with', { names }),
    };
    const { method, meetings, isWhole, series, inviter } = entry;
    const events =
      isWhole && series
        ? seriesOf(series, meetings, frame)
        : meetings.map((one) => eventOf(one, frame, series));
    const description = reply === null ? say('calendar.answer') : '';
    return {
      calendar: {
        method,
        file: writeCalendar(
          method,
          events.map((one) => this.#invite({ ...one, description }, reader, { inviter, reply })),
        ),
      },
    };
  }

  #invite(
    event: CalendarEvent,
    reader: Reader,
    { inviter, reply }: { inviter: SideMember; reply: MeetingReply | null },
  ): CalendarEvent {
    return {
      ...event,
      organiser: { name: inviter.displayName, address: `mentoring@${new URL(this.#baseUrl).hostname}` },
      takesReplies: this.#takesReplies,
      attendees: [{ name: reader.displayName, address: reader.email, reply }],
    };
  }
}
