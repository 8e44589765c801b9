import { Injectable } from '@nestjs/common';
import type { cohortLinkRoutes } from '@ithaca/contracts/cohort-links';
import type { InputOf } from '@ithaca/contracts/route';
import { COHORT_LINKS } from '@ithaca/domain/cohort-link';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import { v7 as uuidv7 } from 'uuid';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { ProtocolProblem } from '../../../platform/http/protocol-problem.ts';
import { hashToken, newToken } from '../../../platform/secrets.ts';
import { EnrolmentsRepository } from '../enrolments.repository.ts';
import { assertEnrolling, invitedSide } from '../enrolments.service.ts';

/** A coordinator's open links: made, and removed. Who comes by one is the business of `ArrivalsService`. */
@Injectable()
export class LinksService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly enrolments: EnrolmentsRepository,
  ) {}

  /** Makes a link and answers its id and the path with its secret, of which only a hash is kept. */
  create(
    actor: Actor,
    cohortId: string,
    wanted: InputOf<typeof cohortLinkRoutes.create>['body'],
  ): Promise<{ id: string; path: string }> {
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      // Held until the end, so that two who make the last one allowed at the same moment make one.
      const cohort = await this.enrolments.lockAdmission(organisationId, cohortId);
      assertEnrolling(cohort);
      const role = invitedSide(cohort.format, wanted.role);
      const domains = [...new Set(wanted.domains.map((domain) => domain.toLowerCase()))];
      await this.#assertOurs(organisationId, domains);
      if (wanted.untilOn < this.clock.today(cohort.timeZone))
        throw wrong('untilOn', 'The last day lies in the past.');
      const open = await this.db.first<{ count: number }>(
        'select count(*)::int as count from cohort_links where organisation_id = $1 and cohort_id = $2 and revoked_at is null',
        [organisationId, cohortId],
      );
      if ((open?.count ?? 0) >= COHORT_LINKS.most)
        throw new Refusal('cohort-link.too-many', { most: COHORT_LINKS.most });
      const id = uuidv7();
      const token = newToken();
      await this.db.execute(
        `insert into cohort_links (organisation_id, id, cohort_id, role, domains, until_on, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [organisationId, id, cohortId, role, domains, wanted.untilOn, actor.personId, this.clock.now()],
      );
      await this.db.execute(
        'insert into identity.cohort_link_tokens (token_hash, organisation_id, link_id) values ($1, $2, $3)',
        [hashToken(token), organisationId, id],
      );
      return { id, path: `/join/${token}` };
    });
  }

  /** Removes a link with its secret; a second time changes nothing. */
  revoke(actor: Actor, cohortId: string, linkId: string): Promise<void> {
    return this.db.write(actor, async () => {
      const [found] = await this.db.query<{ id: string }>(
        `update cohort_links set revoked_at = coalesce(revoked_at, $4) where organisation_id = $1 and cohort_id = $2 and id = $3
         returning id`,
        [actor.organisationId, cohortId, linkId, this.clock.now()],
      );
      if (!found) throw new Refusal('record.not-found');
      await this.db.execute(
        'delete from identity.cohort_link_tokens where organisation_id = $1 and link_id = $2',
        [actor.organisationId, linkId],
      );
    });
  }

  /** A domain that nobody of the directory has would open to nobody, and is most likely a slip. */
  async #assertOurs(organisationId: string, domains: readonly string[]): Promise<void> {
    const known = await this.db.query<{ domain: string }>(
      `select domain from unnest($2::text[]) as domain where exists (select from people p where p.organisation_id = $1
         and lower(substring(p.email from '@([^@]+)$')) = domain)`,
      [organisationId, domains],
    );
    if (known.length < domains.length)
      throw wrong('domains', 'Nobody of the directory has an address of this domain.');
  }
}

const wrong = (field: string, message: string) =>
  new ProtocolProblem('request.fields', { fields: [{ path: `body.${field}`, message }] });
