import { Injectable } from '@nestjs/common';
import type { enrolmentRoutes } from '@ithaca/contracts/enrolments';
import type { InputOf, ReplyOf } from '@ithaca/contracts/route';
import type { Actor } from '@ithaca/domain/permissions';
import type { Locale, Side } from '@ithaca/domain/vocabulary';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { ProtocolProblem } from '../../platform/http/protocol-problem.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { Post } from '../../platform/mail/post.ts';
import { InvitationsService } from '../identity/invitations.service.ts';
import { eligibleCondition } from '../programs/eligibility.queries.ts';
import { invitationLetter } from './enrolment-letters.ts';
import { EnrolmentsRepository } from './enrolments.repository.ts';
import type { EnrolmentContext } from './enrolments.repository.ts';
import { assertEnrolling, invitedSide } from './enrolments.service.ts';

type Wanted = InputOf<typeof enrolmentRoutes.invite>['body'];
type Outcome = ReplyOf<typeof enrolmentRoutes.invite>;

/** Writing a mail takes about 5 ms: up to this many are written inside the request, more of them by a job. */
const MOST_AT_ONCE = 50;
const CHUNK = 25;

interface Candidate {
  id: string;
  reason: Outcome['skipped'][number]['reason'] | null;
}

/** Invitations recorded by one request; all carry its instant. */
export interface InvitationBatch {
  organisationId: string;
  cohortId: string;
  invitedBy: string;
  invitedAt: Date;
}

