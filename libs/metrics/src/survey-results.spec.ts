import { describe, expect, it } from '@jest/globals';

import {
  measureChange,
  measureQuestion,
  type MeasuredAnswer,
  type MeasuredQuestion,
} from './survey-results.ts';

const question = (kind: MeasuredQuestion['kind'], options: string[] = []) => ({ key: 'q', kind, options });
const answered = (values: readonly unknown[], side: 'mentor' | 'mentee' = 'mentee'): MeasuredAnswer[] =>
  values.map((value) => ({ side, round: 1, answers: { q: value } }));

describe('what may be told of a question', () => {
  it('is nothing of four answers, a mean of five, a spread of ten', () => {
    const scale = question('scale');
    expect(measureQuestion(scale, answered([1, 2, 4, 5]))).toMatchObject({
      n: null,
      mean: null,
      suppressed: 'small-group',
    });
    const five = measureQuestion(scale, answered([1, 2, 4, 5, 5]));
    expect(five).toMatchObject({ n: 5, suppressed: null, counts: null });
    expect(five.mean?.estimate).toBeCloseTo(3.4);
    expect(five.content?.estimate).toBeCloseTo(0.6);
    const ten = measureQuestion(scale, answered([1, 2, 2, 3, 3, 4, 4, 4, 4, 4]));
    // Who said 1 alone could be told from the others, and from the sum if only that one were hidden.
    expect(ten.counts).toEqual([
      { value: '1', n: null },
      { value: '2', n: null },
      { value: '3', n: null },
      { value: '4', n: 5 },
      { value: '5', n: null },
    ]);
  });

  it('is nothing while all of a few agree: everybody’s answer would be known', () => {
    expect(measureQuestion(question('scale'), answered([5, 4, 5, 4, 5]))).toMatchObject({
      mean: null,
      suppressed: 'protects-others',
    });
  });

  it('shows mentors and mentees apart only when both may be seen', () => {
    const mentees = answered([2, 3, 4, 5, 5, 4]);
    const scale = question('scale');
    expect(measureQuestion(scale, [...mentees, ...answered([1, 4, 5, 3], 'mentor')]).sides).toBeNull();
    const both = measureQuestion(scale, [...mentees, ...answered([1, 4, 5, 3, 2], 'mentor')]);
    expect(both.sides?.map(({ side, n }) => [side, n])).toEqual([
      ['mentor', 5],
      ['mentee', 6],
    ]);
  });

  it('shows texts from ten on, in nobody’s order, and a recommendation as well', () => {
    const words = ['z', 'b', 'y', 'a', 'x', 'c', 'w', 'd', 'v', 'e'];
    expect(measureQuestion(question('text'), answered(words.slice(1))).texts).toBeNull();
    expect(measureQuestion(question('text'), answered([...words, ''])).texts).toEqual(words.toSorted());
    expect(measureQuestion(question('nps'), answered([10, 10, 9, 9, 9, 8, 7, 7, 3])).net).toBeNull();
    expect(
      measureQuestion(question('nps'), answered([10, 10, 9, 9, 9, 8, 7, 7, 3, 0])).net?.estimate,
    ).toBeCloseTo(30);
  });

  it('counts several choices of one person, and hides a second option where one alone could be had by subtraction', () => {
    const picks = [...Array.from({ length: 9 }, () => ['a', 'b']), ['a', 'c'], ['a']];
    expect(measureQuestion(question('choices', ['a', 'b', 'c']), answered(picks)).counts).toEqual([
      { value: 'a', n: 11 },
      { value: 'b', n: null },
      { value: 'c', n: null },
    ]);
  });
});

describe('a change of the same people', () => {
  it('is the paired difference with its interval, and nothing under ten', () => {
    const pairs = [1, 2, 3, 4, 2, 3, 1, 2, 3, 4].map((start, index) => ({
      start,
      end: start + (index % 3),
      round: 1,
    }));
    const change = measureChange(pairs);
    expect(change).toMatchObject({ n: 10, start: 2.5 });
    expect(change.difference?.estimate).toBeCloseTo(0.9);
    // By hand: differences 0 1 2 0 1 2 0 1 2 0, sd 0.8756, t(9) = 2.2622.
    expect(change.difference?.lo).toBeCloseTo(0.2736, 3);
    expect(change.difference?.hi).toBeCloseTo(1.5264, 3);
    expect(measureChange(pairs.slice(1))).toEqual({ n: null, start: null, end: null, difference: null });
  });
});
