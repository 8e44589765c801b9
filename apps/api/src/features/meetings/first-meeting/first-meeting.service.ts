import { Injectable } from '@nestjs/common';
import type { Party } from '@ithaca/domain/permissions';
import { Refusal } from '@ithaca/domain/refusal';
import type { Locale } from '@ithaca/domain/vocabulary';

import { Clock } from '../../../platform/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import type { Letter } from '../../../platform/mail/post.ts';
import { words } from '../../../platform/mail/words.ts';
import { LettersService } from '../../pairings/letters.service.ts';
import { MeetingsService } from '../meetings.service.ts';
import { getNewLink } from '../meetings.queries.ts';
import { getSidesOf, lockSides } from '../sides.queries.ts';
import type { SideMember, Sides } from '../sides.queries.ts';
import { findFirstMeeting, judgeTime, listOfferedTimes } from './first-meeting.queries.ts';

/** How long the times of the mail lead to a meeting in one press; afterwards one signs in. */
const LINK_DAYS = 30;

/** From "you can start" to the first meeting: three times in the mail, one press on one of them. */
@Injectable()
export class FirstMeetingService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly meetings: MeetingsService,
    private readonly letters: LettersService,
  ) {}

  /**
   * Tells whoever is in and does not know yet that the pairing is active, with times that suit. Where a circle begins, its mentor chooses; once
   * a first meeting is planned, nobody has to.
   */
  tellOfStart(organisationId: string, pairingId: string): Promise<void> {
    return this.db.write({ organisationId }, async () => {
      // Two deliveries of the same job tell once.
      await this.db.query('select 1 from pairings where organisation_id = $1 and id = $2 for no key update', [
        organisationId,
        pairingId,
      ]);
      const sides = await getSidesOf(this.db, organisationId, pairingId);
      if (sides.state !== 'active') return;
      const told = await this.db.query<{ personId: string }>(
        `select m.person_id as "personId" from pairing_members m where m.organisation_id = $1 and m.pairing_id = $2 and exists (
           select from mails l where l.organisation_id = m.organisation_id and l.person_id = m.person_id and l.kind = 'pairing-active'
             and l.path = $3 and l.created_at >= m.accepted_at)`,
        [organisationId, pairingId, `/pairings/${pairingId}`],
      );
      const untold = sides.members.filter((one) => !told.some(({ personId }) => personId === one.personId));
      const offers = new Map<string, Pick<Letter, 'act' | 'choices'>>();
      for (const member of untold)
        offers.set(member.personId, await this.#offer(organisationId, sides, member));
      await this.letters.tell(organisationId, pairingId, 'pairing-active', {
        onlyPersonIds: [...offers.keys()],
        offers,
      });
    });
  }

  /** Plans the first meeting at a time that is free; a pairing that has one already keeps it. */
  plan(party: Party, pairingId: string, startsAt: string): Promise<void> {
    return this.db.write(party, async () => {
      const sides = await lockSides(this.db, party, pairingId, 'plan');
      const first = await findFirstMeeting(this.db, party, pairingId);
      if (!first || first.meetingId !== null) return;
      const { minutes, timeZone } = first;
      const { fit } = await judgeTime(this.db, party, pairingId, {
        startsAt,
        minutes,
        now: this.clock.now(),
      });
      if (fit !== 'free') throw new Refusal('act.time-taken', { startsAt });
      const say = words(localeOfMember(sides, party));
      await this.meetings.plan(party, pairingId, {
        title: say('first-meeting.title'),
        startsAt,
        durationMinutes: minutes,
        timeZone,
        link: await getNewLink(this.db, party, pairingId),
        agenda: say('first-meeting.agenda')
          .split('\n')
          .map((text) => ({ text, done: false })),
      });
    });
  }

  /** Times that suit, for a letter to one of the members; nothing for whom nobody waits. In the current unit of work. */
  async offer(
    organisationId: string,
    pairingId: string,
    personId: string,
  ): Promise<Pick<Letter, 'act' | 'choices'>> {
    const sides = await getSidesOf(this.db, organisationId, pairingId);
    const reader = sides.members.find((one) => one.personId === personId);
    return reader ? this.#offer(organisationId, sides, reader) : {};
  }

  async #offer(
    organisationId: string,
    sides: Sides,
    reader: SideMember,
  ): Promise<Pick<Letter, 'act' | 'choices'>> {
    const party = { organisationId, personId: reader.personId };
    const first = await findFirstMeeting(this.db, party, sides.pairingId);
    if (!first || first.meetingId !== null || (sides.isCircle && reader.role !== 'mentor')) return {};
    const now = this.clock.now();
    const times = await listOfferedTimes(this.db, party, sides.pairingId, { now, ...first });
    if (times.length === 0) return {};
    const say = words(reader.locale);
    const suitAll = times.every(({ outsideHoursOf }) => outsideHoursOf.length === 0);
    const until = new Date(now.getTime() + LINK_DAYS * 86_400_000);
    return {
      act: { act: 'plan-meeting', subjectId: sides.pairingId, until },
      choices: {
        title: say(suitAll ? 'first-times.title' : 'first-times.least-bad'),
        items: times.map(({ startsAt }) => ({
          text: writeTime(new Date(startsAt), reader, sides.members),
          query: `?at=${encodeURIComponent(startsAt)}`,
        })),
      },
    };
  }
}

const DAY_PARTS = { weekday: 'long', day: 'numeric', month: 'long' } as const;
const TIME_PARTS = { hour: 'numeric', minute: '2-digit' } as const;
const PARTS = { day: DAY_PARTS, time: TIME_PARTS, whole: { ...DAY_PARTS, ...TIME_PARTS } };

/** Making one takes as long as a hundred uses of it. */
const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(locale: Locale, timeZone: string, parts: keyof typeof PARTS): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${parts}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone, ...PARTS[parts] });
  formats.set(key, format);
  return format;
}

/** The time on the reader's wall; below it on the walls that show another, with the day where that is another too. */
function writeTime(at: Date, { locale, timeZone: home }: SideMember, members: readonly SideMember[]): string {
  const write = (timeZone: string, parts: keyof typeof PARTS) => formatOf(locale, timeZone, parts).format(at);
  const own = write(home, 'whole');
  const seen = new Set([own]);
  const elsewhere = members.flatMap(({ timeZone, displayName }) => {
    const whole = write(timeZone, 'whole');
    if (seen.has(whole)) return [];
    seen.add(whole);
    const isSameDay = write(timeZone, 'day') === write(home, 'day');
    return words(locale)('first-times.theirs', {
      time: isSameDay ? write(timeZone, 'time') : whole,
      name: displayName,
    });
  });
  return [own, ...elsewhere].join('\n');
}

const localeOfMember = ({ members }: Sides, { personId }: Party): Locale =>
  members.find((member) => member.personId === personId)?.locale ?? 'en';
