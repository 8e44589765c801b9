import type { Cause } from '@ithaca/contracts/matching';
import type { publicationRoutes } from '@ithaca/contracts/publication';
import type { ReplyOf } from '@ithaca/contracts/route';
import { nextMorning } from '@ithaca/domain/delivery';
import type { Actor } from '@ithaca/domain/permissions';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Letter, Post } from '../../../platform/mail/post.ts';
import { words } from '../../../platform/mail/words.ts';
import type { LettersService, ProgramName } from '../../pairings/letters.service.ts';
import type { OffersService } from '../../pairings/offers.service.ts';
import { findToday } from '../../programs/eligibility.queries.ts';
import { brokenRules, listDraft } from '../draft.queries.ts';
import type { DraftRow } from '../draft.queries.ts';
import { placesOf } from '../circles.ts';
import { loadInputs } from '../inputs.queries.ts';
import type { MatchingInputs } from '../inputs.queries.ts';
import { getRun } from '../matching.queries.ts';
import { judgeDraft, READER, toOffer } from './publication.queries.ts';
import type { Reader } from './publication.queries.ts';

type Preview = ReplyOf<typeof publicationRoutes.preview>;
type SampleKind = Preview['mails'][number]['samples'][number]['kind'];

interface Written {
  kind: SampleKind;
  reader: Reader;
  letter: Letter;
}

