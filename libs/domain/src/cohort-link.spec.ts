import { describe, expect, it } from '@jest/globals';

import { linkOpensTo } from './cohort-link.ts';

const link = { domains: ['halden.example'], untilOn: '2026-03-10', isRevoked: false };

describe('an open link', () => {
  it('opens to addresses of its domains, up to its last day', () => {
    expect(linkOpensTo(link, 'Mia@Halden.Example', '2026-03-10')).toBe(true);
    expect(linkOpensTo(link, 'mia@halden.example', '2026-03-11')).toBe(false);
    expect(linkOpensTo({ ...link, isRevoked: true }, 'mia@halden.example', '2026-03-01')).toBe(false);
  });

  it.each([
    null,
    '',
    'halden.example',
    'mia@mail.halden.example',
    'mia@halden.example.org',
    'mia@nothalden.example',
  ])('does not open to %s', (email) => expect(linkOpensTo(link, email, '2026-03-01')).toBe(false));
});
