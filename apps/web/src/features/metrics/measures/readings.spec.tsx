import type { OutcomesReport, PulseReport } from '@ithaca/contracts/measures';
import type { AccessReport, Metric } from '@ithaca/contracts/metrics';
import { describe, expect, it } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import type { ReactElement } from 'react';
import { CohortContext, type ProgramFrame } from '../../../shell/cohort.ts';
import { answer } from '../../../testing/answers.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import { stamp } from '../../../testing/stamp.ts';
import { BurdenCard } from './burden-card.tsx';
import PulsePage from './pulse.page.tsx';
import { RequestsCard } from './requests-card.tsx';

const id = '0190a000-0000-7000-8000-000000000101';
const asOf = '2026-03-02T09:00:00.000Z';
const frame = {
  program: { id, name: 'Career growth', cohorts: [] },
  cohort: { id, name: 'Spring' },
  canCoordinate: true,
  hrefOf: (tab: string) => `/manage/${tab}`,
} as unknown as ProgramFrame;

const onPage = (page: ReactElement) =>
  render(<CohortContext value={frame}>{page}</CohortContext>, { queryClient: signedIn() });

const metricOf = (key: string, more: Partial<Metric> = {}): Metric => ({
  key,
  version: 1,
  unit: 'share',
  side: null,
  numerator: null,
  denominator: null,
  estimate: null,
  lo: null,
  hi: null,
  method: null,
  n: null,
  pending: 0,
  unknown: 0,
  excluded: {},
  suppressed: null,
  asOf,
  ...more,
});
const rate = (key: string, part: number, base: number) =>
  metricOf(key, { numerator: part, denominator: base, n: base, estimate: part / base, lo: 0.3, hi: 0.9 });

type Group = NonNullable<AccessReport['burden']>['groups'][number];
const nothing: Group = {
  group: '',
  mentors: null,
  heavy: null,
  rate: null,
  lo: null,
  hi: null,
  shareOfEligible: null,
  shareOfMentors: null,
  shareOfMinutes: null,
  perMentor: null,
  difference: null,
  q: null,
  verdict: null,
  suppressed: null,
};
const report = (burden: AccessReport['burden']): AccessReport => ({
  asOf,
  stamp,
  by: 'department',
  dimensions: [],
  minimumGroup: 0,
  frozen: null,
  names: {},
  stages: [],
  burden,
});

describe('who carries the mentoring', () => {
  const sales: Group = {
    ...nothing,
    group: 'Sales',
    mentors: 24,
    heavy: 20,
    rate: 20 / 24,
    lo: 0.64,
    hi: 0.93,
    shareOfEligible: 0.21,
    shareOfMentors: 0.48,
    shareOfMinutes: 0.91,
    perMentor: 100,
    difference: { estimate: 0.6, lo: 0.41, hi: 0.79 },
    q: 0.0001,
    verdict: 'more',
  };
  const whole = { mentors: 50, heavy: 20, minutes: 2640, suppressed: null };

  it('names the group that carries more, beside what it is of the mentors and of all who could', () => {
    onPage(<BurdenCard cohortId={id} report={report({ ...whole, groups: [sales] })} />);
    expect(screen.getByText('Sales carry more than the other mentors')).toBeDefined();
    expect(document.body.textContent).toContain(
      '91% of all minutes · 48% of the mentors · 21% of those who could take part',
    );
    expect(document.body.textContent).toContain('+60 percentage points against the others');
  });

  it('names none that may be chance, says no minutes where none are told, and why a group is hidden', () => {
    const declared = { ...sales, shareOfMinutes: null, perMentor: null, verdict: null };
    const hidden = { ...nothing, group: 'Legal', suppressed: { reason: 'small-group' } };
    onPage(
      <BurdenCard cohortId={id} report={report({ ...whole, minutes: null, groups: [declared, hidden] })} />,
    );
    expect(screen.getByText('No group clearly carries more of the mentoring')).toBeDefined();
    expect(document.body.textContent).not.toContain('of all minutes');
    expect(document.body.textContent).toContain('Too few people stand behind it');
  });

  it('is no card before anybody has met', () => {
    onPage(<BurdenCard cohortId={id} report={report({ ...whole, minutes: 0, groups: [sales] })} />);
    expect(screen.queryByRole('figure')).toBeNull();
  });
});

describe('what changed between two waves', () => {
  it('is said as more than chance or within it, in words and without an arrow', async () => {
    const side = (name: 'mentee' | 'mentor', verdict: 'lower' | 'chance'): PulseReport['sides'][number] => ({
      side: name,
      satisfaction: rate('satisfaction', 60, 80),
      mean: metricOf('satisfaction-mean'),
      bounds: null,
      response: rate('check-in-response', 60, 90),
      waves: [{ wave: 2, askedOn: '2026-01-10', response: rate('check-in-response', 30, 45) }],
      change: {
        latest: { wave: 2, satisfied: 15, n: 30 },
        before: { wave: 1, satisfied: 24, n: 30 },
        difference: metricOf('satisfaction-change', { estimate: -0.3, lo: -0.5, hi: -0.05, n: 60 }),
        verdict,
      },
    });
    answer({
      [`GET /api/cohorts/${id}/pulse`]: {
        asOf,
        stamp,
        sides: [side('mentee', 'lower'), side('mentor', 'chance')],
        recommendations: [
          {
            moment: 'end',
            question: 'Would you recommend it?',
            recommendation: metricOf('recommendation', { estimate: 30, lo: 10, hi: 50, n: 40 }),
            change: {
              since: 'middle',
              difference: metricOf('recommendation-change', { estimate: 20, lo: -4, hi: 44, n: 80 }),
              verdict: 'chance',
            },
          },
        ],
      } satisfies PulseReport,
    });
    onPage(<PulsePage />);
    const changes = (await screen.findByText('From check-in to check-in')).closest('section');
    if (!changes) throw new Error('nothing is said of a change');
    expect(changes.textContent).toContain(
      'Mentees, check-in 2, 50% of 30 answers after 80% of 30 in check-in 1: -30 percentage points (likely -50 to -5). More than chance.',
    );
    expect(changes.textContent).toMatch(/Mentors.*Within chance\./);
    expect(changes.textContent).not.toMatch(/[↑↓▲▼]/u);
    expect(document.body.textContent).toContain(
      '+20 points since “Halfway” (likely -4 to +44). Within chance.',
    );
  });
});

describe('requests by rank', () => {
  it('tell how many said yes to first choices, and of a hidden rank why', () => {
    const requests: OutcomesReport['requests'] = [
      { rank: 1, acceptance: rate('request-acceptance', 18, 30) },
      { rank: 2, acceptance: metricOf('request-acceptance', { suppressed: { reason: 'small-group' } }) },
    ];
    onPage(<RequestsCard requests={requests} />);
    const figure = screen.getByRole('figure');
    expect(within(figure).getByText('First choices: 60% of the mentors said yes')).toBeDefined();
    expect(figure.textContent).toContain('18 of 30');
    expect(figure.textContent).toMatch(/Choice 2.*[Tt]oo few/);
  });
});
