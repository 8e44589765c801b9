import { describe, expect, it } from '@jest/globals';

import { fillMeetingLink, isMeetingLink } from './meeting-link.ts';

describe('the video link template of an organisation', () => {
  it.each([
    '',
    'https://meet.example/{pairing}',
    'https://meet.example:8443/rooms?id={random}&lang=en#x',
    'https://meet.example',
  ])('may be %j', (template) => {
    expect(isMeetingLink(template)).toBe(true);
  });

  it.each([
    'http://meet.example/{pairing}',
    'javascript:alert(1)//{pairing}',
    'https://{pairing}.example/',
    'https://meet.example{pairing}',
    'https://name:word@meet.example/{pairing}',
    'https://meet.example/{person}',
    'https://meet.example/{__proto__}',
    'https://meet.example/{pairing',
    'https://meet.example/a b',
    'meet.example/{pairing}',
  ])('may not be %j', (template) => {
    expect(isMeetingLink(template)).toBe(false);
  });

  it('gives a link in which a variable cannot become more than a part', () => {
    const variables = { pairing: 'a/../b?c', random: 'r' };
    expect(fillMeetingLink('https://meet.example/{pairing}/{random}', variables)).toBe(
      'https://meet.example/a%2F..%2Fb%3Fc/r',
    );
    expect(fillMeetingLink('', variables)).toBe('');
  });
});
