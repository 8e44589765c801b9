import type { Locale, Side } from '@ithaca/domain/vocabulary';

import type { Letter } from '../../../platform/mail/post.ts';
import type { Recipient } from '../enrolment-letters.ts';

interface CohortName {
  programId: string;
  cohortId: string;
  programName: string;
}

const base = (kind: Letter['kind'], { id, email, displayName, locale }: Recipient, programId: string) => ({
  kind,
  personId: id,
  programId,
  to: email,
  locale,
  facts: { name: displayName },
});

/** An instant's day in the reader's zone, in words. */
export const dayOf = (at: Date, locale: Locale, timeZone: string) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone }).format(at);

/** Says that an enrolment has arrived and what it waits for. */
export function waitsLetter(
  cohort: CohortName,
  recipient: Recipient,
  why: 'approval' | 'draw' | 'list',
): Letter {
  const letter = base('enrolment-waits', recipient, cohort.programId);
  return {
    ...letter,
    facts: { ...letter.facts, program: cohort.programName, why },
    path: `/programs/${cohort.cohortId}/enrol`,
  };
}

/** A seat has come free and is kept for this person until `dueAt`. */
export function offeredLetter(
  cohort: CohortName,
  recipient: Recipient,
  offer: { enrolmentId: string; dueAt: Date; timeZone: string },
): Letter {
  const letter = base('seat-offered', recipient, cohort.programId);
  return {
    ...letter,
    facts: {
      ...letter.facts,
      program: cohort.programName,
      dueOn: new Intl.DateTimeFormat(recipient.locale, {
        dateStyle: 'full',
        timeStyle: 'short',
        timeZone: offer.timeZone,
      }).format(offer.dueAt),
    },
    path: `/programs/${cohort.cohortId}/enrol?role=mentee`,
    act: { act: 'take-seat', subjectId: offer.enrolmentId, until: offer.dueAt },
  };
}

/** The seat was not taken in time and went to the next. */
export function overLetter(cohort: CohortName, recipient: Recipient): Letter {
  const letter = base('seat-over', recipient, cohort.programId);
  return {
    ...letter,
    facts: { ...letter.facts, program: cohort.programName },
    path: `/programs/${cohort.cohortId}`,
  };
}

/** Asks a manager for a yes; the button answers without signing in. */
export function askLetter(
  manager: Recipient & { timeZone: string },
  about: {
    approvalId: string;
    programId: string;
    person: string;
    program: string;
    hours: number;
    startsOn: string;
    endsOn: string;
  },
  again: boolean,
  until: Date,
): Letter {
  const letter = base('approval-asked', manager, about.programId);
  const day = (value: string) => dayOf(new Date(`${value}T12:00:00Z`), manager.locale, 'UTC');
  return {
    ...letter,
    facts: {
      ...letter.facts,
      person: about.person,
      program: about.program,
      hours: new Intl.NumberFormat(manager.locale).format(about.hours),
      startsOn: day(about.startsOn),
      endsOn: day(about.endsOn),
      again: again ? 'yes' : 'no',
    },
    path: '/team',
    act: { act: 'approve-enrolment', subjectId: about.approvalId, until },
  };
}

/** Tells somebody that the manager or a coordinator said no, and why. */
export function declinedLetter(cohort: CohortName, recipient: Recipient, reason: string): Letter {
  const letter = base('approval-declined', recipient, cohort.programId);
  return {
    ...letter,
    facts: { ...letter.facts, program: cohort.programName, reason },
    path: `/programs/${cohort.cohortId}`,
  };
}

/** Reminds somebody who began and stopped. */
export function unfinishedLetter(
  cohort: CohortName & { enrolmentClosesOn: string },
  recipient: Recipient,
  role: Side,
): Letter {
  const letter = base('enrolment-unfinished', recipient, cohort.programId);
  return {
    ...letter,
    facts: {
      ...letter.facts,
      program: cohort.programName,
      closesOn: dayOf(new Date(`${cohort.enrolmentClosesOn}T12:00:00Z`), recipient.locale, 'UTC'),
    },
    path: `/programs/${cohort.cohortId}/enrol?role=${role}`,
  };
}
