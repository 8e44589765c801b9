import { Injectable } from '@nestjs/common';
import type { Contribution } from '@ithaca/contracts/matching';
import { reasonsOf } from '@ithaca/domain/reasons';
import type { Reason } from '@ithaca/domain/reasons';
import { locales } from '@ithaca/domain/vocabulary';
import type { Format, Locale, Side } from '@ithaca/domain/vocabulary';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import type { Letter } from '../../platform/mail/post.ts';
import { dayInWords, words } from '../../platform/mail/words.ts';
import { openingLine, reasonsInWords } from './reasons.ts';

/** Somebody a letter is about or goes to. */
export interface Correspondent {
  personId: string;
  role: Side;
  givenName: string;
  displayName: string;
  jobTitle: string;
  email: string | null;
  locale: string;
}

/** Columns of a person `p` as a correspondent; `role` is added by the statement that uses it. */
export const CORRESPONDENT = `p.id as "personId", coalesce(nullif(p.given_name, ''), p.display_name) as "givenName",
  p.display_name as "displayName", p.job_title as "jobTitle", p.email, p.locale`;

/** The program a letter belongs to. */
export interface ProgramName {
  id: string;
  name: string;
  format: Format;
}

export const localeOf = (value: string): Locale => locales.find((locale) => locale === value) ?? 'en';

/** How long the mail's own button accepts; afterwards one signs in. */
const OFFER_LINK_DAYS = 30;

/** The letters about a pairing. Nobody without an address, and nobody who has left, gets one. */
@Injectable()
export class LettersService {
  constructor(
    private readonly db: Database,
    private readonly post: Post,
    private readonly clock: Clock,
  ) {}

  /** "Meet your mentor": what a side is told when a pairing is published. Null for somebody without an address. */
  published(
    reader: Correspondent,
    partners: readonly Correspondent[],
    program: ProgramName,
    contributions: readonly Contribution[],
    pairingId: string,
    smallest: number | null = null,
  ): Letter | null {
    if (reader.email === null) return null;
    const locale = localeOf(reader.locale);
    const partnerTitle = partners.length === 1 ? (partners[0]?.jobTitle ?? '').trim() : '';
    // What the partner is to the reader.
    const side = ({ mentor: 'mentee', mentee: 'mentor', peer: 'peer' } as const)[reader.role];
    const reasons = reasonsOf(contributions);
    return {
      kind: 'pairing-published',
      personId: reader.personId,
      programId: program.id,
      to: reader.email,
      locale,
      facts: {
        name: reader.givenName,
        side,
        // Where the junior side is the mentor, the words name who guides whom.
        reverse: program.format === 'reverse' ? 'yes' : 'no',
        partner: namesIn(locale, partners),
        partnerTitle,
        hasTitle: partnerTitle === '' ? 'no' : 'yes',
        ...circleFacts(locale, reader.role, partners, smallest !== null),
        smallest: smallest ?? 0,
        program: program.name,
        reasons: reasonsInWords(reasons, locale, program.format === 'peer'),
        opening: openingLine(reasons, locale, side),
        pairing: pairingId,
      },
      path: `/pairings/${pairingId}`,
      act: {
        act: 'accept-pairing',
        subjectId: pairingId,
        until: new Date(this.clock.now().getTime() + OFFER_LINK_DAYS * 86_400_000),
      },
    };
  }

  /** Reasons as one phrase list of a language; of peers, none speaks of two sides. */
  reasons(reasons: readonly Reason[], locale: Locale, isOfPeers = false): string {
    return reasonsInWords(reasons, locale, isOfPeers);
  }

  /** "Not this time": what a mentee is told who has no partner after a publication, in the coordinator's words where given. */
  unmatched(
    reader: Correspondent,
    program: ProgramName,
    runId: string,
    messages: Partial<Record<Locale, string>> = {},
  ): Letter | null {
    if (reader.email === null) return null;
    const locale = localeOf(reader.locale);
    const message = messages[locale] ?? words(locale)('unmatched.message');
    return {
      kind: 'unmatched',
      personId: reader.personId,
      programId: program.id,
      to: reader.email,
      locale,
      facts: { name: reader.givenName, program: program.name, run: runId, message },
      path: '/my',
    };
  }

