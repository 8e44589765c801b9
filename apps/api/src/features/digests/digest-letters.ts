import type { PairingItem } from '@ithaca/contracts/pairings';
import type { Locale } from '@ithaca/domain/vocabulary';
import { earlySignals } from '@ithaca/metrics/early-signals';
import type { EarlySignal } from '@ithaca/metrics/early-signals';

import type { MailKind } from '../../platform/mail/catalogue.ts';
import type { Letter } from '../../platform/mail/post.ts';
import { dayInWords, words } from '../../platform/mail/words.ts';
import type { ProgramDay } from '../metrics/today.queries.ts';

export interface DigestReader {
  personId: string | null;
  givenName: string;
  email: string;
  locale: Locale;
}

/** A summary stays a summary: what goes beyond is counted. */
const MOST_ITEMS = 15;
const MOST_PAIRINGS = 5;

const bullets = (lines: readonly string[]) => lines.map((line) => `• ${line}`).join('\n');

/** What came to a reader since their last summary, by the subjects of its mails, oldest first; the same one several times is one line. */
export function writeDigest(
  kind: Extract<MailKind, 'daily-digest' | 'reminders-digest'>,
  subjects: readonly string[],
  reader: DigestReader,
): Letter {
  const number = new Intl.NumberFormat(reader.locale);
  const times = Map.groupBy(subjects, (subject) => subject);
  const lines = [...times].map(([subject, { length }]) =>
    length > 1 ? `${subject} (${number.format(length)})` : subject,
  );
  return {
    kind,
    personId: reader.personId,
    programId: null,
    to: reader.email,
    locale: reader.locale,
    facts: {
      name: reader.givenName,
      count: subjects.length,
      items: bullets(lines.slice(0, MOST_ITEMS)),
      more: Math.max(0, lines.length - MOST_ITEMS),
    },
    path: '/inbox',
    // What it tells of stands there already.
    inInbox: false,
  };
}

/** Why a pairing is in the queue of Today: its worst reason, as the line there begins. */
export type TodayReason = EarlySignal | 'quiet' | 'other';

export function reasonOf({ health, lastHeldAt, signals: [first] }: PairingItem): TodayReason {
  if ((health === 'slipping' || health === 'stalled') && lastHeldAt !== null) return 'quiet';
  return earlySignals.find((one) => one === first?.code) ?? 'other';
}

/** How many pairings are in the queue for which reason, most first; those of the same number by weight. */
export function countReasons(pairings: readonly PairingItem[]): { reason: TodayReason; count: number }[] {
  return [...Map.groupBy(pairings, reasonOf)]
    .map(([reason, of]) => ({ reason, count: of.length }))
    .toSorted((one, other) => other.count - one.count);
}

/** What a program needs of its coordinator today: why and how often, the first pairings by name, the dates that come up. */
export function writeCoordinatorDigest(
  { programId, programName, pairings, deadlines }: ProgramDay,
  reader: DigestReader,
): Letter {
  const { locale } = reader;
  const say = words(locale);
  const number = new Intl.NumberFormat(locale);
  const nameOf = ({ format, mentorName, menteeNames, peerNames }: PairingItem) =>
    format === 'circle'
      ? say('today.circle', { mentor: mentorName })
      : new Intl.ListFormat(locale).format(format === 'peer' ? peerNames : [mentorName, ...menteeNames]);
  return {
    kind: 'coordinator-digest',
    personId: reader.personId,
    programId,
    to: reader.email,
    locale,
    facts: {
      name: reader.givenName,
      program: programName,
      pairings: pairings.length,
      causes: bullets(
        countReasons(pairings).map(
          ({ reason, count }) => `${say(`today.reason.${reason}`)}: ${number.format(count)}`,
        ),
      ),
      queue: bullets(
        pairings
          .slice(0, MOST_PAIRINGS)
          .map((pairing) => `${nameOf(pairing)}: ${say(`today.reason.${reasonOf(pairing)}`)}`),
      ),
      dates: deadlines.length,
      deadlines: bullets(
        deadlines.map(
          ({ kind, cohortName, on }) =>
            `${say(`today.deadline.${kind}`)} (${cohortName}): ${dayInWords(on, locale)}`,
        ),
      ),
    },
    path: `/today?program=${programId}`,
    inInbox: false,
  };
}
