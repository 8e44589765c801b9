import { Injectable } from '@nestjs/common';
import { addDays, daysBetween } from '@ithaca/domain/cohort';
import { findOverlap } from '@ithaca/domain/meeting';
import { REPEAT } from '@ithaca/domain/meeting-series';
import { pairingDoings } from '@ithaca/domain/pairing';
import type { PairingState } from '@ithaca/domain/pairing';
import { ZonedTime } from '@ithaca/domain/zoned-time';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { listTaken } from './meetings.queries.ts';
import { MeetingsService } from './meetings.service.ts';

interface Agreed {
  proposedBy: string;
  untilOn: string;
  state: PairingState;
  programId: string;
}

interface Last {
  title: string;
  startsAt: Date;
  timeZone: string;
  durationMinutes: number;
  link: string;
  everyWeeks: number;
}

/** Plans on the meetings that repeat, of a pairing whose sides agreed to go on. */
@Injectable()
export class ContinuedSeriesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly meetings: MeetingsService,
  ) {}

  /** In the rhythm of the last series, from its last meeting to the agreed end; once for each agreement. */
  carryOn(organisationId: string, pairingId: string, extensionId: string): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      const agreed = await this.db.first<Agreed>(
        `select e.proposed_by as "proposedBy", e.until_on::text as "untilOn", p.state, c.program_id as "programId"
         from extensions e
         join pairings p on p.organisation_id = e.organisation_id and p.id = e.pairing_id
         join cohorts c on c.organisation_id = p.organisation_id and c.id = p.cohort_id
         where e.organisation_id = $1 and e.id = $2 and e.pairing_id = $3 and e.state = 'agreed' and e.continued_at is null
         for update of e`,
        [organisationId, extensionId, pairingId],
      );
      if (!agreed || !mayPlan(agreed.state)) return;
      const now = this.clock.now();
      await this.db.execute(
        'update extensions set continued_at = $3 where organisation_id = $1 and id = $2',
        [organisationId, extensionId, now],
      );
      const last = await this.#findLast(organisationId, pairingId);
      if (!last) return;
      const rhythm = timesOf(last, agreed.untilOn, now);
      // What the two have planned there themselves stays: the rhythm goes on after it.
      const taken = await listTaken(this.db, { organisationId }, pairingId);
      const { durationMinutes, ...more } = last;
      const own = rhythm.findLastIndex((startsAt) => findOverlap([{ startsAt, durationMinutes }], taken));
      const times = rhythm.slice(own + 1);
      const [first] = times;
      if (!first) return;
      const proposer = {
        organisationId,
        personId: agreed.proposedBy,
        accountId: '',
        grants: [],
        isManager: false,
      };
      const { title, timeZone, link, everyWeeks } = more;
      await this.meetings.plan(proposer, pairingId, {
        title,
        startsAt: first.toISOString(),
        durationMinutes,
        timeZone,
        link,
        agenda: [],
        ...(times.length >= REPEAT.leastTimes && { repeat: { everyWeeks, times: times.length } }),
      });
      await appendAudit(
        this.db,
        { organisationId, personId: null },
        { programId: agreed.programId },
        {
          action: 'meetings.continue-series',
          outcome: 'done',
          subjectType: 'pairing',
          subjectId: pairingId,
          facts: { meetings: times.length, untilOn: agreed.untilOn },
          at: now,
        },
      );
    });
  }

  /** The last meeting by the rule of the pairing's latest series that was not called off. */
  #findLast(organisationId: string, pairingId: string): Promise<Last | undefined> {
    return this.db.first<Last>(
      `select m.title, m.occurs_at as "startsAt", m.time_zone as "timeZone", m.duration_minutes as "durationMinutes", m.link,
         s.every_weeks as "everyWeeks"
       from meetings m join meeting_series s on s.organisation_id = m.organisation_id and s.id = m.series_id
       where m.organisation_id = $1 and m.pairing_id = $2 and m.state <> 'cancelled' and m.occurs_at is not null
       order by m.occurs_at desc limit 1`,
      [organisationId, pairingId],
    );
  }
}

const mayPlan = (state: PairingState) => pairingDoings.plan.some((possible) => possible === state);

/** The same hour on the wall in the same rhythm after the last meeting, up to and with the last day; none in the past. */
function timesOf({ startsAt, timeZone, everyWeeks }: Last, untilOn: string, now: Date): Date[] {
  const zone = ZonedTime.of(timeZone);
  const day = zone.dayOf(startsAt.getTime());
  const minute = zone.minuteOf(startsAt.getTime());
  const steps = Math.floor(daysBetween(day, untilOn) / (everyWeeks * 7));
  return Array.from(
    { length: Math.max(0, steps) },
    (_, k) => new Date(zone.instantOf(addDays(day, (k + 1) * everyWeeks * 7), minute)),
  )
    .filter((time) => time > now)
    .slice(0, REPEAT.mostTimes);
}
