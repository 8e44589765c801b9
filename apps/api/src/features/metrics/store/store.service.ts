import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';

import { Clock, dayIn } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { LOGGER } from '../../../platform/platform.module.ts';
import { addDays } from '@ithaca/metrics/days';
import { listCohortsToNote, readPairingLives } from './pairing-lives.queries.ts';
import { foldWorkforceTouches } from './kept-results.queries.ts';
import { renewStandings } from './pairing-standings.queries.ts';
import { standingOf } from './standing.ts';

/** Deltas of one transaction, and transactions of one organisation before the next has its turn. */
const AT_MOST = 20_000;
const TURNS = 50;
/** Pairings of one transaction: their facts are read one by one. */
const PAIRINGS_AT_MOST = 1000;
const RENEW_SECONDS = 60;
/** Every night the last days are compared with the rows they were counted from, and one in so many of all others. */
const RECENT_DAYS = 45;
const SLICES = 28;
const RECONCILE_HOUR = 3;

/** Keeps the sums that numbers are read from: folds what has been added, compares them with the rows, notes each night's standing. */
@Injectable()
export class MetricsStoreService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Moves deltas into their days. Several may do so at once; one that dies in the middle has moved nothing of its last turn. */
  async fold(organisationId: string): Promise<number> {
    let total = 0;
    for (let turn = 0; turn < TURNS; turn += 1) {
      const folded = await this.db.write({ organisationId }, async () => {
        const row = await this.db.first<{ folded: number }>('select fold_metric_deltas($1, $2) as folded', [
          organisationId,
          AT_MOST,
        ]);
        return row?.folded ?? 0;
      });
      total += folded;
      if (folded < AT_MOST) break;
    }
    return total;
  }

  /** Keeps the version of the directory quick to find. */
  foldTouches(organisationId: string): Promise<void> {
    return this.db.write({ organisationId }, () => foldWorkforceTouches(this.db, organisationId));
  }

  /** Forms anew how the pairings stand of which something was written, and those whose time is over. */
  async renewStandings(organisationId: string): Promise<number> {
    let total = 0;
    for (let turn = 0; turn < TURNS; turn += 1) {
      const renewed = await this.db.write({ organisationId }, async () => {
        await this.db.allow(RENEW_SECONDS);
        const timeZone = await this.#timeZone(organisationId);
        const now = this.clock.now();
        return renewStandings(this.db, organisationId, { now, timeZone }, PAIRINGS_AT_MOST);
      });
      total += renewed;
      if (renewed === 0) break;
    }
    return total;
  }

  /**
   * Once a night: compares the sums with what they were counted from, puts right what is off and says so aloud. A
   * difference is repaired by one more delta, so that nobody has to wait.
   */
  reconcile(organisationId: string): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      const now = this.clock.now();
      const timeZone = await this.#timeZone(organisationId);
      const today = dayIn(now, timeZone);
      if (hourIn(now, timeZone) < RECONCILE_HOUR) return;
      const begun = await this.db.execute(
        `insert into reconciliations (organisation_id, day, at, drifted_days, drifted_pairings) values ($1, $2, $3, 0, 0)
         on conflict on constraint reconciliations_pk do nothing`,
        [organisationId, today, now],
      );
      if (begun.rowCount === 0) return;
      await this.db.query("select set_config('statement_timeout', '120s', true)");
      const part = [
        organisationId,
        addDays(today, -RECENT_DAYS),
        Math.floor(now.getTime() / 86_400_000) % SLICES,
      ];
      const days = await this.db.execute(
        `insert into metric_deltas (organisation_id, cohort_id, day, planned, held, missed, moved, called_off_in_time,
           called_off_late, called_off_unknown, confirmed, minutes, late, asked, answered, rated, satisfied, usefulness, usefulness_squares)
         select $1, * from metric_drift($1, $2, $3)`,
        part,
      );
      const pairings = await this.db.query<{ id: string }>(
        'select pairing_id as id from pairing_drift($1, $2, $3)',
        part,
      );
      // Whoever keeps what was wrong of them reads them again.
      if (pairings.length > 0)
        await this.db.query('select recount_pairings($1, $2), touch_pairings($1, $2)', [
          organisationId,
          pairings.map(({ id }) => id),
        ]);
      if (days.rowCount + pairings.length === 0) return;
      await this.db.execute(
        'update reconciliations set drifted_days = $3, drifted_pairings = $4 where organisation_id = $1 and day = $2',
        [organisationId, today, days.rowCount, pairings.length],
      );
      const total = await this.db.first<{ total: number }>(
        'select sum(drifted_days + drifted_pairings)::int as total from reconciliations where organisation_id = $1',
        [organisationId],
      );
      this.logger.error(
        {
          organisationId,
          days: days.rowCount,
          pairings: pairings.length,
          rollup_drift_total: total?.total ?? 0,
        },
        'sums of the metrics were off and have been put right',
      );
    });
  }

  /** Once a day of the organisation is over: how the pairings of each running cohort stood at its end. */
  noteStandings(organisationId: string): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      const now = this.clock.now();
      const timeZone = await this.#timeZone(organisationId);
      const day = addDays(dayIn(now, timeZone), -1);
      for (const cohortId of await listCohortsToNote(this.db, organisationId, day)) {
        const lives = await readPairingLives(this.db, organisationId, cohortId, timeZone);
        const standing = standingOf(lives, day);
        await this.db.execute(
          `insert into cohort_standings (organisation_id, cohort_id, day, noted_at, open, active, active_of,
             on_rhythm, slipping, stalled, fresh, paused, ended, adherence, median_days_since_held)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
           on conflict on constraint cohort_standings_pk do nothing`,
          [
            organisationId,
            cohortId,
            day,
            now,
            standing.open,
            standing.active,
            standing.activeOf,
            standing.health['on-rhythm'],
            standing.health.slipping,
            standing.health.stalled,
            standing.health.new,
            standing.health.paused,
            standing.health.ended,
            standing.adherence,
            standing.medianDaysSinceHeld,
          ],
        );
      }
    });
  }

  async #timeZone(organisationId: string): Promise<string> {
    const row = await this.db.first<{ timeZone: string }>(
      'select time_zone as "timeZone" from organisations where organisation_id = $1',
      [organisationId],
    );
    return row?.timeZone ?? 'UTC';
  }
}

function hourIn(at: Date, timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at));
}