/** What will publishing do? Pairings, letters by language with one of each kind as it will look, who is left over, what has changed. */
export async function previewPublication(
  db: Database,
  actor: Actor,
  clock: Clock,
  post: Post,
  offers: OffersService,
  letters: LettersService,
  runId: string,
): Promise<Preview> {
  const { organisationId } = actor;
  const run = await getRun(db, actor, runId);
  const day = await findToday(db, clock, actor.organisationId);
  const inputs = await loadInputs(db, organisationId, run.cohortId, day, run.policy);
  const isOpen = run.state === 'ready' || run.state === 'scheduled';
  const draft = isOpen ? await listDraft(db, organisationId, runId) : [];
  const judged = judgeDraft(draft, (menteeId, mentorId) => brokenRules(inputs, menteeId, mentorId));
  const open = judged.filter(({ cause }) => cause === null).map(({ row }) => row);
  const terms = { cohortId: run.cohortId, circle: inputs.circle };
  const previewed = await offers.preview(organisationId, terms, open.map(toOffer));
  const possible = open.filter((_, index) => previewed[index]?.cause === null);
  const paired = new Set(possible.flatMap(({ mentee, mentor }) => [mentee.enrolmentId, mentor.enrolmentId]));
  const leftOver = inputs.mentees.filter(({ id }) => !paired.has(id));
  const taken = new Map<string, number>();
  for (const { mentor } of possible) taken.set(mentor.enrolmentId, (taken.get(mentor.enrolmentId) ?? 0) + 1);
  const people = await findReaders(db, organisationId, [
    ...possible.flatMap(({ mentee, mentor }) => [mentee.enrolmentId, mentor.enrolmentId]),
    ...leftOver.map(({ id }) => id),
  ]);
  const written = [
    ...(inputs.circle
      ? circleLetters(letters, people, possible, inputs)
      : possible.flatMap((row) => publishedLetters(letters, people, row, inputs.program))),
    ...leftOver.flatMap(({ id }): Written[] => {
      const reader = people.get(id);
      const letter = reader && letters.unmatched(reader, inputs.program, runId);
      return letter ? [{ kind: 'unmatched', reader, letter }] : [];
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
    pairings: inputs.circle ? taken.size : possible.length,
    circles: inputs.circle ? { ...inputs.circle, members: possible.length } : null,
    mails: await sampleMails(db, organisationId, post, written),
    mornings: mornings(written, clock.now()),
    unmatched: leftOver.flatMap(({ id, personId }) => {
      const person = inputs.people.get(id);
      return person ? [{ personId, displayName: person.displayName }] : [];
    }),
    unmatchedMessages: unmatchedMessages(written),
    // A peer has one partner, and that is no limit to speak of.
    mentorsAtLimit: inputs.mentors.flatMap(({ id, personId }) => {
      if (inputs.format === 'peer') return [];
      const capacity = placesOf(inputs, id);
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
  people: ReadonlyMap<string, Reader>,
  row: DraftRow,
  program: ProgramName,
): Written[] {
  const mentee = people.get(row.mentee.enrolmentId);
  const mentor = people.get(row.mentor.enrolmentId);
  if (!mentee || !mentor) return [];
  // The pairing has no id before it is published; the sample's button leads home.
  const write = (kind: SampleKind, reader: Reader, partner: Reader): Written[] => {
    const letter = letters.published(reader, [partner], program, row.contributions, row.id);
    return letter ? [{ kind, reader, letter: { ...letter, path: '/my' } }] : [];
  };
  return [...write(mentee.role, mentee, mentor), ...write(mentor.role, mentor, mentee)];
}

/** The letters of circles: each mentee is told of the mentor and the other mentees, the mentor of all of them. */
function circleLetters(
  letters: LettersService,
  people: ReadonlyMap<string, Reader>,
  rows: readonly DraftRow[],
  { program, circle }: MatchingInputs,
): Written[] {
  const mentors = [...new Set(rows.map(({ mentor }) => mentor.enrolmentId))];
  return mentors.flatMap((mentorId) => {
    const own = rows.filter(({ mentor }) => mentor.enrolmentId === mentorId);
    const mentor = people.get(mentorId);
    const mentees = own.flatMap(({ mentee }) => people.get(mentee.enrolmentId) ?? []);
    if (!mentor) return [];
    const write = (reader: Reader, partners: readonly Reader[], row: DraftRow | undefined): Written[] => {
      const letter = letters.published(
        reader,
        partners,
        program,
        row?.contributions ?? [],
        row?.id ?? '',
        circle?.smallest ?? null,
      );
      return letter ? [{ kind: reader.role, reader, letter: { ...letter, path: '/my' } }] : [];
    };
    return [
      ...own.flatMap((row) => {
        const mentee = people.get(row.mentee.enrolmentId);
        return mentee ? write(mentee, [mentor, ...mentees.filter((other) => other !== mentee)], row) : [];
      }),
      ...write(mentor, mentees, undefined),
    ];
  });
}

/** How many letters in each language, and the first of each kind as it will look. */
async function sampleMails(
  db: Database,
  organisationId: string,
  post: Post,
  written: readonly Written[],
): Promise<Preview['mails']> {
  const organisation = (await db.first<{ name: string; brandColour: string }>(
    'select name, brand_colour as "brandColour" from organisations where organisation_id = $1',
    [organisationId],
  )) ?? { name: '', brandColour: '#3b4fd8' };
  const byLocale = new Map<Locale, Written[]>();
  for (const one of written) {
    const { locale } = one.letter;
    const others = byLocale.get(locale);
    if (others) others.push(one);
    else byLocale.set(locale, [one]);
  }
  const mails: Preview['mails'] = [];
  for (const [locale, all] of [...byLocale].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const samples: Preview['mails'][number]['samples'] = [];
    for (const kind of ['mentee', 'mentor', 'peer', 'unmatched'] as const) {
      const first = all.find((one) => one.kind === kind);
      if (!first) continue;
      const { subject, text } = await post.preview({ id: organisationId, ...organisation }, first.letter);
      samples.push({ kind, to: first.letter.to, subject, bodyText: text });
    }
    mails.push({ locale, count: all.length, samples });
  }
  return mails;
}

/** When the readers of each zone have their next morning, the earliest first; readers of one zone may begin at other hours. */
function mornings(written: readonly Written[], now: Date): Preview['mornings'] {
  const found = new Map<string, Preview['mornings'][number]>();
  const known = new Map<string, string>();
  for (const { reader } of written) {
    const clock = `${reader.timeZone} ${JSON.stringify(reader.workingHours)}`;
    const at = known.get(clock) ?? nextMorning(reader, now).toISOString();
    known.set(clock, at);
    const key = `${reader.timeZone} ${at}`;
    const one = found.get(key);
    if (one) one.count += 1;
    else found.set(key, { timeZone: reader.timeZone, at, count: 1 });
  }
  return [...found.values()].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : b.count - a.count));
}

function unmatchedMessages(written: readonly Written[]): Preview['unmatchedMessages'] {
  const counts = new Map<Locale, number>();
  for (const { kind, letter } of written)
    if (kind === 'unmatched') counts.set(letter.locale, (counts.get(letter.locale) ?? 0) + 1);
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([locale, count]) => ({ locale, count, text: words(locale)('unmatched.message') }));
}

async function findReaders(
  db: Database,
  organisationId: string,
  enrolmentIds: readonly string[],
): Promise<ReadonlyMap<string, Reader>> {
  const rows = await db.query<Reader & { enrolmentId: string }>(
    `select ${READER}, e.role, e.id as "enrolmentId" from enrolments e
     join people p on p.organisation_id = e.organisation_id and p.id = e.person_id
     where e.organisation_id = $1 and e.id = any($2::uuid[])`,
    [organisationId, enrolmentIds],
  );
  return new Map(rows.map((row) => [row.enrolmentId, row]));
}
