import type { Metric } from '@ithaca/contracts/metrics';
import type { Report } from '@ithaca/contracts/reports';
import { describe, expect, it } from '@jest/globals';
import { act, screen, within } from '@testing-library/react';
import { answer, problem } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import { stamp } from '../../testing/stamp.ts';
import ReportPage from './report.page.tsx';

const cohortId = '0190a000-0000-7000-8000-000000000101';
const route = `GET /api/cohorts/${cohortId}/report`;

const metricOf = (key: string, changes: Partial<Metric> = {}): Metric => ({
  key,
  version: 1,
  unit: 'share',
  side: null,
  numerator: 30,
  denominator: 40,
  estimate: 0.75,
  lo: 0.6,
  hi: 0.86,
  method: 'wilson',
  n: 40,
  pending: 0,
  unknown: 0,
  excluded: {},
  suppressed: null,
  asOf: '2026-11-22T10:00:00.000Z',
  ...changes,
});

const reportOf = (changes: Partial<Report> = {}): Report => ({
  cohort: {
    id: cohortId,
    name: 'Spring cohort',
    programId: cohortId,
    programName: 'Career growth',
    format: 'one-to-one',
    purpose: 'The next step.',
    state: 'running',
    startsOn: '2026-07-19',
    endsOn: '2027-01-17',
  },
  organisationName: 'Halden Robotics',
  asOf: '2026-11-22T10:00:00.000Z',
  stamp,
  audience: 'area',
  areaPeople: 28,
  minimumGroup: 10,
  period: null,
  verdict: { code: 'most-meet', facts: { active: 33, pairings: 44 } },
  metrics: ['match-rate', 'meetings-held', 'cadence-adherence', 'satisfaction', 'check-in-response'].map(
    (key) => metricOf(key),
  ),
  heldByWeek: [
    { weekStartsOn: '2026-07-20', held: 10, expected: 12 },
    { weekStartsOn: '2026-07-27', held: null, expected: 12 },
  ],
  goals: { open: null, claimed: 0, reached: 12, abandoned: 0 },
  hours: 123.8,
  retention: null,
  retentionOfMentors: null,
  ...changes,
});

const show = () => render(<ReportPage cohortId={cohortId} />, { queryClient: signedIn({ isManager: true }) });

describe('a report', () => {
  it('begins with its verdict and never gives usefulness without the response', async () => {
    answer({ [route]: reportOf() });
    show();
    expect(await screen.findByText('Most pairings meet as agreed: 33 of 44 met lately.')).toBeTruthy();
    expect(screen.getByText('28 people of your area', { exact: false })).toBeTruthy();
    expect(screen.getByText('Mentees only · 75% answered (30 of 40)')).toBeTruthy();
  });

  it('calls withheld what is withheld, in the chart and among the goals', async () => {
    answer({ [route]: reportOf() });
    const { user } = show();
    const figure = await screen.findByRole('figure', {
      name: 'In the weeks told, 83% of the agreed meetings were held (10 of 12)',
    });
    act(() => within(figure).getByRole('application').focus());
    await user.keyboard('{ArrowRight}');
    expect(within(figure).getByRole('status').textContent).toBe('Week: Jul 27. Held: Withheld. Agreed: 12');
    expect(screen.getByText('Withheld, because too few people: Open.')).toBeTruthy();
    expect(screen.queryByText(/of 12 goals are reached/)).toBeNull();
  });

  it('judges a cohort that is over by its meetings', async () => {
    const report = reportOf({ verdict: { code: 'over', facts: { held: 30, set: 40 } } });
    answer({ [route]: { ...report, cohort: { ...report.cohort, state: 'closed' } } });
    show();
    expect(await screen.findByText('The cohort is over: 30 of 40 meetings took place.')).toBeTruthy();
  });

  it('tells a manager of a small area why there is none, and who can see more', async () => {
    answer({ [route]: problem(409, 'report.too-few', { facts: { minimum: 10 } }) });
    show();
    expect(
      await screen.findByRole('heading', { level: 1, name: 'Your area is too small for this report' }),
    ).toBeTruthy();
    expect(screen.getByText(/Fewer than 10 of your people/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'See my reports' })).toBeTruthy();
  });
});