/** Invites people to a cohort by mail. */
@Injectable()
export class CohortInvitationsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly post: Post,
    private readonly jobs: Jobs,
    private readonly invitations: InvitationsService,
    private readonly enrolments: EnrolmentsRepository,
  ) {}

  /** Records who is invited now, all in one statement; the mails follow at once when they are few. */
  invite(actor: Actor, cohortId: string, wanted: Wanted): Promise<Outcome> {
    if (!wanted.personIds && !wanted.emails && !wanted.group && !wanted.everyoneEligible)
      throw new ProtocolProblem('request.fields', {
        fields: [
          {
            path: 'body.personIds',
            message: 'Name people, addresses or a group, or choose everyone eligible.',
          },
        ],
      });
    return this.db.write(actor, async () => {
      const { organisationId } = actor;
      const context = await this.enrolments.getContext(organisationId, cohortId, actor.personId);
      assertEnrolling(context);
      const role = invitedSide(context.format, wanted.role);
      const { found, unknown } = await this.#byAddress(organisationId, wanted.emails ?? []);
      const named = [...new Set([...(wanted.personIds ?? []), ...found].map((id) => id.toLowerCase()))];
      const candidates = await this.#candidates(organisationId, context, named, wanted);
      const invitedAt = this.clock.now();
      const recorded = await this.invitations.record(
        actor,
        candidates.filter(({ reason }) => reason === null).map(({ id }) => id),
        { id: cohortId, role },
        invitedAt,
      );
      const invited = recorded.map(({ personId }) => personId);
      await this.#reach(actor, cohortId, invited, role, invitedAt);
      const batch = { organisationId, cohortId, invitedBy: actor.personId, invitedAt };
      if (invited.length > MOST_AT_ONCE)
        await this.jobs.enqueue('send-invitations', { ...batch, invitedAt: invitedAt.toISOString() });
      else if (invited.length > 0) await this.#sendSome(batch, MOST_AT_ONCE);
      return { invited: invited.length, unknown, skipped: skippedOf(candidates, invited, named) };
    });
  }

  /** Writes the mails of a batch that are not written yet, a chunk in each unit of work. */
  async sendAll(batch: InvitationBatch): Promise<void> {
    let sent = CHUNK;
    while (sent === CHUNK) sent = await this.db.write(batch, () => this.#sendSome(batch, CHUNK));
  }

  #reach(actor: Actor, cohortId: string, personIds: readonly string[], role: Side | null, at: Date) {
    return this.enrolments.appendStage(actor, { cohortId, personIds, role, stage: 'invited', at });
  }

  /** Whose addresses are these, and which belong to nobody? Compared as people write them: without case and spaces. */
  async #byAddress(organisationId: string, emails: readonly string[]) {
    const asked = [...new Set(emails.map((email) => email.trim().toLowerCase()).filter(Boolean))];
    if (asked.length === 0) return { found: [], unknown: [] };
    const rows = await this.db.query<{ id: string; email: string }>(
      'select id, lower(email) as email from people where organisation_id = $1 and lower(email) = any ($2::text[])',
      [organisationId, asked],
    );
    const known = new Set(rows.map(({ email }) => email));
    return { found: rows.map(({ id }) => id), unknown: asked.filter((email) => !known.has(email)) };
  }

  /** Who is meant, and for each the first reason to leave them out. Named people of another organisation refuse the whole request. */
  async #candidates(
    organisationId: string,
    context: EnrolmentContext,
    named: readonly string[],
    wanted: Wanted,
  ): Promise<Candidate[]> {
    await this.enrolments.assertPeople(organisationId, named, 'personIds');
    const parameters: unknown[] = [organisationId, context.cohortId, named];
    const today = this.clock.today(context.timeZone);
    const eligible = `coalesce(${eligibleCondition(context.eligibility, today, parameters)}, false)`;
    const group = wanted.group ? ` or (${groupCondition(wanted.group, parameters)} and ${eligible})` : '';
    return this.db.query<Candidate>(
      `select p.id, case
         when exists (select 1 from enrolments e where e.organisation_id = p.organisation_id and e.cohort_id = $2
           and e.person_id = p.id and e.state not in ('draft', 'withdrawn')) then 'already-enrolled'
         when exists (select 1 from invitations i where i.organisation_id = p.organisation_id and i.cohort_id = $2
           and i.person_id = p.id) then 'already-invited'
         when not ${eligible} then 'not-eligible'
         when p.email is null then 'no-email' end as reason
       from people p
       where p.organisation_id = $1 and (p.id = any ($3::uuid[])${wanted.everyoneEligible ? ` or ${eligible}` : ''}${group})
       order by p.display_name collate "C", p.id`,
      parameters,
    );
  }

  /** Writes up to `most` mails of a batch, each with a secret of its own; those with a secret are written already. Answers how many. */
  async #sendSome(batch: InvitationBatch, most: number): Promise<number> {
    const { organisationId, cohortId, invitedBy, invitedAt } = batch;
    // One writer a cohort, so that a job delivered twice at the same moment writes nobody two mails: the next statement
    // sees what the writer before has committed, which a row lock alone would not give it.
    await this.db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `send-invitations:${cohortId}`,
    ]);
    const due = await this.db.query<{
      invitationId: string;
      inviter: string;
      id: string;
      displayName: string;
      email: string;
      locale: Locale;
    }>(
      `select i.id as "invitationId", inviter.display_name as inviter, p.id, p.display_name as "displayName", p.email, p.locale
       from invitations i
       join people p on p.organisation_id = i.organisation_id and p.id = i.person_id
       join people inviter on inviter.organisation_id = i.organisation_id and inviter.id = i.invited_by
       where i.organisation_id = $1 and i.cohort_id = $2 and i.invited_by = $3 and i.invited_at = $4 and i.state = 'sent'
         and p.email is not null and not exists (select 1 from identity.invitation_tokens t
           where t.organisation_id = i.organisation_id and t.invitation_id = i.id)
       order by i.id limit $5`,
      [organisationId, cohortId, invitedBy, invitedAt, most],
    );
    if (due.length === 0) return 0;
    const cohort = await this.enrolments.getContext(organisationId, cohortId, invitedBy);
    // Enrolment ended before the mail was written: an invitation to a closed door helps nobody.
    if (cohort.state !== 'enrolling') return 0;
    for (const { invitationId, inviter, ...recipient } of due) {
      const path = await this.invitations.issue(organisationId, invitationId);
      await this.post.send(organisationId, invitationLetter(cohort, recipient, { inviter, path }));
    }
    return due.length;
  }
}

/**
 * Named people who were left out, with the reason; of everyone eligible only those without an address, because
 * something can be done about them. Somebody invited by another request at this moment counts as invited already.
 */
function skippedOf(
  candidates: readonly Candidate[],
  invited: readonly string[],
  wanted: readonly string[],
): Outcome['skipped'] {
  const now = new Set(invited);
  const named = new Set(wanted);
  return candidates.flatMap(({ id, reason }) =>
    now.has(id) || (!named.has(id) && reason !== 'no-email')
      ? []
      : [{ personId: id, reason: reason ?? ('already-invited' as const) }],
  );
}

/** Belongs to one of the departments and one of the sites; an empty list means any. */
function groupCondition(group: NonNullable<Wanted['group']>, parameters: unknown[]): string {
  const conditions = (['department', 'site'] as const).flatMap((column) => {
    const values = column === 'department' ? group.departments : group.sites;
    return values.length === 0 ? [] : [`p.${column} = any ($${parameters.push(values)}::text[])`];
  });
  return conditions.length === 0 ? 'true' : conditions.join(' and ');
}
