import { Injectable } from '@nestjs/common';
import type { IntroductionPart, IntroductionState } from '@ithaca/domain/introduction';
import { turnOf } from '@ithaca/domain/introduction';

import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import type { MailKind } from '../../platform/mail/catalogue.ts';
import { Post } from '../../platform/mail/post.ts';
import type { LetterAct } from '../../platform/mail/post.ts';
import { words } from '../../platform/mail/words.ts';
import { CORRESPONDENT, localeOf } from '../pairings/letters.service.ts';
import type { Correspondent } from '../pairings/letters.service.ts';
import type { Introduction } from './introduction.entity.ts';

type Person = Omit<Correspondent, 'role'> & { hasLeft: boolean };
type Parts = Record<'helper' | 'guest', Person> & { third: Person | null; programId: string };
type Kind = Extract<MailKind, `introduction-${string}` | `sponsorship-${string}` | 'shadowing-day'>;

/** The letters of an introduction: each to whom it concerns, with what they need to answer. Nobody who has left gets one. */
@Injectable()
export class IntroductionLetters {
  constructor(
    private readonly db: Database,
    private readonly post: Post,
    private readonly clock: Clock,
  ) {}

  /** To the side of the pairing whose turn it is: an offer to the guest, a wish to the helper. */
  async proposed(introduction: Introduction): Promise<void> {
    const parts = await this.#parts(introduction);
    if (turnOf(introduction.state) === 'guest')
      await this.#send('introduction-offered', introduction, parts, parts.guest, parts.helper, {
        act: this.#answerAct(introduction),
      });
    else
      await this.#send('introduction-asked', introduction, parts, parts.helper, parts.guest, {
        path: `/introductions/${introduction.id}`,
      });
  }

  /** To the colleague, who answers with one press. */
  async third(introduction: Introduction): Promise<void> {
    const parts = await this.#parts(introduction);
    if (parts.third)
      await this.#send('introduction-third', introduction, parts, parts.third, parts.helper, {
        act: this.#answerAct(introduction),
      });
  }

  /** Puts the two in touch, and tells the one who helped. */
  async made(introduction: Introduction): Promise<void> {
    const parts = await this.#parts(introduction);
    const { helper, guest, third } = parts;
    if (!third) return;
    await this.#send('introduction-made', introduction, parts, guest, third);
    await this.#send('introduction-made', introduction, parts, third, guest);
    await this.#send('introduction-agreed', introduction, parts, helper, guest);
  }

  /** The same words whether somebody said no or nothing, to both sides of the pairing but for whoever it was. */
  async over(introduction: Introduction, by: IntroductionPart | null): Promise<void> {
    const parts = await this.#parts(introduction);
    const { helper, guest } = parts;
    if (by !== 'helper') await this.#send('introduction-over', introduction, parts, helper, guest);
    if (by !== 'guest') await this.#send('introduction-over', introduction, parts, guest, helper);
  }

  /** To everybody who was waited for or counts on it, but for whoever took it back. */
  async takenBack(
    introduction: Introduction,
    by: IntroductionPart,
    before: IntroductionState,
  ): Promise<void> {
    const parts = await this.#parts(introduction);
    const { helper, guest, third } = parts;
    const others = [
      ...(by === 'helper' || (before === 'made' && introduction.kind === 'shadowing') ? [] : [helper]),
      ...(by === 'guest' ? [] : [guest]),
      ...(third && introduction.sentAt !== null && by !== 'third' ? [third] : []),
    ];
    const doer = by === 'third' ? (third ?? helper) : parts[by];
    for (const reader of others)
      await this.#send('introduction-taken-back', introduction, parts, reader, doer);
  }

  /** To guest or colleague: the other has named a day, or agreed to theirs. */
  async day(introduction: Introduction, by: IntroductionPart): Promise<void> {
    const parts = await this.#parts(introduction);
    const { guest, third } = parts;
    if (third)
      await this.#send(
        'shadowing-day',
        introduction,
        parts,
        by === 'guest' ? third : guest,
        by === 'guest' ? guest : third,
      );
  }

  async promised(introduction: Introduction): Promise<void> {
    const parts = await this.#parts(introduction);
    await this.#send('sponsorship-promised', introduction, parts, parts.guest, parts.helper);
  }

  async kept(introduction: Introduction): Promise<void> {
    const parts = await this.#parts(introduction);
    await this.#send('sponsorship-kept', introduction, parts, parts.guest, parts.helper);
  }

  /** Did you talk, and was it useful? To the guest, of a sponsorship to the helper. */
  async followUp(introduction: Introduction): Promise<void> {
    const parts = await this.#parts(introduction);
    if (introduction.kind === 'sponsorship')
      await this.#send('introduction-follow-up', introduction, parts, parts.helper, parts.guest);
    else
      await this.#send(
        'introduction-follow-up',
        introduction,
        parts,
        parts.guest,
        parts.third ?? parts.helper,
      );
  }

  #answerAct({ id, answerBy }: Introduction): LetterAct {
    return { act: 'answer-introduction', subjectId: id, until: answerBy ?? this.clock.now() };
  }

  /** `other` is whom the letter is about. */
  async #send(
    kind: Kind,
    introduction: Introduction,
    parts: Parts,
    reader: Person,
    other: Person,
    more: { act?: LetterAct; path?: string } = {},
  ): Promise<void> {
    if (reader.email === null || reader.hasLeft) return;
    const locale = localeOf(reader.locale);
    const day = (on: string | null) =>
      on === null
        ? ''
        : new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'full' }).format(
            new Date(`${on}T12:00:00Z`),
          );
    const isThird = reader.personId === parts.third?.personId;
    // How to reach each other, and with which words, is for those who have both agreed.
    const isMade = kind === 'introduction-made';
    const mayReach = isMade || kind === 'shadowing-day';
    const own = introduction.opening.trim();
    await this.post.send(introduction.organisationId, {
      kind,
      programId: parts.programId,
      personId: reader.personId,
      to: reader.email,
      locale,
      facts: {
        name: reader.givenName,
        of: introduction.kind,
        reader: isThird ? 'third' : reader.personId === parts.helper.personId ? 'helper' : 'guest',
        other: other.displayName,
        otherMail: mayReach ? (other.email ?? '') : '',
        helper: parts.helper.displayName,
        guest: parts.guest.displayName,
        guestTitle: parts.guest.jobTitle,
        hasTitle: parts.guest.jobTitle === '' ? 'no' : 'yes',
        third: parts.third?.displayName ?? '',
        hasThird: parts.third ? 'yes' : 'no',
        words: introduction.words,
        opening: isMade
          ? own ||
            words(locale)('introduction.opening', {
              guest: parts.guest.displayName,
              third: parts.third?.displayName ?? '',
              of: introduction.kind,
            })
          : '',
        length: introduction.length ?? 'none',
        day: day(introduction.dayOn),
        dayIs: introduction.dayOn === null ? 'none' : introduction.dayAgreed ? 'agreed' : 'proposed',
        due: day(introduction.dueOn),
        hasDue: introduction.dueOn === null ? 'no' : 'yes',
      },
      path: `/introductions/${introduction.id}`,
      ...more,
    });
  }

  async #parts({ organisationId, cohortId, helperId, guestId, thirdId }: Introduction): Promise<Parts> {
    const people = await this.db.query<Person & { programId: string }>(
      `select ${CORRESPONDENT}, coalesce(p.left_on <= ($3::timestamptz at time zone o.time_zone)::date, false) as "hasLeft",
         (select program_id from cohorts where organisation_id = $1 and id = $4) as "programId"
       from people p join organisations o on o.organisation_id = p.organisation_id where p.organisation_id = $1 and p.id = any ($2)`,
      [organisationId, [helperId, guestId, thirdId].filter((id) => id !== null), this.clock.now(), cohortId],
    );
    const of = (id: string | null) => people.find(({ personId }) => personId === id);
    const [helper, guest] = [of(helperId), of(guestId)];
    if (!helper || !guest) throw new Error('An introduction has its two sides.');
    return { helper, guest, third: of(thirdId) ?? null, programId: helper.programId };
  }
}
