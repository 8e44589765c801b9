import type { Format, Locale } from '@ithaca/domain/vocabulary';

import type { MailKind } from '../../platform/mail/catalogue.ts';
import type { Letter } from '../../platform/mail/post.ts';
import { variablesOf } from '../../platform/mail/wording.ts';
import { words } from '../../platform/mail/words.ts';
import { exampleOf } from './mail-words.ts';
import type { PreviewReader } from './readers.queries.ts';

export interface ExampleProgram {
  id: string;
  name: string;
  purpose: string;
  format: Format;
  hoursPerMonth: number;
  milestone: string | null;
  /** The coordinator who looks: they invite, and are waited for. */
  coordinatorName: string;
}

/** A letter of one kind to somebody, with what is known about them and invented values for the rest. */
export function exampleLetter(
  kind: MailKind,
  program: ExampleProgram,
  reader: PreviewReader | null,
  locale: Locale,
  now: Date,
): Letter {
  const values = valuesFor(program, reader, locale, now);
  return {
    kind,
    personId: null,
    programId: program.id,
    to: '',
    locale,
    facts: Object.fromEntries(
      variablesOf(kind)
        .filter((name) => name !== 'organisation')
        // What nobody has described yet shows its own name.
        .map((name) => [name, values[name] ?? `‹${name}›`]),
    ),
    path: '/my',
  };
}

const WEEK_MS = 7 * 86_400_000;

function valuesFor(
  program: ExampleProgram,
  reader: PreviewReader | null,
  locale: Locale,
  now: Date,
): Record<string, string | number> {
  const say = words(locale);
  const partner = say('nudge.example.partner');
  const partners = reader && reader.partnerNames.length > 0 ? reader.partnerNames : [partner];
  const members = reader && reader.menteeNames.length > 0 ? reader.menteeNames : [partner];
  const list = (names: readonly string[]) =>
    new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
  const timeZone = reader?.timeZone ?? 'UTC';
  const soon = new Date(now.getTime() + WEEK_MS);
  const nextWeek = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone }).format(soon);
  const day = (value: string | null | undefined) =>
    value
      ? new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
          new Date(`${value}T12:00:00Z`),
        )
      : nextWeek;
  return {
    name: reader?.givenName ?? say('nudge.example.name'),
    partner: list(partners),
    person: list(partners.slice(0, 1)),
    mentor: partners[0] ?? partner,
    mentee: partners[0] ?? partner,
    next: partner,
    // An introduction is between three; the example has one name for each of them.
    helper: partners[0] ?? partner,
    guest: say('nudge.example.name'),
    third: partner,
    other: partner,
    members: list(members),
    menteeTitle: exampleOf('job-title', locale),
    mentorTitle: exampleOf('job-title', locale),
    partnerTitle: exampleOf('job-title', locale),
    guestTitle: exampleOf('job-title', locale),
    hasTitle: 'yes',
    // What the partner is to the reader.
    side: reader?.role === 'mentor' ? 'mentee' : reader?.role === 'peer' ? 'peer' : 'mentor',
    reverse: program.format === 'reverse' ? 'yes' : 'no',
    circle: reader?.isCircle ? reader.role : 'none',
    smallest: 3,
    missing: 2,
    inviter: program.coordinatorName,
    program: program.name,
    purpose: program.purpose,
    hours: new Intl.NumberFormat(locale).format(program.hoursPerMonth),
    startsOn: day(reader?.startsOn),
    endsOn: day(reader?.endsOn),
    closesOn: day(reader?.closesOn),
    dueOn: nextWeek,
    day: nextWeek,
    when: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(soon),
    minutes: 45,
    times: 0,
    weeks: 0,
    following: 0,
    meetings: 0,
    cadence: reader?.cadenceDays ?? 14,
    title: program.milestone ?? exampleOf('milestone', locale),
    until: nextWeek,
    reasons: say('reason.working-style'),
    opening: say('opening.other', { side: 'mentor' }),
    reason: exampleOf('reason', locale),
    message: say('unmatched.message'),
    why: 'list',
    again: 'no',
    moment: 'middle',
    end: 'any',
    hasNext: 'yes',
    hasNote: 'no',
    note: '',
    service: 'slack',
    count: 2,
    items: `• ${say('message-received.subject', { partner })}\n• ${say('goal-claimed.subject', { partner })}`,
    more: 0,
    pairings: 3,
    causes: `• ${say('today.reason.none-scheduled')}: 2\n• ${say('today.reason.no-goal')}: 1`,
    queue: `• ${exampleOf('today.names', locale)}: ${say('today.reason.none-scheduled')}`,
    report: exampleOf('report', locale),
    at: nextWeek,
    about: exampleOf('today.cohort', locale),
    finding: exampleOf('finding', locale),
    dates: 1,
    deadlines: `• ${say('today.deadline.enrolment-closes')} (${exampleOf('today.cohort', locale)}): ${nextWeek}`,
  };
}
