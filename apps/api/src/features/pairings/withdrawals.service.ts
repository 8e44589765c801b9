import { Injectable } from '@nestjs/common';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { LettersService } from './letters.service.ts';
import { PairingsRepository } from './pairings.repository.ts';

/** Taking an offered pairing back while neither side has opened it, and noting that a side has. */
@Injectable()
export class WithdrawalsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly repository: PairingsRepository,
    private readonly letters: LettersService,
  ) {}

  /** A side has seen its pairing. Only the first time counts. */
  open(actor: Actor, pairingId: string): Promise<void> {
    return this.db.write(actor, async () => {
      const { rowCount } = await this.db.execute(
        `update pairing_members set opened_at = coalesce(opened_at, $4)
         where organisation_id = $1 and pairing_id = $2 and person_id = $3`,
        [actor.organisationId, pairingId, actor.personId, this.clock.now()],
      );
      if (rowCount === 0) throw new Refusal('record.not-found');
    });
  }

  /**
   * Takes an offer back as if it had not been made: waiting mails are dropped, and whoever had one already is told that it
   * does not go ahead. Locks enrolments, then the pairing; refused once a side has opened it.
   */
  withdraw(actor: Actor, pairingId: string): Promise<void> {
    const { organisationId } = actor;
    return this.db.write(actor, async () => {
      const today = await findToday(this.db, this.clock, organisationId);
      const { pairing, enrolments } = await this.repository.lockWithEnrolments(
        organisationId,
        pairingId,
        today,
      );
      if (pairing.state !== 'offered')
        throw new Refusal('pairing.wrong-state', { from: pairing.state, possible: ['offered'] });
      await this.#requireUnopened(organisationId, pairingId);
      await this.#takeMailsBack(organisationId, pairingId);
      const back = enrolments.filter(({ otherOpenPairings }) => otherOpenPairings === 0);
      const now = this.clock.now();
      await this.repository.reach(organisationId, pairing.cohortId, 'in-pool', back, now, actor.personId);
      await this.db.execute('delete from pairings where organisation_id = $1 and id = $2', [
        organisationId,
        pairingId,
      ]);
    });
  }

  async #requireUnopened(organisationId: string, pairingId: string): Promise<void> {
    // Locked, so that a side who opens it at this moment is seen, or finds nothing.
    const members = await this.db.query<{ opened: boolean }>(
      `select coalesce(opened_at, accepted_at, declined_at) is not null as opened from pairing_members
       where organisation_id = $1 and pairing_id = $2 for update`,
      [organisationId, pairingId],
    );
    const mails = await this.#mails(organisationId, pairingId);
    if (mails.some(({ read }) => read) || members.some(({ opened }) => opened))
      throw new Refusal('pairing.opened');
  }

  async #takeMailsBack(organisationId: string, pairingId: string): Promise<void> {
    const mails = await this.#mails(organisationId, pairingId);
    const sent = mails.filter(({ state }) => state === 'sent');
    if (sent.length > 0)
      await this.letters.tell(organisationId, pairingId, 'pairing-declined', {
        onlyPersonIds: sent.map(({ personId }) => personId),
      });
    await this.db.execute(
      `update mails set in_inbox = false where organisation_id = $1 and id = any($2::uuid[])`,
      [organisationId, sent.map(({ id }) => id)],
    );
    await this.db.execute(`delete from mails where organisation_id = $1 and id = any($2::uuid[])`, [
      organisationId,
      mails.filter(({ state }) => state !== 'sent').map(({ id }) => id),
    ]);
  }

  #mails(organisationId: string, pairingId: string) {
    return this.db.query<{ id: string; personId: string; state: string; read: boolean }>(
      `select id, person_id as "personId", state, read_at is not null as read from mails
       where organisation_id = $1 and kind = 'pairing-published' and facts ->> 'pairing' = $2
         and person_id in (select person_id from pairing_members where organisation_id = $1 and pairing_id = $2::uuid)
       for update`,
      [organisationId, pairingId],
    );
  }
}
