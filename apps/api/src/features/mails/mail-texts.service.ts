import { Injectable } from '@nestjs/common';
import type { MailWording } from '@ithaca/contracts/program-mails';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Locale } from '@ithaca/domain/vocabulary';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import type { MailKind } from '../../platform/mail/catalogue.ts';
import { findFault, variablesOf } from '../../platform/mail/wording.ts';
import { kindOf } from './mails.queries.ts';

/** Refuses words that could not be sent: a brace too many, or a value that the mail does not have. */
export function assertUsable(kind: MailKind, wording: MailWording): void {
  const known = variablesOf(kind);
  const fault = findFault(wording, known);
  if (fault?.code === 'unknown-variable')
    throw new Refusal('mail-text.unknown-variable', {
      field: fault.part,
      variable: fault.variable,
      known: known.join(', '),
    });
  if (fault) throw new Refusal('mail-text.broken', { field: fault.part });
}

/** The words that a program's coordinators choose for its mails. What cannot be sent cannot be saved. */
@Injectable()
export class MailTextsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Null: the standard words are sent again. The version goes on counting, so that nobody overwrites what they have not seen. */
  save(
    actor: Actor,
    at: { programId: string; kind: string; locale: Locale },
    version: number,
    wording: MailWording | null,
  ): Promise<void> {
    const kind = kindOf(at.kind);
    if (wording) assertUsable(kind, wording);
    return this.db.write(actor, async () => {
      const { organisationId, personId } = actor;
      // Two who save at once come one after the other, also where there is no row yet.
      await this.db.query('select 1 from programs where organisation_id = $1 and id = $2 for no key update', [
        organisationId,
        at.programId,
      ]);
      const row = await this.db.first<{ version: number }>(
        'select version from mail_texts where organisation_id = $1 and program_id = $2 and kind = $3 and locale = $4',
        [organisationId, at.programId, kind, at.locale],
      );
      const current = row?.version ?? 0;
      if (current !== version) throw new Refusal('record.changed', { version: current });
      await this.db.execute(
        `insert into mail_texts (organisation_id, program_id, kind, locale, subject, body, button, changed_by, changed_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict on constraint mail_texts_pk do update set subject = excluded.subject, body = excluded.body, button = excluded.button,
           changed_by = excluded.changed_by, changed_at = excluded.changed_at, version = excluded.version`,
        [
          organisationId,
          at.programId,
          kind,
          at.locale,
          wording?.subject ?? null,
          wording?.body ?? null,
          wording?.button ?? null,
          personId,
          this.clock.now(),
          version + 1,
        ],
      );
    });
  }
}
