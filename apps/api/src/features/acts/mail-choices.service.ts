import { Injectable } from '@nestjs/common';
import type { QuietHours } from '@ithaca/domain/delivery';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { mailStops } from '../../platform/mail/catalogue.ts';

/** Which kinds of mail a person receives; what is stopped still stands in the inbox. */
@Injectable()
export class MailChoicesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async list({ organisationId, personId }: Party) {
    const rows = await this.db.query<{ kind: string }>(
      'select kind from stopped_mails where organisation_id = $1 and person_id = $2',
      [organisationId, personId],
    );
    const stopped = new Set(rows.map((row) => row.kind));
    const person = await this.db.first<{ quietHours: QuietHours | null }>(
      'select quiet_hours as "quietHours" from people where organisation_id = $1 and id = $2',
      [organisationId, personId],
    );
    return {
      items: mailStops.map((kind) => ({ kind, stopped: stopped.has(kind) })),
      quietHours: person?.quietHours ?? null,
    };
  }

  setQuietHours(party: Party, quietHours: QuietHours | null) {
    return this.db.write(party, async () => {
      await this.db.execute('update people set quiet_hours = $3 where organisation_id = $1 and id = $2', [
        party.organisationId,
        party.personId,
        quietHours && JSON.stringify(quietHours),
      ]);
      return this.list(party);
    });
  }

  choose(party: Party, kind: string, stopped: boolean) {
    if (!mailStops.includes(kind)) throw new Refusal('record.not-found');
    return this.db.write(party, async () => {
      const { organisationId, personId } = party;
      if (stopped)
        await this.db.execute(
          'insert into stopped_mails (organisation_id, person_id, kind, stopped_at) values ($1, $2, $3, $4) on conflict do nothing',
          [organisationId, personId, kind, this.clock.now()],
        );
      else
        await this.db.execute(
          'delete from stopped_mails where organisation_id = $1 and person_id = $2 and kind = $3',
          [organisationId, personId, kind],
        );
      return this.list(party);
    });
  }
}
