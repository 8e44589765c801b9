import { Inject, Injectable } from '@nestjs/common';
import type { Party } from '@ithaca/domain/permissions';

import { writeCalendar } from '../../platform/calendar/calendar.ts';
import type { CalendarEvent } from '../../platform/calendar/calendar.ts';
import { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { Post } from '../../platform/mail/post.ts';
import { words } from '../../platform/mail/words.ts';
import { CONFIG } from '../../platform/platform.module.ts';
import { eventOf } from './meeting-calendar.ts';
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

  constructor(
    private readonly post: Post,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.#baseUrl = config.baseUrl;
  }

  /** A meeting was planned, moved, declined or cancelled; with a series, all its meetings were planned at once. */
  async tell(
    kind: MeetingLetterKind,
    actor: Party,
    sides: Sides,
    [meeting, ...following]: [Meeting, ...Meeting[]],
    { series = null, inInbox = true }: { series?: Series | null; inInbox?: boolean } = {},
  ): Promise<void> {
    const inviter = selfOf(sides, actor);
    for (const reader of othersToTell(sides, actor.personId, this.clock)) {
      const event = (one: Meeting) => this.#eventFor(reader, one, inviter);
      // The rule instead of the first of the series, whose name is then that of all.
      const repeat = series && { everyWeeks: series.everyWeeks, times: series.times };
      const planned = repeat ? { ...event({ ...meeting, occursAt: null }), repeat } : event(meeting);
      const calendar = {
        'meeting-planned': { method: 'REQUEST' as const, events: [planned] },
        'meeting-moved': { method: 'REQUEST' as const, events: [planned] },
        'meeting-cancelled': { method: 'CANCEL' as const, events: [meeting, ...following].map(event) },
        'meeting-declined': null,
      }[kind];
      await this.post.send(actor.organisationId, {
        ...writeMeetingLetter(kind, meeting, reader, inviter.displayName, {
          repeat,
          following: following.length,
        }),
        programId: sides.programId,
        inInbox,
        ...(calendar && {
          calendar: { method: calendar.method, file: writeCalendar(calendar.method, calendar.events) },
        }),
      });
    }
  }

  #eventFor(reader: Reader, meeting: Meeting, inviter: SideMember): CalendarEvent {
    const say = words(reader.locale);
    return {
      ...eventOf(meeting, {
        baseUrl: this.#baseUrl,
        stampedAt: this.clock.now(),
        title: say('calendar.with', { names: inviter.displayName }),
      }),
      description: say('calendar.answer'),
      organiser: { name: inviter.displayName, address: `mentoring@${new URL(this.#baseUrl).hostname}` },
      attendees: [{ name: reader.displayName, address: reader.email, coming: null }],
    };
  }
}
