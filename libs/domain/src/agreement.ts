/** What a pairing settles: its rhythm in days, the length of a meeting in minutes, and its own words. */
export interface AgreementTerms {
  cadenceDays: number;
  minutes: number;
  channel: string;
  expectations: string;
  boundaries: string;
  confidentiality: string;
}

/** The words of an agreement, in the order in which people read them. */
export const agreementWords = ['channel', 'expectations', 'boundaries', 'confidentiality'] as const;
export type AgreementWord = (typeof agreementWords)[number];

const parts = ['cadenceDays', 'minutes', ...agreementWords] as const;
export type AgreementPart = (typeof parts)[number];

/** The part of a program's journey that its pairings start from. */
export interface AgreementDefaults {
  cadenceDays: number;
  meetingMinutes: number;
  /** The program's words on confidentiality. */
  agreement: string;
  channel?: string | undefined;
  expectations?: string | undefined;
  boundaries?: string | undefined;
}

/** The program's proposal, from which every pairing's agreement starts. */
export function firstAgreement(journey: AgreementDefaults): AgreementTerms {
  return {
    cadenceDays: journey.cadenceDays,
    minutes: journey.meetingMinutes,
    channel: journey.channel ?? '',
    expectations: journey.expectations ?? '',
    boundaries: journey.boundaries ?? '',
    confidentiality: journey.agreement,
  };
}

/** Which parts two versions say differently, in reading order. */
export function changedParts(before: AgreementTerms, after: AgreementTerms): AgreementPart[] {
  return parts.filter((part) => before[part] !== after[part]);
}

/** Whether a version holds: every member that takes part has signed these very words. Nobody's silence is a yes. */
export function isSettled(members: readonly { takesPart: boolean; signedAt: unknown }[]): boolean {
  const taking = members.filter(({ takesPart }) => takesPart);
  return taking.length > 0 && taking.every(({ signedAt }) => signedAt !== null);
}
