import type { Repeat } from '@ithaca/domain/meeting-series';
import type { Locale } from '@ithaca/domain/vocabulary';

import type { Letter } from '../../platform/mail/post.ts';
import type { SideMember } from './sides.queries.ts';

export type MeetingLetterKind =
  'meeting-planned' | 'meeting-moved' | 'meeting-declined' | 'meeting-cancelled';

/** An instant as the reader's own wall shows it, in the reader's language, with the name of the zone. */
function writeWhen(at: Date, reader: { locale: Locale; timeZone: string }): string {
  return new Intl.DateTimeFormat(reader.locale, {
    timeZone: reader.timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'long',
  }).format(at);
}

/** The letter that tells one member about a meeting that another planned, moved or cancelled. */
export function writeMeetingLetter(
  kind: MeetingLetterKind,
  meeting: { id: string; pairingId: string; startsAt: Date; durationMinutes: number },
  reader: SideMember & { email: string },
  inviter: string,
  { repeat, following }: { repeat: Repeat | null; following: number } = { repeat: null, following: 0 },
): Omit<Letter, 'programId'> {
  return {
    kind,
    personId: reader.personId,
    to: reader.email,
    locale: reader.locale,
    facts: {
      name: reader.givenName,
      inviter,
      when: writeWhen(meeting.startsAt, reader),
      minutes: meeting.durationMinutes,
      weeks: repeat?.everyWeeks ?? 0,
      times: repeat?.times ?? 0,
      following,
    },
    path: `/pairings/${meeting.pairingId}/meetings/${meeting.id}`,
    ...(kind === 'meeting-cancelled' || kind === 'meeting-declined'
      ? {}
      : { act: { act: 'attend-meeting', subjectId: meeting.id, until: meeting.startsAt } }),
  };
}

/** Into the own calendar of whoever planned; or what is in a calendar already, as it is now. */
export type OwnEntryKind = 'calendar-entry' | 'calendar-updated';

/** The letter that brings the own calendar of somebody up to date; their calendar reads it, they need not. */
export function writeOwnEntry(
  kind: OwnEntryKind,
  meeting: { id: string; pairingId: string; startsAt: Date },
  reader: SideMember & { email: string },
): Omit<Letter, 'programId'> {
  return {
    kind,
    personId: reader.personId,
    to: reader.email,
    locale: reader.locale,
    facts: { name: reader.givenName, when: writeWhen(meeting.startsAt, reader) },
    path: `/pairings/${meeting.pairingId}/meetings/${meeting.id}`,
  };
}
