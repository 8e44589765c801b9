import { createHash, timingSafeEqual } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import type { calendarRoutes } from '@ithaca/contracts/calendar';
import type { ReplyOf } from '@ithaca/contracts/route';
import { ruleTimeOf } from '@ithaca/domain/meeting-series';
import { Refusal } from '@ithaca/domain/refusal';

import { appendAudit } from '../../platform/audit/audit.ts';
import { utc } from '../../platform/calendar/icalendar.ts';
import { readReply } from '../../platform/calendar/read-reply.ts';
import type { CalendarReply } from '../../platform/calendar/read-reply.ts';
import { writeWall } from '../../platform/calendar/time-zone.ts';
import { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { CONFIG } from '../../platform/platform.module.ts';
import { hashToken } from '../../platform/secrets.ts';
import { RateLimits } from '../identity/rate-limits.service.ts';
import { findSeries } from './calendar.queries.ts';
import { MeetingsService } from './meetings.service.ts';

type Outcome = ReplyOf<typeof calendarRoutes.takeReply>;

/** A planned meeting ahead, and the side of it that an address belongs to. */
interface Invited {
  id: string;
  seriesId: string | null;
  occursAt: Date | null;
  sequence: number;
  personId: string;
  repliedAt: Date | null;
}

/** What people's own calendars answer to invitations, handed in by a mail server that knows the secret. */
@Injectable()
export class CalendarReplies {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly meetings: MeetingsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async take(
    file: string,
    from: { authorization: string; address: string; requestId: string },
  ): Promise<Outcome> {
    await this.limits.take({ 'feed-address': from.address });
    const { inboundSecret, baseUrl } = this.config;
    if (inboundSecret === null || !isSame(from.authorization, `Bearer ${inboundSecret}`))
      throw new Refusal('record.not-found');
    const reply = readReply(file);
    if (!reply) throw new Refusal('calendar-reply.unreadable');
    const [id = '', host] = reply.uid.split('@');
    const organisationId = host === new URL(baseUrl).hostname ? await this.#organisationOf(id) : undefined;
    if (organisationId === undefined) throw new Refusal('calendar-reply.not-invited');
    return this.db.write({ organisationId }, () => this.#take(organisationId, id, reply, from.requestId));
  }

  /** Whose is the name of a meeting or a series? Found before any organisation is known. */
  async #organisationOf(id: string): Promise<string | undefined> {
    const tokenHash = hashToken(id);
    const row = await this.db.identify({ tokenHash }, () =>
      this.db.first<{ organisationId: string }>(
        'select organisation_id as "organisationId" from identity.calendar_uids where uid_hash = $1',
        [tokenHash],
      ),
    );
    return row?.organisationId;
  }

  async #take(organisationId: string, id: string, reply: CalendarReply, requestId: string): Promise<Outcome> {
    const invited = await this.#findInvited(organisationId, id, reply.attendee);
    if (invited.length === 0) throw new Refusal('calendar-reply.not-invited');
    const meant = await this.#meant(organisationId, invited, reply);
    if (!meant || reply.sequence < meant.sequence) return { outcome: 'stale' };
    // Calendars stamp whole seconds.
    if (meant.repliedAt && reply.stampedAt.getTime() + 1000 <= meant.repliedAt.getTime())
      return { outcome: 'stale' };
    const party = { organisationId, personId: meant.personId };
    if (reply.occurrence === null && meant.seriesId !== null)
      await this.meetings.replyToAll(party, meant.id, reply.reply);
    else await this.meetings.reply(party, meant.id, reply.reply);
    await appendAudit(this.db, party, undefined, {
      action: 'calendar.take-reply',
      outcome: 'done',
      subjectType: 'meeting',
      subjectId: meant.id,
      at: this.clock.now(),
      requestId,
    });
    return { outcome: 'taken' };
  }

  /** Which planned meetings ahead does a name stand for, and whose side is the address? In order; none for a stranger's. */
  #findInvited(organisationId: string, id: string, attendee: string): Promise<Invited[]> {
    return this.db.query<Invited>(
      `select m.id, m.series_id as "seriesId", m.occurs_at as "occursAt", m.sequence, h.id as "personId", r.replied_at as "repliedAt"
       from meetings m
       join pairing_members s on s.organisation_id = m.organisation_id and s.pairing_id = m.pairing_id and s.declined_at is null and s.inside
       join people h on h.organisation_id = s.organisation_id and h.id = s.person_id and lower(h.email) = $3
         and (h.left_on is null or h.left_on > ($4::timestamptz at time zone h.time_zone)::date)
       left join meeting_replies r on r.organisation_id = m.organisation_id and r.meeting_id = m.id and r.person_id = h.id
       where m.organisation_id = $1 and m.state = 'planned' and m.starts_at > $4
         and (m.series_id::text = $2 or m.series_id is null and m.id::text = $2)
       order by m.occurs_at, m.id`,
      [organisationId, id, attendee, this.clock.now()],
    );
  }

  /** Which one is meant: the next, or of a series the one that the rule has at the time that is named. */
  async #meant(
    organisationId: string,
    invited: readonly Invited[],
    { occurrence }: CalendarReply,
  ): Promise<Invited | undefined> {
    const [next] = invited;
    if (occurrence === null || !next?.seriesId) return next;
    const series = await findSeries(this.db, organisationId, next.seriesId);
    if (!series) return undefined;
    const { startsAt, timeZone, everyWeeks } = series;
    const namesOf = (at: Date) => [utc(at), writeWall(ruleTimeOf(startsAt, timeZone, everyWeeks, at))];
    return invited.find(({ occursAt }) => occursAt && namesOf(occursAt).includes(occurrence));
  }
}

/** Compares without telling by the time it takes how much is right. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
