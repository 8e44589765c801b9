import { Inject, Injectable } from '@nestjs/common';
import type { Party } from '@ithaca/domain/permissions';

import { writeCalendar } from '../../platform/calendar/calendar.ts';
import type { CalendarEvent } from '../../platform/calendar/calendar.ts';
import { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import { words } from '../../platform/mail/words.ts';
import { CONFIG } from '../../platform/platform.module.ts';
import { findOwnFeed, findSeries, holdsEntry } from './calendar.queries.ts';
import { eventOf, seriesOf } from './meeting-calendar.ts';
import type { Series } from './meeting-calendar.ts';
import type { Meeting } from './meeting.entity.ts';
import { writeMeetingLetter, writeOwnEntry } from './meeting-letters.ts';
import type { MeetingLetterKind } from './meeting-letters.ts';
import { membersToTell, othersToTell, selfOf } from './sides.queries.ts';
import type { Sides, SideMember } from './sides.queries.ts';

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
    const all = [meeting, ...following];
    const fileFor = (reader: Reader, event: { with: string[]; answer: string; coming: true | null }) => {
      const title = words(reader.locale)('calendar.with', {
        names: new Intl.ListFormat(reader.locale).format(event.with),
      });
      const frame = { baseUrl: this.#baseUrl, stampedAt: this.clock.now(), title };
      const events = series ? seriesOf(series, all, frame) : all.map((one) => eventOf(one, frame, known));
      const method = kind === 'meeting-cancelled' ? ('CANCEL' as const) : ('REQUEST' as const);
      const invited = events.map((one) =>
        this.#invite({ ...one, description: event.answer }, reader, { inviter, ...event }),
      );
      return { calendar: { method, file: writeCalendar(method, invited) } };
    };
    for (const reader of othersToTell(sides, actor.personId, this.clock))
      await this.post.send(organisationId, {
        ...writeMeetingLetter(kind, meeting, reader, inviter.displayName, {
          repeat: series,
          following: series ? 0 : following.length,
        }),
        programId: sides.programId,
        inInbox,
        ...(kind !== 'meeting-declined' &&
          fileFor(reader, {
            with: [inviter.displayName],
            answer: words(reader.locale)('calendar.answer'),
            coming: null,
          })),
      });
    if (kind === 'meeting-declined') return;
    const [self] = membersToTell(sides, this.clock).filter(({ personId }) => personId === actor.personId);
    if (!self || !(await this.#keeps(kind, actor, meeting))) return;
    const others = sides.members.filter(({ personId }) => personId !== actor.personId);
    await this.post.send(organisationId, {
      ...writeOwnEntry(meeting, self),
      programId: sides.programId,
      inInbox: false,
      ...fileFor(self, { with: others.map(({ displayName }) => displayName), answer: '', coming: true }),
    });
  }

  /**
   * Whether the doer's own calendar has its entry from our mails: who plans is given one, unless a calendar of theirs
   * subscribes and shows the meeting already; what a mail has brought, mails keep true.
   */
  async #keeps(kind: MeetingLetterKind, actor: Party, meeting: Meeting): Promise<boolean> {
    if (kind === 'meeting-planned') return (await findOwnFeed(this.db, actor)).feed === null;
    return holdsEntry(this.db, actor, meeting.seriesId ?? meeting.id);
  }

  #invite(
    event: CalendarEvent,
    reader: Reader,
    { inviter, coming }: { inviter: SideMember; coming: true | null },
  ): CalendarEvent {
    return {
      ...event,
      organiser: { name: inviter.displayName, address: `mentoring@${new URL(this.#baseUrl).hostname}` },
      takesReplies: this.#takesReplies,
      attendees: [{ name: reader.displayName, address: reader.email, coming }],
    };
  }
}
