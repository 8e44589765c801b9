import type { Cause, Contribution } from '@ithaca/contracts/matching';
import type { Actor } from '@ithaca/domain/permissions';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Letter, Post } from '../../platform/mail/post.ts';
import { CORRESPONDENT } from '../pairings/letters.service.ts';
import type { Correspondent, LettersService } from '../pairings/letters.service.ts';
import type { Offer, OffersService } from '../pairings/offers.service.ts';
import { brokenRules, listDraft } from './draft.queries.ts';
import type { DraftRow } from './draft.queries.ts';
import { loadInputs } from './inputs.queries.ts';
import { findToday } from '../programs/eligibility.queries.ts';
import { getRun } from './matching.queries.ts';

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

/** What will publishing do? Pairings, letters by language with one rendered sample each, who is left over, what has changed. */
export async function previewPublication(
  db: Database,
  actor: Actor,
  clock: Clock,
  post: Post,
  offers: OffersService,
  letters: LettersService,
  runId: string,
) {
  const { organisationId } = actor;
  const run = await getRun(db, actor, runId);
  const day = await findToday(db, clock, actor.organisationId);
  const inputs = await loadInputs(db, organisationId, run.cohortId, day, run.policy);
  const draft = run.state === 'ready' ? await listDraft(db, organisationId, runId) : [];
  const judged = judgeDraft(draft, (menteeId, mentorId) => brokenRules(inputs, menteeId, mentorId));
  const open = judged.filter(({ cause }) => cause === null).map(({ row }) => row);
  const previewed = await offers.preview(organisationId, run.cohortId, open.map(toOffer));
  const possible = open.filter((_, index) => previewed[index]?.cause === null);
  const paired = new Set(possible.map(({ mentee }) => mentee.enrolmentId));
  const leftOver = inputs.mentees.filter(({ id }) => !paired.has(id));
  const taken = new Map<string, number>();
  for (const { mentor } of possible) taken.set(mentor.enrolmentId, (taken.get(mentor.enrolmentId) ?? 0) + 1);
  const people = await findCorrespondents(db, organisationId, [
    ...possible.flatMap(({ mentee, mentor }) => [mentee.enrolmentId, mentor.enrolmentId]),
    ...leftOver.map(({ id }) => id),
  ]);
  const written = [
    ...possible.flatMap((row) => publishedLetters(letters, people, row, inputs.programName)),
    ...leftOver.flatMap(({ id }) => {
      const reader = people.get(id);
      return reader ? (letters.unmatched(reader, inputs.programName, runId) ?? []) : [];
    }),
  ];
  const changed = [
    ...judged.flatMap(({ row, cause }) => (cause ? [{ row, cause: cause as Cause }] : [])),
    ...open.flatMap((row, index) => {
      const cause = previewed[index]?.cause;
      return cause ? [{ row, cause: cause as Cause }] : [];
    }),
  ];
  return {
    pairings: possible.length,
    mails: await sampleMails(db, organisationId, post, written),
    unmatched: leftOver.flatMap(({ id, personId }) => {
      const person = inputs.people.get(id);
      return person ? [{ personId, displayName: person.displayName }] : [];
    }),
    mentorsAtLimit: inputs.mentors.flatMap(({ id, personId, capacity }) => {
      const count = taken.get(id) ?? 0;
      const displayName = inputs.people.get(id)?.displayName ?? '';
      return count > 0 && count >= capacity ? [{ personId, displayName, capacity }] : [];
    }),
    changedSince: changed.map(({ row, cause }) => ({
      code: cause.code,
      facts: {
        ...cause.facts,
        proposalId: row.id,
        mentee: row.mentee.displayName,
        mentor: row.mentor.displayName,
      },
    })),
  };
}

function publishedLetters(
  letters: LettersService,
  people: ReadonlyMap<string, Correspondent>,
  row: DraftRow,
  program: string,
): Letter[] {
  const mentee = people.get(row.mentee.enrolmentId);
  const mentor = people.get(row.mentor.enrolmentId);
  if (!mentee || !mentor) return [];
  // The pairing has no id before it is published; the sample's button leads home.
  const write = (reader: Correspondent, partner: Correspondent) =>
    letters.published(reader, [partner], program, row.contributions, row.id);
  return [write(mentee, mentor), write(mentor, mentee)].flatMap((letter) =>
    letter ? [{ ...letter, path: '/my' }] : [],
  );
}

