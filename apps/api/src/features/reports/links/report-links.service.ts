import { Injectable } from '@nestjs/common';
import type { OpenedLink } from '@ithaca/contracts/report-links';
import { can } from '@ithaca/domain/permissions';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { OPEN_REPORT_LINKS, reportLinkState } from '@ithaca/domain/report-link';
import type { ReportLinkDays } from '@ithaca/domain/report-link';
import { v7 as uuidv7 } from 'uuid';

import { noteFacts } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { ProtocolProblem } from '../../../platform/http/protocol-problem.ts';
import { hashToken, newToken } from '../../../platform/secrets.ts';
import { RateLimits } from '../../identity/rate-limits.service.ts';
import { freezeBuilt } from '../built/freeze-built.ts';
import { getSavedReport } from '../built/saved-reports.queries.ts';
import { findNamedLink, findShared } from './report-links.queries.ts';
import type { Shared } from './report-links.queries.ts';

const DAY_MS = 86_400_000;

/** Links to reports: the numbers are frozen when one is made, and count as released from then on. */
@Injectable()
export class ReportLinksService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
  ) {}

  /** Makes a link and answers its id and the path with its secret, of which only a hash is kept. */
  create(actor: Actor, savedReportId: string, days: ReportLinkDays): Promise<{ id: string; path: string }> {
    return this.db.write(actor, async () => {
      const { organisationId, personId } = actor;
      const saved = await getSavedReport(this.db, organisationId, savedReportId);
      const now = this.clock.now();
      const report = await freezeBuilt(this.db, actor, saved, now);
      await this.#assertRoom(organisationId, savedReportId, now);
      const id = uuidv7();
      const token = newToken();
      await this.db.execute(
        `insert into report_links (organisation_id, id, program_id, saved_report_id, name, report, created_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9)`,
        [
          organisationId,
          id,
          saved.programId,
          savedReportId,
          saved.name,
          JSON.stringify(report),
          personId,
          now,
          new Date(now.getTime() + days * DAY_MS),
        ],
      );
      await this.db.execute(
        'insert into identity.report_link_tokens (token_hash, organisation_id, link_id) values ($1, $2, $3)',
        [hashToken(token), organisationId, id],
      );
      noteFacts(actor, { linkId: id, days });
      return { id, path: `/shared/${token}` };
    });
  }

  /** Takes a link back; a second time changes nothing. */
  revoke(actor: Actor, savedReportId: string, linkId: string): Promise<void> {
    return this.db.write(actor, async () => {
      const { rowCount } = await this.db.execute(
        `update report_links set revoked_at = coalesce(revoked_at, $4)
         where organisation_id = $1 and saved_report_id = $2 and id = $3`,
        [actor.organisationId, savedReportId, linkId, this.clock.now()],
      );
      if (rowCount === 0) throw new Refusal('record.not-found');
      noteFacts(actor, { linkId });
    });
  }

  /** What a link opens to whoever has it, or why it does not. Counts that it was opened, and by nobody in particular. */
  async open(token: string, reader: Actor | undefined, address: string): Promise<OpenedLink> {
    await this.limits.take({ 'report-link-address': address });
    const named = await findNamedLink(this.db, hashToken(token));
    if (!named) throw new Refusal('record.not-found');
    return this.db.write({ organisationId: named.organisationId }, async () => {
      const now = this.clock.now();
      const shared = await findShared(this.db, named.organisationId, named.id);
      if (!shared) throw new Refusal('record.not-found');
      const state = reportLinkState(shared, now);
      if (state !== 'open') return { state, shared: null };
      assertMayRead(shared, named.organisationId, reader);
      await this.db.execute(
        `update report_links set opened = opened + 1, last_opened_at = $3 where organisation_id = $1 and id = $2`,
        [named.organisationId, named.id, now],
      );
      const { name, report, expiresAt } = shared;
      return { state, shared: { name, report, expiresAt: expiresAt.toISOString() } };
    });
  }

  /** Two at once come one after the other, because freezing holds the cohorts. */
  async #assertRoom(organisationId: string, savedReportId: string, now: Date): Promise<void> {
    const open = await this.db.first<{ count: number }>(
      `select count(*)::int as count from report_links
       where organisation_id = $1 and saved_report_id = $2 and revoked_at is null and expires_at > $3`,
      [organisationId, savedReportId, now],
    );
    const most = OPEN_REPORT_LINKS;
    if ((open?.count ?? 0) >= most) throw new Refusal('report-link.too-many', { most });
  }
}

function assertMayRead(
  { isForEverybody, programId }: Shared,
  organisationId: string,
  reader: Actor | undefined,
): void {
  if (isForEverybody) return;
  if (!reader) throw new ProtocolProblem('session.required');
  if (reader.organisationId !== organisationId || !can(reader, 'report.read', { programId }))
    throw new Refusal('access.denied', { permission: 'report.read' });
}
