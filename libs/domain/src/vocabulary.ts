/** The formats of a program; see the glossary. */
export const formats = ['one-to-one', 'circle', 'reverse', 'peer', 'flash'] as const;
export type Format = (typeof formats)[number];

/** What somebody is in a cohort and in its pairings: one of two sides, or a peer, who is both at once. */
export const sides = ['mentor', 'mentee', 'peer'] as const;
export type Side = (typeof sides)[number];

/** The sides of programs that tell a mentor from a mentee. */
export const unequalSides = ['mentor', 'mentee'] as const satisfies Side[];
export type UnequalSide = (typeof unequalSides)[number];

/** Are members on these sides of one pairing partners? Mentees of a circle are not one another's, peers are. */
export const arePartners = (one: Side, other: Side): boolean => one !== other || one === 'peer';

/** The sides on which people take part in a program of this format. */
export const sidesOf = (format: Format): readonly Side[] => (format === 'peer' ? ['peer'] : unequalSides);

/** Languages of the interface and of mails. */
export const locales = ['en', 'de', 'ar'] as const;
export type Locale = (typeof locales)[number];
