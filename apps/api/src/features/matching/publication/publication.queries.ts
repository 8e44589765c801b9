import type { Cause, Contribution } from '@ithaca/contracts/matching';
import type { Publication, PublishedPair } from '@ithaca/contracts/publication';
import type { WorkingHours } from '@ithaca/domain/meeting-times';

import type { Database } from '../../../platform/database/database.ts';
import { CORRESPONDENT } from '../../pairings/letters.service.ts';
import type { Correspondent, ProgramName } from '../../pairings/letters.service.ts';
import type { Offer } from '../../pairings/offers.service.ts';
import type { DraftRow } from '../draft.queries.ts';

export const toOffer = (row: DraftRow): Offer => ({
  proposalId: row.id,
  mentorEnrolmentId: row.mentor.enrolmentId,
  menteeEnrolmentId: row.mentee.enrolmentId,
  score: row.score,
  contributions: row.contributions,
});

const firmness: readonly string[] = ['locked', 'approved', 'proposed'];

/**
 * The draft in the order in which it gets places when there are fewer than were planned (what people decided first, then
 * the better pairs), each row with the rule that forbids it by now.
 */
export function judgeDraft(
  draft: readonly DraftRow[],
  rulesBroken: (menteeId: string, mentorId: string) => Cause[],
): { row: DraftRow; cause: Cause | null }[] {
  return draft
    .filter(({ state }) => firmness.includes(state))
    .toSorted(
      (a, b) =>
        firmness.indexOf(a.state) - firmness.indexOf(b.state) ||
        (b.score ?? 0) - (a.score ?? 0) ||
        (a.id < b.id ? -1 : 1),
    )
    .map((row) => {
      const rules = rulesBroken(row.mentee.enrolmentId, row.mentor.enrolmentId);
      const cause =
        rules.length === 0
          ? null
          : { code: 'proposal.rule-broken', facts: { rules, mentor: row.mentor.displayName } };
      return { row, cause };
    });
}

/** A reader with the clock they live by. */
export interface Reader extends Correspondent {
  timeZone: string;
  workingHours: WorkingHours | null;
}

/** Columns of a person `p` as a reader; `role` is added by the statement that uses it. */
export const READER = `${CORRESPONDENT}, p.time_zone as "timeZone", p.working_hours as "workingHours"`;

export interface Announcement {
  pairingId: string;
  program: ProgramName;
  contributions: Contribution[];
  /** Of a circle: the fewest mentees with whom it begins. */
  smallest: number | null;
  reader: Reader;
  partners: Correspondent[];
}

/** Who of a publication has not been told yet? Grain: one side of a pairing, at most `limit`. */
export async function listAnnouncements(
  db: Database,
  organisationId: string,
  runId: string,
  limit: number,
): Promise<Announcement[]> {
  const rows = await db.query<
    Reader & {
      pairingId: string;
      program: ProgramName;
      contributions: Contribution[];
      smallest: number | null;
      partners: Correspondent[];
    }
  >(
    `select ${READER}, m.role, w.id as "pairingId", w.smallest, json_build_object('id', g.id, 'name', g.name, 'format', g.format) as program,
       case when w.smallest is null then w.contributions else m.contributions end as contributions,
       (select json_agg(json_build_object('personId', q.id, 'role', o.role, 'givenName', coalesce(nullif(q.given_name, ''), q.display_name),
          'displayName', q.display_name, 'jobTitle', q.job_title, 'email', q.email, 'locale', q.locale) order by q.display_name)
        from pairing_members o join people q on q.organisation_id = o.organisation_id and q.id = o.person_id
        where o.organisation_id = m.organisation_id and o.pairing_id = m.pairing_id and o.person_id <> m.person_id
          and o.declined_at is null and o.left_at is null) as partners
     from pairings w
     join pairing_members m on m.organisation_id = w.organisation_id and m.pairing_id = w.id
     join people p on p.organisation_id = m.organisation_id and p.id = m.person_id
     join cohorts c on c.organisation_id = w.organisation_id and c.id = w.cohort_id
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where w.organisation_id = $1 and p.email is not null and m.accepted_at is null and m.declined_at is null and m.left_at is null
       -- Everybody of an offer; of a circle that runs already, those whom this draft adds.
       and case when w.state = 'offered' then w.id in (select k.pairing_id from pairing_members k
             join proposals d on d.organisation_id = k.organisation_id and d.id = k.proposal_id where d.organisation_id = $1 and d.run_id = $2)
           else w.smallest is not null and w.state in ('active', 'paused')
             and m.proposal_id in (select d.id from proposals d where d.organisation_id = $1 and d.run_id = $2) end
       and not exists (select 1 from mails l where l.organisation_id = m.organisation_id and l.person_id = m.person_id
         and l.kind = 'pairing-published' and l.facts ->> 'pairing' = w.id::text)
     order by w.id, m.role desc limit $3`,
    [organisationId, runId, limit],
  );
  return rows.map(({ pairingId, program, contributions, smallest, partners, ...reader }) => ({
    pairingId,
    smallest,
    program,
    contributions,
    reader,
    partners,
  }));
}