  /** Writes a letter of one kind to every side of a pairing, or to every side but one. */
  async tell(
    organisationId: string,
    pairingId: string,
    kind:
      | 'pairing-active'
      | 'pairing-declined'
      | 'pairing-ended'
      | 'pairing-lapsed'
      | 'partner-left'
      | 'agreement-changed'
      | 'thanks-received'
      | 'feedback-received'
      | 'extension-asked'
      | 'extension-agreed'
      | 'extension-declined'
      | 'goal-claimed'
      | 'goal-asked'
      | 'circle-left'
      | 'circle-place'
      | 'circle-place-over',
    more: {
      exceptPersonId?: string;
      onlyPersonIds?: readonly string[];
      cancelledMeetings?: number;
      isCertified?: boolean;
      aboutPersonId?: string;
      /** What each reader can answer in the mail itself. */
      offers?: ReadonlyMap<string, Pick<Letter, 'act' | 'choices'>>;
      /** A day, written in the reader's language. */
      until?: string;
    } = {},
  ): Promise<void> {
    const sides = await this.db.query<
      Correspondent & {
        programId: string;
        program: string;
        format: Format;
        isCompleted: boolean;
        hasLeft: boolean;
        isCircle: boolean;
        isGone: boolean;
        isInPool: boolean;
        mayChoose: boolean;
        missing: number;
      }
    >(
      `select ${CORRESPONDENT}, m.role, g.id as "programId", g.name as program, g.format, w.state = 'completed' as "isCompleted", w.smallest is not null as "isCircle",
         greatest(0, coalesce(w.smallest, 0) - (select count(*)::int from pairing_members o where o.organisation_id = m.organisation_id and o.pairing_id = m.pairing_id
           and o.role = 'mentee' and o.open and o.accepted_at is not null)) as missing,
         w.smallest is not null and (m.declined_at is not null or m.left_at is not null) as "isGone", coalesce(p.left_on <= $3::date, false) as "hasLeft",
         exists (select from enrolments e where e.organisation_id = m.organisation_id and e.id = m.enrolment_id and e.state = 'in-pool') as "isInPool",
         g.pairing_mode = 'self-service' and m.role <> 'mentor' as "mayChoose"
       from pairing_members m
       join pairings w on w.organisation_id = m.organisation_id and w.id = m.pairing_id
       join people p on p.organisation_id = m.organisation_id and p.id = m.person_id
       join cohorts c on c.organisation_id = m.organisation_id and c.id = m.cohort_id
       join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
       where m.organisation_id = $1 and m.pairing_id = $2 order by m.role desc, p.id`,
      [organisationId, pairingId, this.clock.today('UTC')],
    );
    for (const reader of sides) {
      // The one letter to somebody whom a circle goes on without.
      const isGone = reader.isGone && kind !== 'circle-place-over';
      const isOut = isGone || reader.hasLeft;
      if (reader.personId === more.exceptPersonId || reader.email === null || isOut) continue;
      if (more.onlyPersonIds && !more.onlyPersonIds.includes(reader.personId)) continue;
      const locale = localeOf(reader.locale);
      const about = sides.find(({ personId }) => personId === more.aboutPersonId);
      const partners = sides.filter((side) => side.personId !== reader.personId && !side.isGone);
      await this.post.send(organisationId, {
        kind,
        personId: reader.personId,
        programId: reader.programId,
        to: reader.email,
        locale,
        facts: {
          name: reader.givenName,
          partner: namesIn(
            locale,
            about ? [about] : kind === 'partner-left' ? partners.filter(({ hasLeft }) => hasLeft) : partners,
          ),
          next: !reader.isInPool ? 'none' : reader.mayChoose ? 'choose' : 'pool',
          ...circleFacts(locale, reader.role, partners, reader.isCircle),
          program: reader.program,
          missing: reader.missing,
          meetings: more.cancelledMeetings ?? 0,
          certificate: more.isCertified ? 'yes' : 'no',
          ...(more.until && { until: dayInWords(more.until, locale) }),
          end: reader.format === 'flash' && reader.isCompleted ? 'flash' : 'any',
        },
        path: pathOf(kind, pairingId),
        ...more.offers?.get(reader.personId),
      });
    }
  }
}

/** Where a letter leads. */
function pathOf(kind: string, pairingId: string): string {
  if (kindsWithoutPairing.some((one) => one === kind)) return '/my';
  const leadsToEnd = kindsOfTheEnd.some((one) => one === kind);
  const leadsToGoals = kind === 'goal-claimed' || kind === 'goal-asked';
  return `/pairings/${pairingId}${leadsToEnd ? '/finish' : leadsToGoals ? '/goals' : ''}`;
}

const kindsOfTheEnd = [
  'pairing-ended',
  'thanks-received',
  'feedback-received',
  'extension-asked',
  'extension-agreed',
  'extension-declined',
] as const;

/** Letters after which the reader has no such pairing to open. */
const kindsWithoutPairing = [
  'pairing-declined',
  'pairing-lapsed',
  'partner-left',
  'circle-place-over',
] as const;

/** How a letter speaks of a circle: from the reader's side, with its mentor and its (other) mentees by name. */
const circleFacts = (
  locale: Locale,
  role: Side,
  partners: readonly Correspondent[],
  isCircle: boolean,
): { circle: Side | 'none'; mentor: string; members: string } => ({
  circle: isCircle ? role : 'none',
  mentor: namesIn(
    locale,
    partners.filter((one) => one.role === 'mentor'),
  ),
  members: namesIn(
    locale,
    partners.filter((one) => one.role === 'mentee'),
  ),
});

const namesIn = (locale: Locale, people: readonly Correspondent[]) =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(people.map(({ displayName }) => displayName));
