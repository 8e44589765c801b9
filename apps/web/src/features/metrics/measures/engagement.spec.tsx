import type { EngagementReport } from '@ithaca/contracts/measures';
import { describe, expect, it } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { CohortContext, type ProgramFrame } from '../../../shell/cohort.ts';
import { answer } from '../../../testing/answers.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import { stamp } from '../../../testing/stamp.ts';
import EngagementPage from './engagement.page.tsx';

const id = '0190a000-0000-7000-8000-000000000101';
const asOf = '2026-03-02T09:00:00.000Z';
const frame = {
  program: { id, name: 'Career growth', cohorts: [] },
  cohort: { id, name: 'Spring' },
  canCoordinate: true,
  hrefOf: (tab: string) => `/manage/${tab}`,
} as unknown as ProgramFrame;

const report: EngagementReport = {
  asOf,
  stamp,
  isWithdrawn: false,
  metric: {
    key: 'engagement-score',
    version: 1,
    unit: 'score',
    side: null,
    numerator: null,
    denominator: null,
    estimate: 61.25,
    lo: 55,
    hi: 67.5,
    method: 't-by-pairing',
    n: 24,
    pending: 2,
    unknown: 0,
    excluded: {},
    suppressed: null,
    asOf,
  },
  parts: [
    { part: 'adherence', weight: 0.5, share: 0.75, met: 60, of: 80, pairings: 24 },
    { part: 'confirmation', weight: 0.5, share: 0.5, met: 30, of: 60, pairings: 22 },
    { part: 'goals', weight: 0, share: null, met: 0, of: 0, pairings: 0 },
    { part: 'response', weight: 0, share: null, met: 0, of: 0, pairings: 0 },
  ],
  most: 15,
  pairings: [
    {
      id,
      format: 'one-to-one',
      mentorName: 'Ana Ortiz',
      menteeNames: ['Ben Kim'],
      peerNames: [],
      score: 31.4,
      parts: [
        { part: 'adherence', met: 1, of: 5, points: 16.4 },
        { part: 'confirmation', met: 0, of: 0, points: 15 },
        { part: 'goals', met: 0, of: 0, points: 0 },
        { part: 'response', met: 0, of: 0, points: 0 },
      ],
    },
  ],
  judgement: {
    status: 'not-yet',
    holds: null,
    since: '2026-01-01',
    counted: 40,
    fewest: { all: 100, ofEachKind: 20 },
    pending: 3,
    unknown: 0,
    auc: null,
    slope: null,
    limits: { leastAuc: 0.6, leastSlope: 0.7, mostSlope: 1.3 },
  },
};

function onPage(answered: EngagementReport) {
  answer({ [`GET /api/cohorts/${id}/engagement`]: answered });
  return render(
    <CohortContext value={frame}>
      <EngagementPage />
    </CohortContext>,
    { queryClient: signedIn() },
  );
}

describe('the page of the engagement score', () => {
  it('tells each score with what it is made of, and that it is not yet known whether it tells', async () => {
    onPage(report);
    const table = await screen.findByRole('table', { name: 'Pairings, the lowest score first' });
    const row = within(table).getByRole('row', { name: /Ana Ortiz with Ben Kim/ });
    expect(row.textContent).toContain('31');
    expect(row.textContent).toContain('16 of 50');
    expect(row.textContent).toContain('1 of 5 periods');
    expect(row.textContent).toContain('Nothing known yet');
    // A part that weighs nothing is no column, but stands among the parts.
    expect(within(table).queryByText('Goals that moved')).toBeNull();
    const parts = screen.getByRole('table', { name: 'What the score is made of' });
    expect(within(parts).getByRole('row', { name: /Goals that moved/ }).textContent).toContain(
      'Nothing known yet',
    );
    expect(screen.getByText('Mean of 24 pairings')).toBeTruthy();
    expect(screen.getByText(/Not yet known: 40 of the 100 outcomes/)).toBeTruthy();
    expect(screen.getByText(/The lowest 1 of 24/)).toBeTruthy();
  });

  it('shows neither number nor order while the score is withdrawn, but why', async () => {
    const range = { estimate: 0.52, lo: 0.45, hi: 0.59 };
    onPage({
      ...report,
      isWithdrawn: true,
      metric: { ...report.metric, estimate: null, lo: null, hi: null, method: null },
      pairings: [],
      judgement: {
        ...report.judgement,
        status: 'judged',
        holds: false,
        counted: 200,
        auc: range,
        slope: range,
      },
    });
    expect(await screen.findByText('The score is withdrawn for now')).toBeTruthy();
    expect(screen.getByText(/in 52% of cases \(45% to 59%; at least 60%\)/)).toBeTruthy();
    expect(screen.queryByText(/61/)).toBeNull();
    expect(screen.queryByRole('table', { name: /lowest score/ })).toBeNull();
  });
});
