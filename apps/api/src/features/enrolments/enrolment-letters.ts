import type { Locale } from '@ithaca/domain/vocabulary';

import type { Letter } from '../../platform/mail/post.ts';
import { dayInWords } from '../../platform/mail/words.ts';

export interface Recipient {
  id: string;
  email: string;
  displayName: string;
  locale: Locale;
}

interface CohortFacts {
  programId: string;
  cohortId: string;
  programName: string;
  purpose: string;
  startsOn: string;
  endsOn: string;
  enrolmentClosesOn: string;
  journey: { hoursPerMonth: number };
}

/** Asks somebody to take part; `path` holds their secret. */
export function invitationLetter(
  cohort: CohortFacts,
  recipient: Recipient,
  invitation: { inviter: string; path: string },
): Letter {
  const { id, email, displayName, locale } = recipient;
  return {
    kind: 'cohort-invitation',
    personId: id,
    programId: cohort.programId,
    to: email,
    locale,
    facts: {
      name: displayName,
      inviter: invitation.inviter,
      program: cohort.programName,
      purpose: cohort.purpose,
      hours: new Intl.NumberFormat(locale).format(cohort.journey.hoursPerMonth),
      startsOn: dayInWords(cohort.startsOn, locale),
      endsOn: dayInWords(cohort.endsOn, locale),
      closesOn: dayInWords(cohort.enrolmentClosesOn, locale),
    },
    path: invitation.path,
  };
}

/** Confirms that an enrolment has arrived and says what happens when. */
export function receivedLetter(cohort: CohortFacts, recipient: Recipient): Letter {
  const { id, email, displayName, locale } = recipient;
  return {
    kind: 'enrolment-received',
    personId: id,
    programId: cohort.programId,
    to: email,
    locale,
    facts: {
      name: displayName,
      program: cohort.programName,
      startsOn: dayInWords(cohort.startsOn, locale),
      closesOn: dayInWords(cohort.enrolmentClosesOn, locale),
    },
    path: `/programs/${cohort.cohortId}/enrol`,
  };
}

/** Tells a coordinator, while pairings are made, that somebody is not to be counted on for now. */
export function pausedLetter(
  cohort: Pick<CohortFacts, 'cohortId' | 'programId' | 'programName'>,
  recipient: Recipient,
  person: string,
): Letter {
  const { id, email, displayName, locale } = recipient;
  return {
    kind: 'enrolment-paused',
    personId: id,
    programId: cohort.programId,
    to: email,
    locale,
    facts: { name: displayName, program: cohort.programName, person },
    path: `/manage/${cohort.programId}/matching?cohort=${cohort.cohortId}`,
  };
}
