import { Injectable } from '@nestjs/common';
import { nextMorning } from '@ithaca/domain/delivery';
import { v7 as uuidv7 } from 'uuid';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock, dayIn } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import { readProgramDay } from '../metrics/today.queries.ts';
import type { ProgramDay } from '../metrics/today.queries.ts';
import { writeCoordinatorDigest } from './digest-letters.ts';
import { listCoordinatorsToTell, readerOf } from './digests.queries.ts';
import type { CoordinatorToTell } from './digests.queries.ts';

/** The morning's mail to those who run a program: what needs them today, and nothing when nothing does. */
@Injectable()
export class CoordinatorDigestsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
  ) {}

  /** Doing it again at once writes to nobody. */
  async send(organisationId: string): Promise<void> {
    const now = this.clock.now();
    const readers = await this.db.read({ organisationId }, async () =>
      (await listCoordinatorsToTell(this.db, organisationId, now)).filter((reader) => isMorning(reader, now)),
    );
    for (const [programId, of] of Map.groupBy(readers, (reader) => reader.programId)) {
      const day = await this.db.read({ organisationId }, () =>
        readProgramDay(this.db, { organisationId, programId }, now),
      );
      if (!day || (day.pairings.length === 0 && day.deadlines.length === 0)) continue;
      for (const reader of of) await this.#sendOne(organisationId, day, reader, now);
    }
  }

  #sendOne(organisationId: string, day: ProgramDay, reader: CoordinatorToTell, now: Date): Promise<void> {
    const { programId } = reader;
    return this.db.write({ organisationId }, async () => {
      const { rowCount } = await this.db.execute(
        `insert into digests (organisation_id, id, person_id, program_id, day, written_at) values ($1, $2, $3, $4, $5, $6)
         on conflict on constraint digests_once do nothing`,
        [organisationId, uuidv7(), reader.personId, programId, dayIn(now, reader.timeZone), now],
      );
      if (rowCount === 0) return;
      await this.post.send(organisationId, writeCoordinatorDigest(day, readerOf(reader)));
      await appendAudit(
        this.db,
        { organisationId, personId: null },
        { programId },
        {
          action: 'digests.send',
          outcome: 'done',
          subjectType: 'person',
          subjectId: reader.personId,
          facts: { pairings: day.pairings.length, dates: day.deadlines.length },
          at: now,
        },
      );
    });
  }
}

/** The organisation's morning, on a day the coordinator works. */
export const isMorning = (
  { timeZone, workingHours }: Pick<CoordinatorToTell, 'timeZone' | 'workingHours'>,
  now: Date,
): boolean => {
  const days = workingHours?.days ?? [1, 2, 3, 4, 5];
  const hours = { from: '08:00', to: '17:00', days };
  return days.length > 0 && nextMorning({ timeZone, workingHours: hours }, now).getTime() === now.getTime();
};
