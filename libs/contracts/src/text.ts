import * as z from 'zod/mini';

/**
 * The building blocks of every schema. Each string is bounded and refuses what PostgreSQL or a reader cannot hold:
 * NUL, lone surrogates, and other control characters (line breaks and tabs are allowed in paragraphs only).
 */
const CONTROL = /\p{Cc}/u;
const CONTROL_BUT_BREAKS = /[^\P{Cc}\n\r\t]/u;

const wellFormed = (forbidden: RegExp) =>
  z.refine<string>((value) => value.isWellFormed() && !forbidden.test(value), {
    error:
      'Contains a character that cannot be stored (NUL, a control character or half of a surrogate pair).',
  });

/** One line of text, trimmed, 1 to `max` characters. */
export const line = (max: number) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(max), wellFormed(CONTROL));

/** One line that may be empty. */
export const optionalLine = (max: number) =>
  z.string().check(z.trim(), z.maxLength(max), wellFormed(CONTROL));

/** Several lines of text, trimmed, 1 to `max` characters. */
export const paragraph = (max: number) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(max), wellFormed(CONTROL_BUT_BREAKS));

/** Several lines of text that may be empty. */
export const optionalParagraph = (max: number) =>
  z.string().check(z.trim(), z.maxLength(max), wellFormed(CONTROL_BUT_BREAKS));

/** A link to a page, or nothing. None that hides a name and a password before its host, as it leads elsewhere than it reads. */
export const optionalLink = (max: number) =>
  optionalLine(max).check(
    z.refine((value) => value === '' || isPageLink(value), { error: 'A link that starts with https://' }),
  );

function isPageLink(value: string): boolean {
  if (!/^https?:\/\/[^\s/]/.test(value) || !URL.canParse(value)) return false;
  const { username, password } = new URL(value);
  return username === '' && password === '';
}

/** A UUID of any version; ids made by the API are version 7. */
export const id = z.guid();

/** A calendar day, `2026-03-01`, between 1900 and 2200. */
export const day = z.iso.date().check(
  z.refine((value) => value >= '1900-01-01' && value <= '2200-12-31', {
    error: 'A day between 1900 and 2200.',
  }),
);

/** An instant with its offset, `2026-03-01T09:00:00Z`. */
export const instant = z.iso.datetime({ offset: true });

/** A wall-clock time, `09:30`. */
export const clockTime = z
  .string()
  .check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'A time such as 09:30.' }));

/** A mail address, trimmed; compared in lower case. */
export const email = z.string().check(z.trim(), z.maxLength(254), z.email(), wellFormed(CONTROL));

/**
 * Area/City or UTC. `Intl` takes abbreviations and offsets as well, which PostgreSQL reads otherwise (`+01:00` the other
 * way round, `IST` as Israel's) or not at all (`CTT`, `US/Pacific-New`).
 */
const ZONE_NAME = /^(UTC|(?!US\/Pacific-New$)[a-z_]+(\/[a-z0-9_+-]+){1,2})$/i;

/** An IANA time zone this runtime and the database know, such as `Europe/Berlin`. */
export const timeZone = z.string().check(
  z.maxLength(64),
  z.refine(
    (value) => {
      if (!ZONE_NAME.test(value)) return false;
      try {
        return new Intl.DateTimeFormat('en', { timeZone: value }) instanceof Intl.DateTimeFormat;
      } catch {
        return false;
      }
    },
    { error: 'A time zone of the IANA list, such as Europe/Berlin.' },
  ),
);

/** A language of the interface. */
export const locale = z.enum(['en', 'de', 'ar']);

/** A language somebody speaks: an ISO 639 code such as `en` or `pt`. */
export const language = z
  .string()
  .check(z.regex(/^[a-z]{2,3}$/, { error: 'A language code such as en or de.' }));

/** `#rrggbb`. */
export const colour = z.string().check(z.regex(/^#[0-9a-f]{6}$/i, { error: 'A colour such as #3b4fd8.' }));

/** The secret of a mailed link: 256 bits in 43 characters. */
export const token = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, { error: 'The link is not complete.' }));
