import type { Metric } from '@ithaca/contracts/metrics';
import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer } from '../testing/answers.ts';
import { render } from '../testing/render.tsx';
import { MetricStat } from './metric-stat.tsx';

function metricOf(changes: Partial<Metric> = {}): Metric {
  return {
    key: 'active-pairings',
    version: 1,
    unit: 'share',
    side: null,
    numerator: 33,
    denominator: 44,
    estimate: 0.75,
    lo: 0.61,
    hi: 0.85,
    method: 'wilson',
    n: 44,
    pending: 0,
    unknown: 0,
    excluded: {},
    suppressed: null,
    asOf: '2026-11-22T10:00:00.000Z',
    ...changes,
  };
}

const nothing = { numerator: null, denominator: null, estimate: null, lo: null, hi: null, n: null };

describe('a number', () => {
  it('stands with its base, its interval and what it is compared with', () => {
    render(<MetricStat metric={metricOf()} comparison="Higher than in First cohort (60%)" />);
    expect(screen.getByText('75%')).toBeTruthy();
    expect(screen.getByText('33 of 44 pairings')).toBeTruthy();
    expect(screen.getByText('Likely between 61% and 85%')).toBeTruthy();
    expect(screen.getByText(/Higher than in First cohort/)).toBeTruthy();
  });

  it('that is withheld says why and shows no figure, least of all a zero', () => {
    render(<MetricStat metric={metricOf({ ...nothing, suppressed: { reason: 'protects-others' } })} />);
    expect(screen.getByText('Withheld')).toBeTruthy();
    expect(screen.getByText('Not shown, because it would give others away.')).toBeTruthy();
    expect(document.body.textContent).not.toMatch(/\d/);
  });

  it('of four pairings is told as a count, not as a share', () => {
    render(<MetricStat metric={metricOf({ numerator: 2, denominator: 4, estimate: 0.5, n: 4 })} />);
    expect(screen.getByText('Too few to tell')).toBeTruthy();
    expect(screen.getByText(/2 of 4/)).toBeTruthy();
    expect(screen.queryByText('50%')).toBeNull();
  });

  it('of few is told with its interval and never compared', () => {
    render(<MetricStat metric={metricOf({ numerator: 6, denominator: 8, n: 8 })} comparison="Higher" />);
    expect(screen.getByText('Few: read the range, not the number.')).toBeTruthy();
    expect(screen.queryByText('Higher')).toBeNull();
  });

  it('that nobody is due for says what is still to come', () => {
    render(<MetricStat metric={metricOf({ ...nothing, n: 0, pending: 5 })} />);
    expect(screen.getByText('Nothing to count yet')).toBeTruthy();
    expect(screen.getByText('5 not due yet')).toBeTruthy();
  });

  it('explains itself, with the rule that the API has, asked for when it is opened', async () => {
    const rule = {
      key: 'active-pairings',
      numerator: 'Those with a held meeting.',
      denominator: 'All of them.',
    };
    const asked = answer({ 'GET /api/metrics': { items: [rule] } });
    const { user } = render(<MetricStat metric={metricOf()} />);
    expect(asked).toEqual([]);
    await user.click(screen.getByRole('button', { name: /Active pairings/ }));
    expect(await screen.findByText(/measured by their own rhythm/)).toBeTruthy();
    expect(await screen.findByText('Those with a held meeting.')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Full definition' }).getAttribute('href')).toBe(
      '/metrics#active-pairings',
    );
  });
});
