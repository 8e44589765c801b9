import { Injectable } from '@nestjs/common';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { WithdrawalsService } from '../../pairings/withdrawals.service.ts';

/** Pairs of a publication that are taken back, one by one. */
@Injectable()
export class PublishedPairsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly withdrawals: WithdrawalsService,
  ) {}

  /** Takes a published pair, or a whole circle, back while nobody of it has opened it. The two are not proposed again by a run. */
  undo(actor: Actor, pairingId: string): Promise<void> {
    const { organisationId } = actor;
    return this.db.write(actor, async () => {
      // The run's lock keeps the job that writes the mails out meanwhile.
      const proposals = await this.db.query<{ id: string }>(
        `select d.id from pairing_members m join proposals d on d.organisation_id = m.organisation_id and d.id = m.proposal_id
         join matching_runs r on r.organisation_id = d.organisation_id and r.id = d.run_id
         where m.organisation_id = $1 and m.pairing_id = $2 for no key update of r`,
        [organisationId, pairingId],
      );
      if (proposals.length === 0) throw new Refusal('record.not-found');
      await this.withdrawals.withdraw(actor, pairingId);
      await this.db.execute(
        `update proposals set state = 'removed', decided_by = $3, decided_at = $4, version = version + 1
         where organisation_id = $1 and id = any($2::uuid[])`,
        [organisationId, proposals.map(({ id }) => id), actor.personId, this.clock.now()],
      );
    });
  }
}
