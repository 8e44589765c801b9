import type { OutcomesReport, PulseReport, RhythmReport } from '@ithaca/contracts/measures';
import type { Metric, Retention } from '@ithaca/contracts/metrics';
import { describe, expect, it } from '@jest/globals';
import { act, screen, within } from '@testing-library/react';
import type { ReactElement } from 'react';
import { CohortContext, type ProgramFrame } from '../../../shell/cohort.ts';
import { answer } from '../../../testing/answers.ts';
import { render, type RenderOptions } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import { stamp } from '../../../testing/stamp.ts';
import OutcomesPage from './outcomes.page.tsx';
import PulsePage from './pulse.page.tsx';
import { RetentionCard } from './retention-card.tsx';
import RhythmPage from './rhythm.page.tsx';

const id = '0190a000-0000-7000-8000-000000000101';
const asOf = '2026-03-02T09:00:00.000Z';
const frame = {
  program: { id, name: 'Career growth', cohorts: [] },
  cohort: { id, name: 'Spring' },
  canCoordinate: true,
  hrefOf: (tab: string) => `/manage/${tab}`,
} as unknown as ProgramFrame;

const onPage = (page: ReactElement, options: Pick<RenderOptions, 'locale'> = {}) =>
  render(<CohortContext value={frame}>{page}</CohortContext>, { queryClient: signedIn(), ...options });

const metricOf = (key: string, part: number, base: number, more: Partial<Metric> = {}): Metric => ({
  key,
  version: 1,
  unit: 'share',
  side: null,
  numerator: part,
  denominator: base,
  estimate: part / base,
  lo: Math.max(0, part / base - 0.1),
  hi: Math.min(1, part / base + 0.1),
  method: 'wilson',
  n: base,
  pending: 0,
  unknown: 0,
  excluded: {},
  suppressed: null,
  asOf,
  ...more,
});
const withheld = (key: string, reason: string): Metric =>
  metricOf(key, 1, 1, {
    numerator: null,
    denominator: null,
    estimate: null,
    lo: null,
    hi: null,
    n: null,
    suppressed: { reason },
  });

const cell = (met: number, due: number, more: Partial<RhythmReport['all'][number]> = {}) => ({
  met,
  due,
  paused: 0,
  young: 0,
  suppressed: null,
  ...more,
});
const rhythm: RhythmReport = {
  asOf,
  stamp,
  by: 'department',
  metrics: [metricOf('weekly-rhythm', 30, 40), metricOf('meetings-held', 80, 100)],
  evidence: { both: 50, one: 30, calendar: 4, late: 2 },
  weeks: ['2026-02-16', '2026-02-23'],
  groups: [
    { group: 'Sales', pairings: 24, cells: [cell(12, 24), cell(18, 24)] },
    { group: 'Legal', pairings: 16, cells: [cell(0, 0, { paused: 2 }), cell(12, 16)] },
  ],
  all: [cell(12, 24), cell(30, 40)],
};

describe('the page of meetings', () => {
  it('says the finding as the title of its chart, and is read cell by cell from one tab stop, or as a table', async () => {
    answer({ [`GET /api/cohorts/${id}/rhythm`]: rhythm });
    const { user } = onPage(<RhythmPage />);
    const chart = await screen.findByRole('figure', { name: /30 of 40.*75%|75%.*30 of 40/ });
    expect(screen.getByText('80 of 100 meetings')).toBeTruthy();
    act(() => within(chart).getByRole('application').focus());
    await user.keyboard('{ArrowDown}{End}');
    expect(within(chart).getByRole('status').textContent).toBe('Sales (24), Feb 23: 75%, 18 of 24');
    // A paused week is no share of nothing.
    await user.keyboard('{ArrowDown}{Home}');
    expect(within(chart).getByRole('status').textContent).toBe('Legal (16), Feb 16: Paused');
    await user.click(within(chart).getByRole('button', { name: 'Table' }));
    const table = within(screen.getByRole('figure')).getByRole('table');
    expect(within(table).getByRole('row', { name: /Sales.*50%.*75%/ })).toBeTruthy();
  });
});