/** How many letters in each language, and the first of each as it will look. */
async function sampleMails(db: Database, organisationId: string, post: Post, written: readonly Letter[]) {
  const organisation = await db.first<{ name: string; brandColour: string }>(
    'select name, brand_colour as "brandColour" from organisations where organisation_id = $1',
    [organisationId],
  );
  const byLocale = new Map<Locale, Letter[]>();
  for (const letter of written) byLocale.set(letter.locale, [...(byLocale.get(letter.locale) ?? []), letter]);
  const mails = [];
  for (const [locale, [first, ...others]] of [...byLocale].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (!first) continue;
    const { subject, text } = await post.preview(organisation ?? { name: '', brandColour: '#3b4fd8' }, first);
    mails.push({ locale, count: 1 + others.length, sample: { to: first.to, subject, bodyText: text } });
  }
  return mails;
}

async function findCorrespondents(
  db: Database,
  organisationId: string,
  enrolmentIds: readonly string[],
): Promise<ReadonlyMap<string, Correspondent>> {
  const rows = await db.query<Correspondent & { enrolmentId: string }>(
    `select ${CORRESPONDENT}, e.role, e.id as "enrolmentId" from enrolments e
     join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
     where e.organisation_id = $1 and e.id = any($2::uuid[])`,
    [organisationId, enrolmentIds],
  );
  return new Map(rows.map((row) => [row.enrolmentId, row]));
}

export interface Announcement {
  pairingId: string;
  program: string;
  contributions: Contribution[];
  reader: Correspondent;
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
    Correspondent & {
      pairingId: string;
      program: string;
      contributions: Contribution[];
      partners: Correspondent[];
    }
  >(
    `select ${CORRESPONDENT}, m.role, w.id as "pairingId", w.contributions, g.name as program,
       (select json_agg(json_build_object('personId', q.id, 'role', o.role, 'givenName', coalesce(nullif(q.given_name, ''), q.display_name),
          'displayName', q.display_name, 'jobTitle', q.job_title, 'email', q.email, 'locale', q.locale) order by q.display_name)
        from pairing_members o join people q on q.organisation_id = o.organisation_id and q.id = o.person_id
        where o.organisation_id = m.organisation_id and o.pairing_id = m.pairing_id and o.person_id <> m.person_id) as partners
     from proposals d
     join pairings w on w.organisation_id = d.organisation_id and w.proposal_id = d.id
     join pairing_members m on m.organisation_id = w.organisation_id and m.pairing_id = w.id
     join people p on p.organisation_id = m.organisation_id and p.id = m.person_id
     join cohorts c on c.organisation_id = w.organisation_id and c.id = w.cohort_id
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where d.organisation_id = $1 and d.run_id = $2 and p.email is not null
       and w.state = 'offered' and m.accepted_at is null
       and not exists (select 1 from mails l where l.organisation_id = m.organisation_id and l.person_id = m.person_id
         and l.kind = 'pairing-published' and l.facts ->> 'pairing' = w.id::text)
     order by w.id, m.role desc limit $3`,
    [organisationId, runId, limit],
  );
  return rows.map(({ pairingId, program, contributions, partners, ...reader }) => ({
    pairingId,
    program,
    contributions,
    reader,
    partners,
  }));
}

/** Who was in the pool at a publication, got nobody, and has not been told yet? Grain: one mentee, at most `limit`. */
export async function listLeftOver(
  db: Database,
  organisationId: string,
  runId: string,
  limit: number,
): Promise<{ reader: Correspondent; program: string }[]> {
  const rows = await db.query<Correspondent & { program: string }>(
    `select ${CORRESPONDENT}, e.role, g.name as program
     from matching_runs r
     join enrolments e on e.organisation_id = r.organisation_id and e.cohort_id = r.cohort_id and e.role = 'mentee'
     join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
     join cohorts c on c.organisation_id = r.organisation_id and c.id = r.cohort_id
     join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
     where r.organisation_id = $1 and r.id = $2 and e.state = 'in-pool' and e.submitted_at <= r.published_at
       and p.email is not null and (p.left_on is null or p.left_on > r.published_at::date)
       and not exists (select 1 from pairing_members m join pairings w on w.organisation_id = m.organisation_id and w.id = m.pairing_id
         left join proposals d on d.organisation_id = w.organisation_id and d.id = w.proposal_id
         where m.organisation_id = e.organisation_id and m.person_id = e.person_id and m.enrolment_id = e.id
           and (m.open or d.run_id = r.id))
       and not exists (select 1 from mails l where l.organisation_id = e.organisation_id and l.person_id = e.person_id
         and l.kind = 'unmatched' and l.facts ->> 'run' = r.id::text)
     order by e.id limit $3`,
    [organisationId, runId, limit],
  );
  return rows.map(({ program, ...reader }) => ({ reader, program }));
}
