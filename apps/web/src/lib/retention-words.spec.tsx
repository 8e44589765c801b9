import type { Retention } from '@ithaca/contracts/metrics';
import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { render } from '../testing/render.tsx';
import { useRetentionWords } from './retention-words.ts';

function retentionOf(changes: Partial<Retention> = {}): Retention {
  return {
    side: 'mentee',
    within: null,
    verdict: 'longer',
    status: 'compared',
    design: 'landmark',
    landmarkDays: 60,
    landmarkOn: '2025-07-10',
    maturesOn: '2026-07-10',
    participants: { n: 69, events: 5 },
    others: { n: 162, events: 40 },
    difference: { estimate: 0.12, lo: 0.03, hi: 0.21 },
    restrictedMeanDays: { estimate: 14, lo: 4, hi: 24 },
    logRankP: 0.01,
    hazard: { ratio: 0.5, lo: 0.3, hi: 0.83, proportional: true, eValue: 2.6, eValueLimit: 1.5 },
    overTime: null,
    weighted: null,
    balance: [],
    noCounterpart: 3,
    otherSide: 12,
    smallestDetectableHazardRatio: 0.37,
    naive: { participants: 0.93, others: 0.7 },
    curves: null,
    ...changes,
  };
}

function Words({ retention }: { retention: Retention }) {
  const { finding, details, method, naive } = useRetentionWords()(retention);
  return (
    <>
      <p>{finding}</p>
      <p>{details.join(' ')}</p>
      <p>{method.join(' ')}</p>
      <p>{naive && `${naive.number} ${naive.why}`}</p>
    </>
  );
}

describe('who stays', () => {
  it('is told as an association, with its interval, and the naive number with why it is wrong', () => {
    render(<Words retention={retentionOf()} />);
    expect(screen.getByText(/Mentees stayed longer than comparable colleagues \(association/)).toBeTruthy();
    expect(screen.getByText(/\+12 percentage points \(\+3 to \+21\)/)).toBeTruthy();
    expect(screen.getByText(/93% of mentees against 70%.*It is wrong/)).toBeTruthy();
    expect(screen.getByText(/left at 50% of the others’ rate \(30% to 83%\)/)).toBeTruthy();
    expect(screen.getByText(/bands of grade and tenure that mentees have/)).toBeTruthy();
    expect(screen.getByText(/2.6 times as strong on both sides/)).toBeTruthy();
    expect(screen.getByText(/3 people had nobody comparable.*12 mentors are in neither group/)).toBeTruthy();
    expect(document.body.textContent).not.toMatch(/because of|reduces/i);
  });

  it('does not count groups whose size is withheld', () => {
    const none = { n: null, events: null };
    render(<Words retention={retentionOf({ participants: none, status: 'too-few-to-tell' })} />);
    expect(screen.getByText(/^Too few to tell/)).toBeTruthy();
    expect(document.body.textContent).not.toContain('Withheld');
  });

  it('says the smallest effect that could have been seen when there are too few', () => {
    const few = { verdict: 'too-few', status: 'too-few-to-tell', difference: null } as const;
    render(<Words retention={retentionOf(few)} />);
    expect(screen.getByText('Too few to tell whether mentees stay longer.')).toBeTruthy();
    expect(screen.getByText(/only if mentees left at 37% of the others’ rate/)).toBeTruthy();
  });

  it('gives no single ratio when the gap changed over time', () => {
    const hazard = { ratio: 0.5, lo: 0.3, hi: 0.83, proportional: false, eValue: 2.6, eValueLimit: 1.5 };
    render(<Words retention={retentionOf({ hazard })} />);
    expect(screen.getByText(/The gap changed over time/)).toBeTruthy();
    expect(document.body.textContent).not.toMatch(/others’ rate|as strong/);
  });

  it('is told of mentors beside colleagues of their grade, as an association even where a lottery drew the mentees', () => {
    render(
      <Words
        retention={retentionOf({
          side: 'mentor',
          within: 'tenure',
          overTime: null,
          naive: null,
          otherSide: 11,
        })}
      />,
    );
    expect(screen.getByText(/^Mentors stayed longer.*could mentor and do not \(association/)).toBeTruthy();
    expect(screen.getByText(/69 mentors.*162 colleagues of their grade/)).toBeTruthy();
    expect(screen.getByText(/the grades and tenure that mentors have\. After 12 months/)).toBeTruthy();
    expect(screen.getByText(/11 mentees are in neither group\. A single analysis/)).toBeTruthy();
    expect(document.body.textContent).not.toMatch(/because of|enrolment|because|Mentees/);
  });

  it('names peers as they are', () => {
    render(<Words retention={retentionOf({ side: 'peer', otherSide: 0 })} />);
    expect(screen.getByText(/^Peers stayed longer/)).toBeTruthy();
    expect(document.body.textContent).not.toMatch(/[Mm]entee|[Mm]entor/);
  });

  it('waits for the twelve months', () => {
    render(<Words retention={retentionOf({ verdict: 'too-few', difference: null })} />);
    expect(screen.getByText(/twelve months can be read from Jul 10, 2026/)).toBeTruthy();
  });
});
