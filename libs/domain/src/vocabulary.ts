/** The formats of a program; see the glossary. */
export const formats = ['one-to-one', 'circle', 'reverse', 'peer', 'flash'] as const;
export type Format = (typeof formats)[number];

/** The two sides of an enrolment and of a pairing. */
export const sides = ['mentor', 'mentee'] as const;
export type Side = (typeof sides)[number];

/** Languages of the interface and of mails. */
export const locales = ['en', 'de', 'ar'] as const;
export type Locale = (typeof locales)[number];
