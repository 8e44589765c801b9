import { Injectable } from '@nestjs/common';
import { linkOpensTo } from '@ithaca/domain/cohort-link';
import { obstaclesTo } from '@ithaca/domain/eligibility-rule';
import type { Actor } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Side } from '@ithaca/domain/vocabulary';

import { appendAudit, noteFacts, noteScope } from '../../../platform/audit/audit.ts';
import type { Doer } from '../../../platform/audit/audit.ts';
import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Post } from '../../../platform/mail/post.ts';
import { hashToken } from '../../../platform/secrets.ts';
import { InvitationsService } from '../../identity/invitations.service.ts';
import { RateLimits } from '../../identity/rate-limits.service.ts';
import { invitationLetter } from '../enrolment-letters.ts';
import { EnrolmentsRepository } from '../enrolments.repository.ts';
import type { EnrolmentContext } from '../enrolments.repository.ts';

interface FoundLink {
  id: string;
  cohortId: string;
  role: Side | null;
  domains: string[];
  untilOn: string;
  isRevoked: boolean;
  createdBy: string;
  createdByName: string | null;
}

/**
 * Who comes to a cohort by an open link. The link signs nobody in and makes nobody known: whoever is signed in is led to
 * the program, everybody else is written to at the address that the directory has, if it has it.
 */
@Injectable()
export class ArrivalsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly limits: RateLimits,
    private readonly invitations: InvitationsService,
    private readonly enrolments: EnrolmentsRepository,
  ) {}

  /**
   * Leads somebody who is signed in to the cohort of a link. Refuses `cohort-link.no-entry` in the same words whether the
   * secret is wrong, the link is over, it belongs to another organisation, or the address is of another domain.
   */
  async follow(actor: Actor, token: string): Promise<{ cohortId: string }> {
    await this.limits.take({ 'token-address': actor.personId });
    return this.db.write(actor, async () => {
      const link = await this.#find(actor.organisationId, token);
      if (!link) throw new Refusal('cohort-link.no-entry');
      const context = await this.enrolments.getContext(actor.organisationId, link.cohortId, actor.personId);
      if (!this.#opensTo(link, context)) throw new Refusal('cohort-link.no-entry');
      noteScope(actor, { programId: context.programId });
      noteFacts(actor, { linkId: link.id });
      // Whoever may not enrol reads why on the program's page.
      if (this.#mayCome(context)) await this.#invite(actor, actor.personId, link, 'accepted');
      return { cohortId: link.cohortId };
    });
  }

  /**
   * Writes to an address of the directory how to come in. The caller is told the same whatever becomes of it, because
   * nobody has proved yet whose address it is.
   */
  async write(token: string, email: string, address: string): Promise<void> {
    await this.limits.take({ 'link-account': email.toLowerCase(), 'join-address': address });
    const tokenHash = hashToken(token);
    const place = await this.db.identify({ tokenHash }, () =>
      this.db.first<{ organisationId: string }>(
        'select organisation_id as "organisationId" from identity.cohort_link_tokens where token_hash = $1',
        [tokenHash],
      ),
    );
    if (!place) return;
    const doer: Doer = { ...place, personId: null };
    await this.db.write(doer, async () => {
      const link = await this.#find(doer.organisationId, token);
      const personId = link && (await this.#findPerson(doer.organisationId, email));
      if (!link || !personId) return;
      const context = await this.enrolments.getContext(doer.organisationId, link.cohortId, personId);
      if (!this.#opensTo(link, context) || !this.#mayCome(context)) return;
      await this.#invite(doer, personId, link, 'sent');
      await this.#send(doer, personId, link, context);
    });
  }

  #opensTo(link: FoundLink, { person, timeZone }: EnrolmentContext): boolean {
    return linkOpensTo(link, person.email, this.clock.today(timeZone));
  }

  #mayCome({ state, eligibility, person, timeZone }: EnrolmentContext): boolean {
    return state === 'enrolling' && obstaclesTo(eligibility, person, this.clock.today(timeZone)).length === 0;
  }

  /** Whoever was invited before stays invited as they were, or uninvited where that was taken back. */
  async #invite(doer: Doer, personId: string, link: FoundLink, state: 'sent' | 'accepted'): Promise<void> {
    const { id: linkId, cohortId, role, createdBy } = link;
    const at = this.clock.now();
    const [recorded] = await this.invitations.record(
      { organisationId: doer.organisationId, personId: createdBy },
      [personId],
      { id: cohortId, role },
      at,
    );
    if (!recorded) return;
    await this.db.execute(
      `update invitations set link_id = $3, state = $4::text, opened_at = $5::timestamptz, accepted_at = case when $4::text = 'accepted' then $5::timestamptz end
       where organisation_id = $1 and id = $2`,
      [doer.organisationId, recorded.invitationId, linkId, state, at],
    );
    await this.enrolments.appendStage(doer, { cohortId, personIds: [personId], role, stage: 'invited', at });
  }

  /** With a secret of its own for whoever has no account here yet; whoever has one signs in as ever. */
  async #send(doer: Doer, personId: string, link: FoundLink, context: EnrolmentContext): Promise<void> {
    const { email } = context.person;
    const found = await this.db.first<{ id: string; state: string; membership: 'none' | 'open' | 'ended' }>(
      `select i.id, i.state, case when m.person_id is null then 'none' when m.ended_at is null then 'open' else 'ended' end as membership
       from invitations i left join identity.memberships m on m.organisation_id = i.organisation_id and m.person_id = i.person_id
       where i.organisation_id = $1 and i.cohort_id = $2 and i.person_id = $3 and i.state <> 'withdrawn'`,
      [doer.organisationId, link.cohortId, personId],
    );
    if (!found || email === null || found.membership === 'ended') return;
    const path =
      found.membership === 'open'
        ? `/programs/${link.cohortId}`
        : await this.invitations.renew(doer.organisationId, found.id);
    const reader = { ...context.person, id: personId, email };
    const inviter = link.createdByName ?? context.programName;
    await this.post.send(doer.organisationId, invitationLetter(context, reader, { inviter, path }));
    await appendAudit(
      this.db,
      doer,
      { programId: context.programId },
      {
        action: 'cohort-links.write',
        outcome: 'done',
        subjectType: 'person',
        subjectId: personId,
        facts: { linkId: link.id },
        at: this.clock.now(),
      },
    );
  }

  #find(organisationId: string, token: string): Promise<FoundLink | undefined> {
    return this.db.first<FoundLink>(
      `select l.id, l.cohort_id as "cohortId", l.role, l.domains, l.until_on::text as "untilOn", l.revoked_at is not null as "isRevoked",
         l.created_by as "createdBy", p.display_name as "createdByName"
       from identity.cohort_link_tokens t
       join cohort_links l on l.organisation_id = t.organisation_id and l.id = t.link_id
       join cohorts c on c.organisation_id = l.organisation_id and c.id = l.cohort_id
       left join people p on p.organisation_id = l.organisation_id and p.id = l.created_by
       where t.organisation_id = $1 and t.token_hash = $2 and c.state not in ('draft', 'archived')`,
      [organisationId, hashToken(token)],
    );
  }

  /** Whose address is it, exactly as the directory has it but for case? */
  async #findPerson(organisationId: string, email: string): Promise<string | undefined> {
    const row = await this.db.first<{ id: string }>(
      'select id from people where organisation_id = $1 and lower(email) = lower($2) order by id limit 1',
      [organisationId, email],
    );
    return row?.id;
  }
}
