import { Injectable } from '@nestjs/common';
import type { MailChoice, QuietHours } from '@ithaca/domain/delivery';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { DIGEST_STOP, digestibleStops, mailStops } from '../../platform/mail/catalogue.ts';

/** Which kinds of mail a person receives; what is stopped still stands in the inbox. */
@Injectable()
export class MailChoicesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async list({ organisationId, personId }: Party) {
    const rows = await this.db.query<{ kind: string; choice: MailChoice }>(
      'select kind, choice from mail_choices where organisation_id = $1 and person_id = $2',
      [organisationId, personId],
    );
    const chosen = new Map(rows.map(({ kind, choice }) => [kind, choice]));
    // Without the summary, what was to be in it stands in the inbox alone.
    const choiceOf = (kind: string): MailChoice => {
      const choice = chosen.get(kind) ?? 'at-once';
      return choice === 'digest' && chosen.has(DIGEST_STOP) ? 'off' : choice;
    };
    const person = await this.db.first<{ quietHours: QuietHours | null }>(
      'select quiet_hours as "quietHours" from people where organisation_id = $1 and id = $2',
      [organisationId, personId],
    );
    return {
      items: mailStops
        .filter((kind) => kind !== DIGEST_STOP)
        .map((kind) => ({ kind, choice: choiceOf(kind), choices: choicesOf(kind) })),
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

  choose(party: Party, kind: string, choice: MailChoice) {
    if (!mailStops.includes(kind)) throw new Refusal('record.not-found');
    if (!choicesOf(kind).includes(choice)) throw new Refusal('mail-choice.not-offered');
    return this.db.write(party, async () => {
      const { organisationId, personId } = party;
      if (choice === 'digest') await this.#wantDigest(party);
      await this.db.execute(
        choice === 'at-once'
          ? 'delete from mail_choices where organisation_id = $1 and person_id = $2 and kind = $3'
          : `insert into mail_choices (organisation_id, person_id, kind, choice, chosen_at) values ($1, $2, $3, $4, $5)
             on conflict on constraint mail_choices_pk do update set choice = excluded.choice, chosen_at = excluded.chosen_at`,
        choice === 'at-once'
          ? [organisationId, personId, kind]
          : [organisationId, personId, kind, choice, this.clock.now()],
      );
      return this.list(party);
    });
  }

  /** Whoever has stopped the summary and now wants something in it gets that alone: the rest stays switched off, as they saw it. */
  async #wantDigest({ organisationId, personId }: Party): Promise<void> {
    const { rowCount } = await this.db.execute(
      'delete from mail_choices where organisation_id = $1 and person_id = $2 and kind = $3',
      [organisationId, personId, DIGEST_STOP],
    );
    if (rowCount > 0)
      await this.db.execute(
        `update mail_choices set choice = 'off' where organisation_id = $1 and person_id = $2 and choice = 'digest'`,
        [organisationId, personId],
      );
  }
}

const choicesOf = (kind: string): MailChoice[] =>
  digestibleStops.includes(kind) ? ['at-once', 'digest', 'off'] : ['at-once', 'off'];
