import { describe, expect, it } from '@jest/globals';

import { renderMail } from './layout.tsx';

const mail = (locale: 'en' | 'ar') =>
  renderMail({
    locale,
    subject: 'For the board',
    paragraphs: ['Hello Marcus,', 'Spring cohort\n• Match rate: 89%\n• Meetings held: 78%'],
    reason: 'reads',
    organisationName: 'Halden Robotics',
    brandColour: '#3b4fd8',
  });

describe('a mail', () => {
  it('lets points hang: what goes on in a second line begins below the words of the first', async () => {
    const { html } = await mail('en');
    expect(html.match(/padding-left:12px[^>]*>•/g)).toHaveLength(2);
    expect((await mail('ar')).html.match(/padding-right:12px[^>]*>•/g)).toHaveLength(2);
    // Where there are no points, a paragraph is words alone.
    expect(html).toMatch(/>Hello Marcus,<\/p>/);
  });

  it('has the same lines as text', async () => {
    expect((await mail('en')).text).toContain('Spring cohort\n• Match rate: 89%\n• Meetings held: 78%');
  });
});
