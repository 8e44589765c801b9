import type { SharedReport } from '@ithaca/contracts/report-links';
import { expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer, problem } from '../../../testing/answers.ts';
import { render } from '../../../testing/render.tsx';
import SharedReportPage from './shared-report.page.tsx';

const token = 'x'.repeat(43);
const id = '0190a000-0000-7000-8000-000000000101';
const route = 'POST /api/report-links/reading';
const shared: SharedReport = {
  name: 'For the board',
  expiresAt: '2026-12-22T10:00:00.000Z',
  report: {
    organisationName: 'Halden Robotics',
    programId: id,
    programName: 'Career growth',
    asOf: '2026-11-22T10:00:00.000Z',
    minimumGroup: 10,
    split: null,
    period: null,
    cohorts: [{ id, name: 'Spring', startsOn: '2026-02-01', endsOn: '2026-08-01' }],
    metrics: [],
  },
};

it('shows what a link froze: whose it is, as of when, until when', async () => {
  const asked = answer({ [route]: { state: 'open', shared } });
  render(<SharedReportPage token={token} top={null} />);
  expect(await screen.findByRole('heading', { level: 1, name: 'For the board' })).toBeInstanceOf(HTMLElement);
  expect(screen.getByText('Halden Robotics · Career growth')).toBeInstanceOf(HTMLElement);
  expect(screen.getByText(/^Since the start · As of .* · this link opens until/)).toBeInstanceOf(HTMLElement);
  // Once: neither under each number nor at the end.
  expect(document.body.textContent.match(/As of/g)).toHaveLength(1);
  expect(asked.map(({ body }) => body)).toEqual([{ token }]);
});

it.each([
  ['expired', 'This link has expired'],
  ['revoked', 'This link was taken back'],
])('says plainly that a link is over: %s', async (state, words) => {
  answer({ [route]: { state, shared: null } });
  render(<SharedReportPage token={token} top={null} />);
  expect(await screen.findByRole('heading', { level: 1, name: words })).toBeInstanceOf(HTMLElement);
});

it.each([
  [404, 'record.not-found', 'This link leads nowhere'],
  [403, 'access.denied', 'This report is not open to you'],
] as const)('says plainly why it shows nothing: %s %s', async (status, code, words) => {
  answer({ [route]: problem(status, code) });
  render(<SharedReportPage token={token} top={null} />);
  expect(await screen.findByRole('heading', { level: 1, name: words })).toBeInstanceOf(HTMLElement);
});

it('leads whom nobody knows through signing in and back', async () => {
  answer({ [route]: problem(401, 'session.required') });
  render(<SharedReportPage token={token} top={null} />);
  const link = await screen.findByRole('link', { name: 'Sign in' });
  expect(link.getAttribute('href')).toBe(`/sign-in?to=${encodeURIComponent(`/shared/${token}`)}`);
});