describe('the page of check-ins', () => {
  const sideOf = (side: 'mentee' | 'mentor', satisfaction: Metric): PulseReport['sides'][number] => ({
    side,
    satisfaction,
    mean: metricOf('satisfaction-mean', 90, 25, { unit: 'score', estimate: 3.6, lo: 3.2, hi: 4 }),
    bounds: satisfaction.suppressed ? null : { lo: 0.4, hi: 0.9 },
    response: metricOf('check-in-response', 25, 40),
    waves: [1, 2].map((wave) => ({
      wave,
      askedOn: `2026-0${wave}-10`,
      response: metricOf('check-in-response', 10 + wave, 20),
    })),
    change: null,
  });

  it('tells the share with its base, keeps back what would tell on somebody, and has a table behind each chart', async () => {
    localStorage.clear();
    answer({
      [`GET /api/cohorts/${id}/pulse`]: {
        asOf,
        stamp,
        sides: [
          sideOf('mentor', withheld('satisfaction', 'protects-others')),
          sideOf('mentee', metricOf('satisfaction', 20, 25)),
        ],
        recommendations: [],
      } satisfies PulseReport,
    });
    const { user } = onPage(<PulsePage />);
    const [useful] = await screen.findAllByRole('figure');
    expect(document.body.textContent).toContain('80%');
    expect(screen.getAllByText(/would give others away/).length).toBeGreaterThan(0);
    if (!useful) throw new Error('there is no chart');
    await user.click(within(useful).getByRole('button', { name: 'Table' }));
    const rows = within(screen.getAllByRole('table')[0] as HTMLElement).getAllByRole('row');
    expect(rows.length).toBeGreaterThanOrEqual(3);
    expect(rows.map((row) => row.textContent).join('\n')).toMatch(/80%/);
  });

  it('says that answers are counted once their check-in has closed', async () => {
    localStorage.clear();
    const waiting = { ...metricOf('satisfaction', 0, 0), estimate: null, lo: null, hi: null, pending: 12 };
    answer({
      [`GET /api/cohorts/${id}/pulse`]: {
        asOf,
        stamp,
        sides: (['mentee', 'mentor'] as const).map((side) => ({
          ...sideOf(side, waiting),
          response: { ...waiting, key: 'check-in-response' },
        })),
        recommendations: [],
      } satisfies PulseReport,
    });
    onPage(<PulsePage />);
    const [useful, response] = await screen.findAllByRole('figure');
    expect(useful?.textContent).toContain('counted once a check-in has closed');
    expect(useful?.textContent).toContain('12 not due yet');
    expect(response?.textContent).toContain('told once these are over');
  });
});

