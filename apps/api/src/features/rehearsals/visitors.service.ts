import { Injectable } from '@nestjs/common';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { getRoom } from './room.queries.ts';

/** Coordinators in a room look through the eyes of an invented person, and come back to their own. */
@Injectable()
export class VisitorsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Takes the seat of somebody of the cast, or (null) one's own. Nobody sits where somebody else does. */
  takeSeat(actor: Actor, wanted: string | null): Promise<void> {
    const { organisationId, accountId } = actor;
    return this.db.write(actor, async () => {
      await getRoom(this.db, organisationId, { locked: true });
      const own = await this.db.first<{ personId: string }>(
        'select person_id as "personId" from rehearsal_visitors where organisation_id = $1 and account_id = $2',
        [organisationId, accountId],
      );
      if (!own) throw new Refusal('record.not-found');
      const seat = wanted ?? own.personId;
      const known = await this.db.first<{ isOthers: boolean; hasLeft: boolean }>(
        `select coalesce(p.left_on <= $4::date, false) as "hasLeft", exists (select from rehearsal_visitors v where v.organisation_id = p.organisation_id and v.person_id = p.id and v.account_id <> $3)
             or exists (select from identity.memberships m where m.organisation_id = p.organisation_id and m.person_id = p.id and m.account_id <> $3) as "isOthers"
         from people p where p.organisation_id = $1 and p.id = $2`,
        [organisationId, seat, accountId, this.clock.now()],
      );
      if (!known) throw new Refusal('record.not-found');
      if (known.hasLeft) throw new Refusal('person.not-employed');
      if (known.isOthers) throw new Refusal('rehearsal.seat-taken');
      await this.db.name({ accountId });
      for (const table of ['memberships', 'sessions'])
        await this.db.execute(
          `update identity.${table} set person_id = $3 where organisation_id = $1 and account_id = $2`,
          [organisationId, accountId, seat],
        );
    });
  }
}
