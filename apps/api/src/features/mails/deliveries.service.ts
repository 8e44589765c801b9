import { timingSafeEqual } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '@ithaca/domain/refusal';
import type { Actor } from '@ithaca/domain/permissions';

import { appendAudit } from '../../platform/audit/audit.ts';
import { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { readBounceReport, recordBounce } from '../../platform/mail/bounces.ts';
import { Post } from '../../platform/mail/post.ts';
import { CONFIG } from '../../platform/platform.module.ts';
import { hashToken } from '../../platform/secrets.ts';
import { CAN_BE_SENT_AGAIN } from './sent-mails.queries.ts';

/** How mails fare once they have left: trying again, and what comes back. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  sendAgain(actor: Actor, { programId, mailId }: { programId: string; mailId: string }): Promise<void> {
    return this.db.write(actor, async () => {
      const mail = await this.db.first<{ canBeSentAgain: boolean }>(
        `select ${CAN_BE_SENT_AGAIN} as "canBeSentAgain" from mails m
         where m.organisation_id = $1 and m.program_id = $2 and m.id = $3 for update`,
        [actor.organisationId, programId, mailId],
      );
      if (!mail) throw new Refusal('record.not-found');
      if (!mail.canBeSentAgain) throw new Refusal('mail.not-again');
      await this.post.sendAgain(actor.organisationId, mailId);
    });
  }

  /** What the operator's mail server received for us. Whoever does not know the secret is told nothing, not even that there is one. */
  async report(secret: string, report: string): Promise<{ recorded: boolean }> {
    const { inboundSecret } = this.config;
    if (inboundSecret === null || !isSame(secret, inboundSecret)) throw new Refusal('record.not-found');
    const found = readBounceReport(report);
    if (!found) return { recorded: false };
    const { organisationId, mailId } = found;
    const recorded = await this.db.write({ organisationId }, async () => {
      const at = this.clock.now();
      if (!(await recordBounce(this.db, found, at))) return false;
      await appendAudit(this.db, { organisationId, personId: null }, undefined, {
        action: 'bounces.report',
        outcome: 'done',
        subjectType: 'mail',
        subjectId: mailId,
        at,
      });
      return true;
    });
    return { recorded };
  }
}

const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(hashToken(one)), Buffer.from(hashToken(other)));
