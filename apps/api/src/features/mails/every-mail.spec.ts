import { describe, expect, it } from '@jest/globals';
import { locales } from '@ithaca/domain/vocabulary';

import { mailKinds, mannersOf, reasonOf } from '../../platform/mail/catalogue.ts';
import type { MailReason } from '../../platform/mail/catalogue.ts';
import { renderMail } from '../../platform/mail/layout.tsx';
import { findFault, variablesOf, writtenWording } from '../../platform/mail/wording.ts';
import { say, words } from '../../platform/mail/words.ts';
import { exampleLetter } from './example-letter.ts';

const program = {
  id: '019cadc6-9a80-7000-8000-000000000001',
  name: 'Growth',
  purpose: 'Grow.',
  format: 'one-to-one' as const,
  hoursPerMonth: 2,
  milestone: null,
  coordinatorName: 'Cora',
};

describe.each(locales)('every mail in %s', (locale) => {
  it.each(mailKinds)('%s has a text part, its language and direction, and one button', async (kind) => {
    const wording = writtenWording(kind, locale);
    expect(findFault(wording, variablesOf(kind))).toBeNull();
    const { facts } = exampleLetter(kind, program, null, locale, new Date('2026-03-02T09:00:00Z'));
    const values = { ...facts, organisation: 'Aurora' };
    const texts = {
      subject: say(locale, wording.subject, values),
      button: say(locale, wording.button, values),
      body: say(locale, wording.body, values),
    };
    for (const text of Object.values(texts)) {
      expect(text.trim()).not.toBe('');
      expect(text).not.toMatch(/[{}]|undefined/);
    }
    const canBeStopped = mannersOf(kind).stop !== undefined;
    const mail = await renderMail({
      locale,
      subject: texts.subject,
      paragraphs: texts.body.split(/\n{2,}/),
      button: { text: texts.button, url: 'https://mentoring.example.com/my' },
      ...(canBeStopped ? { stopUrl: 'https://mentoring.example.com/act/stop' } : {}),
      reason: reasonOf(kind),
      organisationName: 'Aurora',
      brandColour: '#3b4fd8',
    });
    // Only what goes to those who take part says that they do.
    const why = (reason: MailReason) => words(locale)('footer.why', { reason, organisation: 'Aurora' });
    expect(mail.text).toContain(why(reasonOf(kind)));
    expect(mail.text.includes(why('mentoring'))).toBe(mannersOf(kind).reason === undefined);
    expect(mail.subject).not.toMatch(/[\r\n]/);
    expect(mail.html).toMatch(new RegExp(`<html[^>]*dir="${locale === 'ar' ? 'rtl' : 'ltr'}"`));
    expect(mail.html).toMatch(new RegExp(`<html[^>]*lang="${locale}"`));
    expect(mail.html.match(/<a /g)).toHaveLength(canBeStopped ? 2 : 1);
    expect(mail.text).toContain('https://mentoring.example.com/my');
    expect(mail.text.includes('https://mentoring.example.com/act/stop')).toBe(canBeStopped);
  });
});
