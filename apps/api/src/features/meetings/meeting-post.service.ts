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
import { findSeries } from './calendar.queries.ts';
import { eventOf, seriesOf } from './meeting-calendar.ts';
import type { Series } from './meeting-calendar.ts';
import type { Meeting } from './meeting.entity.ts';
import { writeMeetingLetter } from './meeting-letters.ts';
import type { MeetingLetterKind } from './meeting-letters.ts';
import { othersToTell, selfOf } from './sides.queries.ts';
import type { Sides, SideMember } from './sides.queries.ts';

type Reader = SideMember & { email: string };

/** Tells the other side of a meeting by mail, with what their calendar needs to know. */
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
    const known =
      series ??
      (meeting.seriesId === null ? null : await findSeries(this.db, actor.organisationId, meeting.seriesId));
    for (const reader of othersToTell(sides, actor.personId, this.clock)) {
      const frame = {
        baseUrl: this.#baseUrl,
        stampedAt: this.clock.now(),
        title: words(reader.locale)('calendar.with', { names: inviter.displayName }),
      };
      const all = [meeting, ...following];
      const events = (
        series ? seriesOf(series, all, frame) : all.map((one) => eventOf(one, frame, known))
      ).map((event) => this.#invite(event, reader, inviter));
      const calendar = {
        'meeting-planned': { method: 'REQUEST' as const, events },
        'meeting-moved': { method: 'REQUEST' as const, events },
        'meeting-cancelled': { method: 'CANCEL' as const, events },
        'meeting-declined': null,
      }[kind];
      await this.post.send(actor.organisationId, {
        ...writeMeetingLetter(kind, meeting, reader, inviter.displayName, {
          repeat: series,
          following: series ? 0 : following.length,
        }),
        programId: sides.programId,
        inInbox,
        ...(calendar && {
          calendar: { method: calendar.method, file: writeCalendar(calendar.method, calendar.events) },
        }),
      });
    }
  }

  #invite(event: CalendarEvent, reader: Reader, inviter: SideMember): CalendarEvent {
    return {
      ...event,
      description: words(reader.locale)('calendar.answer'),
      organiser: { name: inviter.displayName, address: `mentoring@${new URL(this.#baseUrl).hostname}` },
      takesReplies: this.#takesReplies,
      attendees: [{ name: reader.displayName, address: reader.email, coming: null }],
    };
  }
}
