import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';

import { day, email, line, optionalLink, optionalParagraph, timeZone } from './text.ts';

const accepts = (schema: z.core.$ZodType, value: unknown) => z.safeParse(schema, value).success;

describe('a line of text', () => {
  it.each(['a\u0000b', 'a\ud800', 'two\nlines', '\u007f', '  ', 'x'.repeat(41), 5, null])(
    'refuses %j',
    (value) => {
      expect(accepts(line(40), value)).toBe(false);
    },
  );

  it.each(['Zoë', 'نور', '👩‍🚀', ' trimmed '])('accepts %j', (value) => {
    expect(accepts(line(40), value)).toBe(true);
  });
});

describe('a paragraph', () => {
  it('may have line breaks and tabs, nothing else that is invisible to PostgreSQL', () => {
    expect(accepts(optionalParagraph(40), 'one\r\n\ttwo')).toBe(true);
    expect(accepts(optionalParagraph(40), 'one\u0000two')).toBe(false);
    expect(accepts(optionalParagraph(40), 'one\u001b[0m')).toBe(false);
  });
});

describe('a link', () => {
  it.each(['', 'https://meet.example.com/r/1?a=b#c', 'http://intranet/room'])('may be %j', (value) => {
    expect(accepts(optionalLink(60), value)).toBe(true);
  });

  it.each([
    'javascript:alert(1)',
    'https://',
    'https:example.com',
    'https://zoom.us@evil.example/',
    'https://name:word@evil.example/',
    'https://[::1',
    'HTTPS://x.example',
  ])('is never %j', (value) => {
    expect(accepts(optionalLink(60), value)).toBe(false);
  });
});

describe('a day, an address, a zone', () => {
  it('are real ones', () => {
    expect(accepts(day, '2024-02-29')).toBe(true);
    expect(accepts(day, '2023-02-29')).toBe(false);
    expect(accepts(day, '9999-01-01')).toBe(false);
    expect(accepts(email, 'ana@example.com')).toBe(true);
    expect(accepts(email, 'ana@@example.com')).toBe(false);
    expect(accepts(timeZone, 'Europe/Berlin')).toBe(true);
    expect(accepts(timeZone, 'Mars/Olympus')).toBe(false);
    expect(accepts(timeZone, 'America/Argentina/Buenos_Aires')).toBe(true);
    expect(accepts(timeZone, 'UTC')).toBe(true);
    for (const other of ['+01:00', 'CTT', 'IST', 'US/Pacific-New'])
      expect(accepts(timeZone, other)).toBe(false);
  });
});
