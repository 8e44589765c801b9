import { SAY_DAYS } from '@ithaca/domain/meeting';
import type { Nudge } from '@ithaca/domain/nudge';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Letter } from '../../platform/mail/post.ts';

interface Reader {
  personId: string | null;
  givenName: string;
  email: string;
  locale: Locale;
}

interface About {
  pairingId: string;
  programId: string;
  programName: string;
  cadenceDays: number;
  partnerNames: readonly string[];
}

/** One reminder in the reader's language. It says why it comes, and its button does what it asks for. */
export function writeNudge(nudge: Omit<Nudge, 'personId' | 'period'>, reader: Reader, about: About): Letter {
  const { locale } = reader;
  const pairing = `/pairings/${about.pairingId}`;
  return {
    kind: `nudge-${nudge.rule}`,
    personId: reader.personId,
    programId: about.programId,
    to: reader.email,
    locale,
    facts: {
      name: reader.givenName,
      partner: new Intl.ListFormat(locale).format(about.partnerNames),
      program: about.programName,
      // A day of the calendar, not an instant: noon UTC is the same day everywhere it is formatted as UTC.
      day: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'full' }).format(
        new Date(`${nudge.day}T12:00:00Z`),
      ),
      cadence: about.cadenceDays,
      title: nudge.title,
    },
    path: {
      'meeting-soon': `${pairing}/meetings/${nudge.subjectId}`,
      'did-you-meet': `${pairing}/meetings/${nudge.subjectId}`,
      'offer-waits': pairing,
      'first-meeting': `${pairing}/meetings/new`,
      'next-meeting': `${pairing}/meetings/new`,
      'check-in-waits': `/check-ins/${nudge.subjectId}`,
      'first-goal': `${pairing}/goals`,
      milestone: pairing,
    }[nudge.rule],
    ...(nudge.rule === 'did-you-meet' && nudge.subjectId !== ''
      ? {
          act: {
            act: 'confirm-meeting',
            subjectId: nudge.subjectId,
            until: new Date(Date.parse(`${nudge.day}T12:00:00Z`) + SAY_DAYS * 86_400_000),
          },
        }
      : {}),
  };
}
