import { Injectable } from '@nestjs/common';
import type { InputOf } from '@ithaca/contracts/route';
import type { checkInRoutes } from '@ithaca/contracts/surveys';
import { closesAt } from '@ithaca/domain/check-in';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import { localeOf } from '../pairings/letters.service.ts';
import { CheckIn } from './check-in.entity.ts';
import { getCheckIn, listDueWaves, listUnasked } from './surveys.queries.ts';
import type { Asked, DueWave } from './surveys.queries.ts';

/** Pairings asked in one transaction: few enough that writing their mails holds no lock for long. */
const PAIRINGS_AT_ONCE = 50;

/** Check-ins: asking each side in its waves, and keeping the answers. */
@Injectable()
export class SurveysService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
  ) {}

  answer(
    actor: Party,
    checkInId: string,
    version: number,
    answer: InputOf<typeof checkInRoutes.answer>['body'],
  ) {
    return this.db.write(actor, async () => {
      const now = this.clock.now();
      const checkIn = await this.db.manager.findOne(CheckIn, {
        where: { organisationId: actor.organisationId, id: checkInId, personId: actor.personId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!checkIn) throw new Refusal('record.not-found');
      if (now >= checkIn.dueAt)
        throw new Refusal('check-in.closed', { closedAt: checkIn.dueAt.toISOString() });
      if (checkIn.version !== version) throw new Refusal('record.changed', { version: checkIn.version });
      Object.assign(checkIn, answer);
      checkIn.answeredAt ??= now;
      checkIn.version += 1;
      await this.db.manager.save(checkIn);
      return getCheckIn(this.db, actor, checkInId, now);
    });
  }

  /** Asks every member of every active pairing whose wave is open and who has not been asked; asking twice asks once. */
  async ask(organisationId: string): Promise<void> {
    const now = this.clock.now();
    const due = await this.db.read({ organisationId }, () => listDueWaves(this.db, organisationId, now));
    for (let start = 0; start < due.length; start += PAIRINGS_AT_ONCE) {
      const waves = due.slice(start, start + PAIRINGS_AT_ONCE);
      await this.db.write({ organisationId }, () => this.#askSome(organisationId, waves, now));
    }
  }

  async #askSome(organisationId: string, waves: readonly DueWave[], now: Date): Promise<void> {
    for (const person of await listUnasked(this.db, organisationId, waves, now.toISOString().slice(0, 10))) {
      const id = uuidv7();
      const { rowCount } = await this.db.execute(
        `insert into check_ins (organisation_id, id, cohort_id, pairing_id, person_id, role, wave, asked_at, due_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (organisation_id, pairing_id, person_id, wave) do nothing`,
        [
          organisationId,
          id,
          person.cohortId,
          person.pairingId,
          person.personId,
          person.role,
          person.wave,
          now,
          closesAt(now),
        ],
      );
      if (rowCount === 1) await this.#write(organisationId, id, person, closesAt(now));
    }
  }

  async #write(organisationId: string, id: string, person: Asked, dueAt: Date): Promise<void> {
    if (person.email === null) return;
    const { timeZone } = person;
    const locale = localeOf(person.locale);
    await this.post.send(organisationId, {
      kind: 'check-in-asked',
      personId: person.personId,
      programId: person.programId,
      to: person.email,
      locale,
      facts: {
        name: person.givenName,
        partner: new Intl.ListFormat(locale).format(person.partnerNames),
        dueOn: new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long' }).format(dueAt),
      },
      path: `/check-ins/${id}`,
      act: { act: 'answer-check-in', subjectId: id, until: dueAt },
    });
  }
}
