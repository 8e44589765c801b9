import type { CohortBeside, Comparison } from '@ithaca/contracts/comparison';
import type { Metric } from '@ithaca/contracts/metrics';
import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { CohortContext, type ProgramFrame } from '../../../shell/cohort.ts';
import { answer } from '../../../testing/answers.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import { stamp } from '../../../testing/stamp.ts';
import ComparisonPage from './comparison.page.tsx';

const id = '0190a000-0000-7000-8000-000000000101';
const [autumn, spring] = [`${id.slice(0, -1)}2`, `${id.slice(0, -1)}3`];
const asOf = '2026-03-02T09:00:00.000Z';
const frame = {
  program: { id, name: 'Career growth', cohorts: [] },
  cohort: { id: spring, name: 'Spring' },
  canCoordinate: true,
  hrefOf: (tab: string) => `/manage/${tab}`,
} as unknown as ProgramFrame;

const share = (part: number, base: number): Metric => ({
  key: 'match-rate',
  version: 1,
  unit: 'share',
  side: null,
  numerator: part,
  denominator: base,
  estimate: part / base,
  lo: part / base - 0.1,
  hi: Math.min(1, part / base + 0.1),
  method: 'wilson',
  n: base,
  pending: 0,
  unknown: 0,
  excluded: {},
  suppressed: null,
  asOf,
});
const beside = (cohortId: string, more: Partial<CohortBeside>): CohortBeside => ({
  cohortId,
  metric: null,
  isRegistered: false,
  verdict: 'within',
  standardised: null,
  pooled: null,
  difference: null,
  limits: null,
  q: null,
  ...more,
});
const cohortOf = (cohortId: string, name: string, more: Partial<Comparison['cohorts'][number]> = {}) => ({
  id: cohortId,
  name,
  programId: id,
  programName: 'Career growth',
  state: 'running' as const,
  startsOn: '2025-09-01',
  ageDays: 120,
  hasReached: true,
  registeredAt: null,
  history: [],
  control: null,
  ...more,
});

function onPage(changes: Partial<Comparison>) {
  answer({
    [`GET /api/programs/${id}/comparison`]: {
      asOf,
      stamp,
      among: 'program',
      age: 90,
      name: 'Career growth',
      cohorts: [cohortOf(autumn, 'Autumn'), cohortOf(spring, 'Spring')],
      more: 0,
      measures: [
        {
          key: 'match-rate',
          all: { share: 0.8, n: 80 },
          cohorts: [
            beside(autumn, { metric: share(72, 80) }),
            beside(spring, {
              metric: share(20, 60),
              verdict: 'lower',
              difference: { estimate: -0.567, lo: -0.7, hi: -0.4 },
              limits: { lo: 0.6, hi: 0.95 },
              q: 0.001,
            }),
          ],
        },
      ],
      ...changes,
    } satisfies Comparison,
  });
  return render(
    <CohortContext value={frame}>
      <ComparisonPage />
    </CohortContext>,
    { queryClient: signedIn() },
  );
}

describe('cohorts side by side', () => {
  it('say who differs beyond chance, by how much, and never rank', async () => {
    onPage({});
    expect(
      await screen.findByRole('heading', { name: 'Spring differs from the others by more than chance' }),
    ).toBeTruthy();
    expect(screen.getByText(/Match rate: Spring lower beyond chance/)).toBeTruthy();
    expect(screen.getAllByText(/points to the others/)[0]?.textContent).toContain(
      '56.7 points to the others',
    );
    expect(screen.getByText(/Cohorts are not ranked/)).toBeTruthy();
    expect(screen.getByText(/None of these cohorts named at its start/)).toBeTruthy();
    expect(screen.getByRole('link', { name: /CSV/ }).getAttribute('href')).toContain(
      `/api/programs/${id}/comparison/table?among=program&age=90`,
    );
  });

  it('leave one that is not that old unjudged, and name it', async () => {
    onPage({
      cohorts: [cohortOf(autumn, 'Autumn'), cohortOf(spring, 'Spring', { hasReached: false, ageDays: 20 })],
      measures: [
        {
          key: 'match-rate',
          all: { share: 0.9, n: 80 },
          cohorts: [
            beside(autumn, { metric: share(72, 80), verdict: 'few' }),
            beside(spring, { verdict: 'not-yet' }),
          ],
        },
      ],
    });
    expect(
      await screen.findByRole('heading', { name: 'Too few cohorts are large and old enough to compare' }),
    ).toBeTruthy();
    expect(screen.getByText(/Not that old yet: Spring\./)).toBeTruthy();
  });

  it('need two', async () => {
    onPage({ cohorts: [cohortOf(autumn, 'Autumn')], measures: [] });
    expect(await screen.findByText('Nothing to compare yet')).toBeTruthy();
  });
});
