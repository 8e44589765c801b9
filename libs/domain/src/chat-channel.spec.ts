import { describe, expect, it } from '@jest/globals';

import { isChatAddress, problemOfAnswer, waitBefore } from './chat-channel.ts';

describe('the address of a chat channel', () => {
  it.each([
    ['slack', 'https://hooks.slack.com/services/T0/B0/x', true],
    ['slack', 'http://hooks.slack.com/services/T0/B0/x', false],
    ['slack', 'https://hooks.slack.com.example.org/services/T0', false],
    ['slack', 'https://hooks.slack.com@example.org/', false],
    ['slack', 'https://a:b@hooks.slack.com/services/T0', false],
    ['slack', 'https://hooks.slack.com:8443/services/T0', false],
    ['teams', 'https://contoso.webhook.office.com/webhookb2/1', true],
    [
      'teams',
      'https://prod-01.westeurope.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?sig=x',
      true,
    ],
    ['teams', 'https://default1.2.environment.api.powerplatform.com/powerautomate/1', true],
    ['teams', 'https://webhook.office.com/1', false],
    ['teams', 'https://evilwebhook.office.com/1', false],
    ['teams', 'https://hooks.slack.com/services/T0', false],
    ['teams', 'nonsense', false],
  ] as const)('of %s: %s is one: %s', (service, address, is) => {
    expect(isChatAddress(service, address)).toBe(is);
  });
});

describe('a message to a chat', () => {
  it('is tried again with growing patience when the other side is busy or down, never when the address is gone', () => {
    expect(problemOfAnswer(200, 'ok')).toBeNull();
    expect(problemOfAnswer(202, '')).toBeNull();
    expect(problemOfAnswer(200, 'Webhook message delivery failed with error: HTTP error 429')).toBe('busy');
    expect([302, 400, 403, 404, 410, 429, 503].map((status) => problemOfAnswer(status, ''))).toEqual([
      'refused',
      'refused',
      'refused',
      'gone',
      'gone',
      'busy',
      'down',
    ]);
    expect([1, 2, 3, 6, 7].map((tries) => waitBefore('down', tries, null))).toEqual([
      60_000,
      120_000,
      240_000,
      1_920_000,
      null,
    ]);
    expect(waitBefore('busy', 1, 600)).toBe(600_000);
    expect(waitBefore('busy', 1, 1e9)).toBe(3_600_000);
    expect(waitBefore('gone', 1, null)).toBeNull();
    expect(waitBefore('refused', 1, null)).toBeNull();
  });
});