describe('the page of outcomes', () => {
  const retention: Retention = {
    side: 'mentee',
    within: null,
    verdict: 'longer',
    status: 'compared',
    design: 'landmark',
    landmarkDays: 60,
    landmarkOn: '2024-10-31',
    maturesOn: '2025-10-31',
    participants: { n: 120, events: 12 },
    others: { n: 200, events: 50 },
    difference: { estimate: 0.12, lo: 0.05, hi: 0.19 },
    restrictedMeanDays: { estimate: 20, lo: 9, hi: 31 },
    logRankP: 0.001,
    hazard: { ratio: 0.5, lo: 0.3, hi: 0.8, proportional: true, eValue: 2.6, eValueLimit: 1.5 },
    overTime: null,
    weighted: {
      ratio: 0.55,
      lo: 0.34,
      hi: 0.9,
      participants: 104.4,
      others: 188.2,
      balance: [{ fact: 'grade', difference: 0.03 }],
      leftOut: 0,
    },
    balance: [{ fact: 'grade', difference: 0.31 }],
    noCounterpart: 0,
    otherSide: 24,
    smallestDetectableHazardRatio: 0.4,
    naive: { participants: 0.9, others: 0.6 },
    curves: null,
  };
  const retentionOfMentors: Retention = {
    ...retention,
    side: 'mentor',
    within: 'grade',
    status: 'too-few-to-tell',
    verdict: 'too-few',
    participants: { n: 24, events: 2 },
    others: { n: 90, events: 6 },
    difference: null,
    restrictedMeanDays: null,
    weighted: null,
    hazard: null,
    balance: [],
    otherSide: 120,
    smallestDetectableHazardRatio: 0.2,
    naive: null,
  };
  const outcomes = (more: Partial<Retention> = {}): OutcomesReport => ({
    asOf,
    stamp,
    metrics: [metricOf('completion-rate', 30, 40)],
    matching: [
      metricOf('time-to-match', 1, 1, {
        unit: 'days',
        numerator: null,
        denominator: null,
        estimate: 16,
        lo: 12,
        hi: 22,
        n: 47,
        unknown: 3,
      }),
    ],
    requests: [],
    workforce: [
      metricOf('turnover', 25, 287, { estimate: 0.087, lo: 0.056, hi: 0.129, n: 287 }),
      metricOf('promotion-rate', 38, 412.4, {
        unit: 'per-year',
        estimate: 0.0921,
        lo: 0.065,
        hi: 0.126,
        n: 430,
      }),
    ],
    tenure: {
      curve: {
        months: [0, 3, 6, 9, 12, 15],
        survival: [1, 1, 0.857, 0.807, 0.753, 0.69],
        lo: [null, null, 0.62, 0.563, 0.503, 0.432],
        hi: [null, null, 0.952, 0.923, 0.889, 0.849],
        atRisk: [230, 210, 210, 160, 120, 110],
      },
      quartiles: [13, null, null].map((estimate, at) => ({
        share: (at + 1) / 4,
        metric: metricOf('tenure', 1, 1, { unit: 'months', estimate, lo: estimate && 6, hi: null, n: 210 }),
      })),
      leftByChoice: [
        {
          years: 2,
          metric: metricOf('tenure-left-by-choice', 1, 1, { estimate: 0.15, lo: 0.1, hi: 0.2, n: 210 }),
        },
      ],
    },
    mentors: [],
    retention: { ...retention, ...more },
    retentionOfMentors,
    sensitivity: [
      { landmarkDays: 30, difference: { estimate: -0.02, lo: -0.09, hi: 0.05 }, sameDirection: false },
      { landmarkDays: 90, difference: null, sameDirection: null },
    ],
    careers: [
      {
        key: 'promotion-difference',
        status: 'compared',
        dueOn: '2025-10-31',
        participants: { n: 120, share: 0.2 },
        others: { n: 200, share: 0.1 },
        detectable: 0.12,
        difference: metricOf('promotion-difference', 1, 1, {
          unit: 'share-difference',
          estimate: 0.1,
          lo: 0.02,
          hi: 0.18,
        }),
      },
    ],
    investment: {
      participants: 120,
      meetingHours: 400,
      effect: retention.difference,
      maturesOn: '2025-10-31',
    },
    roi: {
      metric: metricOf('return-on-investment', 1, 1, { unit: 'ratio', estimate: 2.1, lo: 0.4, hi: 4.2 }),
      assumed: {
        salary: 60_000,
        least: 0.16,
        likely: 0.21,
        most: 0.3,
        licence: 50_000,
        coordinatorHours: 0,
        hourlyRate: 0,
      },
      cost: { licence: 50_000, coordination: 0, meetings: 0, total: 50_000 },
      breakEven: { avoided: 4, expected: 30 },
      avoided: { estimate: 14.4, lo: 7, hi: 22 },
      benefit: { estimate: 180_000, lo: 80_000, hi: 300_000 },
      positive: 0.99,
      headline: 'roi',
    },
  });

  it('speaks of an association, shows how alike the groups are, and what it would take to pay', async () => {
    localStorage.clear();
    answer({ [`GET /api/cohorts/${id}/outcomes`]: outcomes() });
    const { user } = onPage(<OutcomesPage />);
    expect(await screen.findByText(/stayed longer than comparable colleagues \(association/)).toBeTruthy();
    expect(
      screen.getByText(/55% of the others’ rate \(34% to 90%\), as if of 104 and 188 people/),
    ).toBeTruthy();
    const balance = screen.getByRole('table', { name: 'How alike the groups are' });
    expect(within(balance).getByRole('row', { name: 'Grade 0.31 apart 0.03' })).toBeTruthy();
    const landmarks = within(screen.getByRole('table', { name: 'The same with another landmark' }));
    expect(landmarks.getAllByRole('row').map((row) => row.textContent)).toEqual([
      'LandmarkPercentage points after 12 months',
      'Day 30-2 (-9 to +5) other direction',
      'Day 60+12 (+5 to +19) the answer',
      'Day 90Cannot be told. ',
    ]);
    expect(document.body.textContent).not.toMatch(/because of the program/i);
    const partner = within(screen.getByRole('list', { name: 'Finding a partner' }));
    expect(partner.getByText('16 days')).toBeTruthy();
    expect(partner.getByText('Likely between 12 days and 22 days')).toBeTruthy();
    expect(partner.getByText('3 not known')).toBeTruthy();
    expect(screen.getByText('25 of 287')).toBeTruthy();
    expect(screen.getByText('38 in 412 years of employment')).toBeTruthy();
    const range = await screen.findByRole('figure', { name: /Between 0.4 and 4.2 back/ });
    await user.click(within(range).getByRole('button', { name: 'Table' }));
    expect(screen.getByRole('row', { name: /Avoided exits 14.4 \(90 %: 7 to 22\)/ })).toBeTruthy();
  });

  it('shows how long people stay as a curve that is read point by point, and who leaves by choice beside it', async () => {
    localStorage.clear();
    answer({ [`GET /api/cohorts/${id}/outcomes`]: outcomes() });
    const { user } = onPage(<OutcomesPage />);
    const figure = await screen.findByRole('figure', {
      name: 'After 1.3 years, 69% of those hired are still here',
    });
    const curve = within(figure);
    expect(
      curve.getByText(
        'A quarter have left: after 1.1 years (0.5 or later). Half: not reached. Three quarters: not reached.',
      ),
    ).toBeTruthy();
    act(() => curve.getByRole('application').focus());
    expect(curve.getByRole('status').textContent).toMatch(
      /^Years since being hired: 0\. .*: 100%\. .*: 230$/,
    );
    await user.keyboard('{End}');
    expect(curve.getByRole('status').textContent).toMatch(/^Years since being hired: 1\..*75.3% \(50%–89%\)/);
    await user.click(curve.getByRole('button', { name: 'Table' }));
    expect(curve.getByRole('row', { name: '1 75.3% (50%–89%) 120' })).toBeTruthy();
    const chosen = within(screen.getByRole('figure', { name: '15% have left by choice within 2 years' }));
    await user.click(chosen.getByRole('button', { name: 'Table' }));
    expect(chosen.getByRole('row', { name: 'Within 2 years 15% 10%–20%' })).toBeTruthy();
  });

  it('says in place of a curve that there are too few', async () => {
    const { tenure } = outcomes();
    const none = { ...tenure, curve: null, leftByChoice: [] };
    answer({ [`GET /api/cohorts/${id}/outcomes`]: { ...outcomes(), tenure: none } });
    onPage(<OutcomesPage />);
    expect(await screen.findByText('Too few to tell how long people stay')).toBeTruthy();
    expect(screen.getByText('Too few to tell how many leave by choice')).toBeTruthy();
    expect(screen.queryByRole('figure', { name: /still here/ })).toBeNull();
  });

  it('tells mentors by themselves, beside colleagues of their grade', async () => {
    const report = outcomes();
    const mentors = report.careers.map((one) => ({
      ...one,
      status: 'too-few-to-tell' as const,
      difference: withheld(one.key, 'too-few-to-tell'),
    }));
    const byChoice = {
      ...report.careers[0]!,
      key: 'voluntary-exit-difference' as const,
      status: 'told-of-another' as const,
      difference: withheld('voluntary-exit-difference', 'protects-others'),
    };
    const careers = [
      byChoice,
      ...report.careers,
      ...mentors.map((one) => ({ ...one, difference: { ...one.difference, side: 'mentor' as const } })),
    ];
    answer({ [`GET /api/cohorts/${id}/outcomes`]: { ...report, careers } });
    onPage(<OutcomesPage />);
    expect(await screen.findByText(/^Mentees stayed longer/)).toBeTruthy();
    expect(screen.getByText('24 mentors are in neither group.')).toBeTruthy();
    expect(screen.getByText(/Too few to tell whether mentors stay longer than colleagues/)).toBeTruthy();
    expect(
      screen.getByText('24 mentors, 2 of them left; 90 colleagues of their grade, 6 left.'),
    ).toBeTruthy();
    expect(screen.getByText(/only if mentors left at 20% of the others’ rate/)).toBeTruthy();
    const list = within(screen.getByRole('list', { name: 'Mentors' }));
    expect(list.getByText('Too few to tell.')).toBeTruthy();
    const ofMentees = within(screen.getByRole('list', { name: 'Mentees' }));
    expect(ofMentees.getByText(/20% against 10%/)).toBeTruthy();
    expect(ofMentees.getByText('Told of only one cohort a year; this is another.')).toBeTruthy();
  });

  it('tells of mentors in one sentence where a page has no room for more', () => {
    onPage(<RetentionCard retention={retention} ofMentors={retentionOfMentors} cohortId={id} />);
    expect(screen.getByText('Do mentors stay?').parentElement?.textContent).toBe(
      'Do mentors stay? Too few to tell whether mentors stay longer than colleagues of their grade.',
    );
    expect(screen.queryByText(/24 mentors, 2 of them left/)).toBeNull();
  });

  it('says how small a difference could have shown, where none did', async () => {
    const { careers, ...report } = outcomes();
    const none = careers.map((one) => ({ ...one, difference: { ...one.difference, lo: -0.02 } }));
    answer({ [`GET /api/cohorts/${id}/outcomes`]: { ...report, careers: none } });
    onPage(<OutcomesPage />);
    expect(await screen.findByText('No difference could be shown.')).toBeTruthy();
    expect(
      screen.getByText('So many people show a difference only from 12 percentage points on.'),
    ).toBeTruthy();
  });

  it('says because of the program where a lottery decided, and nothing of hidden causes', async () => {
    answer({
      [`GET /api/cohorts/${id}/outcomes`]: outcomes({ design: 'lottery', landmarkDays: 0, weighted: null }),
    });
    onPage(<OutcomesPage />);
    expect(await screen.findByText(/Those drawn stayed longer because of the program/)).toBeTruthy();
    expect(screen.getByText('120 drawn, 12 of them left; 200 not drawn, 50 left.')).toBeTruthy();
    expect(screen.getByText('More often than those not drawn, because of the program.')).toBeTruthy();
    expect(document.body.textContent).not.toMatch(/\(association|hidden cause/);
  });
});
