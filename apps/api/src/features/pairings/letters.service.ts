import { Injectable } from '@nestjs/common';
import type { Contribution } from '@ithaca/contracts/matching';
import { locales } from '@ithaca/domain/vocabulary';
import type { Locale, Side } from '@ithaca/domain/vocabulary';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Post } from '../../platform/mail/post.ts';
import type { Letter } from '../../platform/mail/post.ts';
import { reasonsInWords, reasonsOf } from './reasons.ts';

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

export const localeOf = (value: string): Locale => locales.find((locale) => locale === value) ?? 'en';

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
    program: string,
    contributions: readonly Contribution[],
    pairingId: string,
  ): Letter | null {
    if (reader.email === null) return null;
    const locale = localeOf(reader.locale);
    return {
      kind: 'pairing-published',
      personId: reader.personId,
      to: reader.email,
      locale,
      facts: {
        name: reader.givenName,
        side: reader.role === 'mentee' ? 'mentor' : 'mentee',
        partner: namesIn(locale, partners),
        partnerTitle: partners.length === 1 ? (partners[0]?.jobTitle ?? '') : '',
        program,
        reasons: reasonsInWords(reasonsOf(contributions), locale),
        pairing: pairingId,
      },
      path: `/pairings/${pairingId}`,
    };
  }

  /** "Not this time": what a mentee is told who has no partner after a publication. */
  unmatched(reader: Correspondent, program: string, runId: string): Letter | null {
    if (reader.email === null) return null;
    return {
      kind: 'unmatched',
      personId: reader.personId,
      to: reader.email,
      locale: localeOf(reader.locale),
      facts: { name: reader.givenName, program, run: runId },
      path: '/my',
    };
  }

  /** Writes a letter of one kind to every side of a pairing, or to every side but one. */
  async tell(
    organisationId: string,
    pairingId: string,
    kind: 'pairing-active' | 'pairing-declined' | 'pairing-ended',
    exceptPersonId: string | null = null,
  ): Promise<void> {
    const sides = await this.db.query<Correspondent & { program: string; hasLeft: boolean }>(
      `select ${CORRESPONDENT}, m.role, g.name as program, coalesce(p.left_on <= $3::date, false) as "hasLeft"
       from pairing_members m
       join people p on p.organisation_id = m.organisation_id and p.id = m.person_id
       join cohorts c on c.organisation_id = m.organisation_id and c.id = m.cohort_id
       join programs g on g.organisation_id = c.organisation_id and g.id = c.program_id
       where m.organisation_id = $1 and m.pairing_id = $2 order by m.role desc, p.id`,
      [organisationId, pairingId, this.clock.today('UTC')],
    );
    for (const reader of sides) {
      if (reader.personId === exceptPersonId || reader.email === null || reader.hasLeft) continue;
      const locale = localeOf(reader.locale);
      const partners = sides.filter((side) => side.personId !== reader.personId);
      await this.post.send(organisationId, {
        kind,
        personId: reader.personId,
        to: reader.email,
        locale,
        facts: { name: reader.givenName, partner: namesIn(locale, partners), program: reader.program },
        path: kind === 'pairing-declined' ? '/my' : `/pairings/${pairingId}`,
      });
    }
  }
}

const namesIn = (locale: Locale, people: readonly Correspondent[]) =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(people.map(({ displayName }) => displayName));
