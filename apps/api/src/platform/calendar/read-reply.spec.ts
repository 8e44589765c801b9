import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { readReply } from './read-reply.ts';

const lines = (more: { calendar?: string[]; event?: string[] } = {}) => [
  'BEGIN:VCALENDAR',
  ...(more.calendar ?? ['METHOD:REPLY']),
  'VERSION:2.0',
  'BEGIN:VEVENT',
  ...(more.event ?? [
    'UID:0193@mentoring.example.com',
    'SEQUENCE:2',
    'DTSTAMP:20260302T130000Z',
    'ATTENDEE;CN="Mani: the; Mentee";PARTSTAT=ACCEPTED:MAILTO:Mani@Example.com',
  ]),
  'BEGIN:VALARM',
  'UID:another',
  'END:VALARM',
  'END:VEVENT',
  'END:VCALENDAR',
];
const event = (...more: string[]) => lines({ event: [...(lines().slice(4, 8) as string[]), ...more] });

describe('a reply from a calendar', () => {
  it('is read whoever wrote it, folded and with what is not needed', () => {
    const meant = {
      uid: '0193@mentoring.example.com',
      sequence: 2,
      stampedAt: new Date('2026-03-02T13:00:00Z'),
      occurrence: null,
      attendee: 'mani@example.com',
      reply: 'coming',
    };
    expect(readReply(lines().join('\r\n'))).toEqual(meant);
    const folded = lines().map((line) => line.replaceAll(/(.{20})(?=.)/g, '$1\r\n '));
    expect(readReply(`${folded.join('\r\n')}\r\n`)).toEqual(meant);
    expect(readReply(event('RECURRENCE-ID;TZID=Europe/Berlin:20260309T140000').join('\n'))).toMatchObject({
      occurrence: '20260309T140000',
    });
  });

  it.each([
    ['no calendar', ['BEGIN:VCARD', 'END:VCARD']],
    ['an invitation', lines({ calendar: ['METHOD:REQUEST'] })],
    ['two methods', lines({ calendar: ['METHOD:REPLY', 'METHOD:REPLY'] })],
    ['no answer yet', lines().map((line) => line.replace('ACCEPTED', 'NEEDS-ACTION'))],
    ['a name of all objects', lines().map((line) => line.replace('ACCEPTED', '__proto__'))],
    ['two attendees', event('ATTENDEE;PARTSTAT=DECLINED:mailto:eve@example.com')],
    ['two names', event('UID:other')],
    ['two sequences', event('SEQUENCE:9')],
    ['a sequence that is no number', lines().map((line) => line.replace('SEQUENCE:2', 'SEQUENCE:2e9'))],
    ['an address that is none', lines().map((line) => line.replace('MAILTO:', 'https://'))],
    ['no stamp', lines().filter((line) => !line.startsWith('DTSTAMP'))],
    ['a day that there is not', lines().map((line) => line.replace('20260302T', '20261302T'))],
    ['a quote that never ends', lines().map((line) => line.replace('Mentee"', 'Mentee'))],
    ['an end too few', lines().slice(0, -1)],
    ['an end too many', [...lines(), 'END:VCALENDAR']],
    ['two events', [...lines().slice(0, -1), ...lines().slice(3)]],
    ['a line of nothing', event(':::')],
    ['too much', event(`X-LONG:${'a'.repeat(70_000)}`)],
    ['a null byte', event('X-A:\u0000')],
  ])('is not read from %s', (_, file) => {
    expect(readReply(file.join('\r\n'))).toBeNull();
  });

  it('never falls over and never takes long, whatever it is given', () => {
    const parts = fc.constantFrom(
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'END:VEVENT',
      ';',
      ':',
      '"',
      '\r\n ',
      '\n',
      'UID',
      '=',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string()), { maxLength: 60 }), (file) => {
        expect(readReply(file.join(''))).toBeNull();
      }),
      { numRuns: 300 },
    );
    const before = performance.now();
    for (const text of [';'.repeat(60_000), '"'.repeat(60_000), 'A;B='.repeat(15_000), '\n '.repeat(30_000)])
      expect(readReply(`BEGIN:VCALENDAR\n${text}`)).toBeNull();
    expect(performance.now() - before).toBeLessThan(500);
  });
});