/** Who was in the pool at a publication, got nobody, and has not been told yet? Whose pair was undone is no news. Grain: one mentee, at most `limit`. */
export async function listLeftOver(
  db: Database,
  organisationId: string,
  runId: string,
  limit: number,
): Promise<{ reader: Reader; program: ProgramName }[]> {
  const rows = await db.query<Reader & { program: ProgramName }>(
    `select ${READER}, e.role, json_build_object('id', g.id, 'name', g.name, 'format', g.format) as program
     from matching_runs r
     join enrolments e on e.organisation_id = r.organisation_id and e.cohort_id = r.cohort_id and e.role <> 'mentor'
     join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
     join cohorts c on c.organisation_id = r.organisation_id and c.id = r.cohort_id
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where r.organisation_id = $1 and r.id = $2 and e.state = 'in-pool' and e.submitted_at <= r.published_at
       and p.email is not null and (p.left_on is null or p.left_on > r.published_at::date)
       and not exists (select 1 from pairing_members m join pairings w on w.organisation_id = m.organisation_id and w.id = m.pairing_id
         left join proposals d on d.organisation_id = m.organisation_id and d.id = coalesce(m.proposal_id, w.proposal_id)
         where m.organisation_id = e.organisation_id and m.person_id = e.person_id and m.enrolment_id = e.id
           and (m.open or d.run_id = r.id))
       and not exists (select 1 from proposals d where d.organisation_id = e.organisation_id and d.run_id = r.id
         and (d.mentee_enrolment_id = e.id or d.of_peers and d.mentor_enrolment_id = e.id) and d.state = 'removed' and d.decided_at >= r.published_at)
       and not exists (select 1 from mails l where l.organisation_id = e.organisation_id and l.person_id = e.person_id
         and l.kind = 'unmatched' and l.facts ->> 'run' = r.id::text)
     order by e.id limit $3`,
    [organisationId, runId, limit],
  );
  return rows.map(({ program, ...reader }) => ({ reader, program }));
}

interface PublicationRow extends Omit<
  Publication,
  'publishAt' | 'createdAt' | 'cancelledAt' | 'publishedAt'
> {
  publishAt: Date;
  createdAt: Date;
  cancelledAt: Date | null;
  publishedAt: Date | null;
}

/** What became of the latest publication of a draft? Null while there was none. Grain: one publication. */
export async function findPublication(
  db: Database,
  organisationId: string,
  runId: string,
): Promise<Publication | null> {
  const row = await db.first<PublicationRow>(
    `select u.id, u.run_id as "runId", u.state, u.publish_at as "publishAt", u.delivery, u.tell_unmatched as "tellUnmatched",
       u.unmatched_messages as "unmatchedMessages", p.display_name as "createdByName", u.created_at as "createdAt",
       c.display_name as "cancelledByName", u.cancelled_at as "cancelledAt", u.published_at as "publishedAt", u.published,
       u.skipped, u.problem
     from publications u
     join people p on p.organisation_id = u.organisation_id and p.id = u.created_by
     left join people c on c.organisation_id = u.organisation_id and c.id = u.cancelled_by
     where u.organisation_id = $1 and u.run_id = $2 order by u.created_at desc, u.id desc limit 1`,
    [organisationId, runId],
  );
  return row
    ? {
        ...row,
        publishAt: row.publishAt.toISOString(),
        createdAt: row.createdAt.toISOString(),
        cancelledAt: row.cancelledAt?.toISOString() ?? null,
        publishedAt: row.publishedAt?.toISOString() ?? null,
      }
    : null;
}

/**
 * Which pairs did a publication make, how far have their mails come, and which can still be taken back? Grain: one pairing,
 * by the mentee's name, a circle by its mentor's. Opened means: on its page, by an answer, or its mail in the inbox.
 */
export async function listPublishedPairs(
  db: Database,
  organisationId: string,
  runId: string,
): Promise<PublishedPair[]> {
  return db.query<PublishedPair>(
    `select w.id as "pairingId", w.state, s.mentees, s.mentor, w.smallest is not null as "isCircle", l.waiting as "mailsWaiting", l.sent as "mailsSent",
       w.state = 'offered' and not s.opened and not l.read as "canUndo"
     from pairings w
     cross join lateral (
       select coalesce(array_agg(p.display_name order by p.display_name, p.id) filter (where m.role = 'mentee' or m.role = 'peer' and m.proposal_id is not null), '{}') as mentees,
         coalesce(min(p.display_name) filter (where m.role = 'mentor' or m.role = 'peer' and m.proposal_id is null), '') as mentor,
         coalesce(bool_or(coalesce(m.opened_at, m.accepted_at, m.declined_at) is not null), false) as opened
       from pairing_members m join people p on p.organisation_id = m.organisation_id and p.id = m.person_id
       where m.organisation_id = w.organisation_id and m.pairing_id = w.id) s
     cross join lateral (
       select count(*) filter (where l.state = 'queued')::int as waiting, count(*) filter (where l.state = 'sent')::int as sent,
         coalesce(bool_or(l.read_at is not null), false) as read
       from pairing_members m
       join mails l on l.organisation_id = m.organisation_id and l.person_id = m.person_id and l.kind = 'pairing-published'
         and l.facts ->> 'pairing' = w.id::text
       where m.organisation_id = w.organisation_id and m.pairing_id = w.id) l
     where w.organisation_id = $1 and w.id in (select k.pairing_id from pairing_members k
       join proposals d on d.organisation_id = k.organisation_id and d.id = k.proposal_id where d.organisation_id = $1 and d.run_id = $2)
     order by case when w.smallest is null then s.mentees[1] else s.mentor end collate "C", w.id`,
    [organisationId, runId],
  );
}
