import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isEligible } from './eligibility.ts';
import { givenCrowd, givenMentee, givenMentor } from './given.ts';
import { PairScorer } from './pair-scorer.ts';
import { toProfile, type Participant } from './participant.ts';
import { defaultPolicy, type MatchingPolicy, type Rule } from './policy.ts';
import { plainRows } from './row-search.ts';
import { EXCLUDED } from './rule-kernels.ts';
import { scoreOf, scorePair } from './score.ts';

const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 4 });
const some = (words: readonly string[], maxLength = 3): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...words), { maxLength });
const people = ['p-0', 'p-1', 'p-2', 'p-3', 'p-4', 'p-5'];
const topics = ['sql', 'law', 'design', 'sales'];
const level = orNull(fc.integer({ min: 1, max: 5 }));

const anyAnswers: fc.Arbitrary<Partial<Participant>> = fc.record({
  personId: fc.constantFrom(...people),
  managerLine: some(people),
  teamId: orNull(fc.constantFrom('t', 'u')),
  department: orNull(fc.constantFrom('sales', 'law')),
  site: orNull(fc.constantFrom('berlin', 'cairo')),
  grade: orNull(fc.integer({ min: 1, max: 12 })),
  tenureDays: orNull(fc.integer({ min: 0, max: 2000 })),
  languages: some(['en', 'de', 'ar']),
  timeZoneOffsetMinutes: orNull(fc.constantFrom(-300, 0, 90)),
  workingHours: orNull(
    fc.record({ from: fc.integer({ min: 0, max: 1439 }), to: fc.integer({ min: 0, max: 1439 }) }),
  ),
  daysAway: fc.array(
    fc.record({ from: fc.integer({ min: -9, max: 50 }), until: fc.integer({ min: -5, max: 60 }) }),
    { maxLength: 3 },
  ),
  skillsWanted: fc.array(
    fc.record({ skill: fc.constantFrom(...topics), level, importance: fc.integer({ min: 0, max: 3 }) }),
    { maxLength: 4 },
  ),
  skillsOffered: fc.array(fc.record({ skill: fc.constantFrom(...topics), level }), { maxLength: 4 }),
  goals: some(topics),
  interests: some(topics),
  workingStyle: fc.dictionary(
    fc.constantFrom('pace', 'way'),
    fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom('call', 'write')),
  ),
  wishes: some(people),
  doNotPairWith: some(people, 1),
  earlierPartners: some(people, 1),
  attributes: fc.dictionary(fc.constant('track'), fc.oneof(fc.integer({ min: 1, max: 2 }), fc.constant('1'))),
});

const whenUnknown = fc.constantFrom('allow' as const, 'exclude' as const);
const anyRules: fc.Arbitrary<Rule[]> = whenUnknown.chain((unknown) =>
  fc.subarray<Rule>([
    { code: 'own-manager-line', levels: 2 },
    { code: 'same-team' },
    { code: 'grade-gap', min: 1, whenUnknown: unknown },
    { code: 'tenure-gap', minDays: 100, whenUnknown: unknown },
    { code: 'common-language', whenUnknown: unknown },
    { code: 'hours-overlap', minMinutes: 60, whenUnknown: unknown },
    { code: 'time-together', runDays: 50, minDays: 30 },
    { code: 'same-site', whenUnknown: unknown },
    { code: 'earlier-partners' },
    { code: 'do-not-pair' },
    { code: 'attribute', attribute: 'track', relation: 'same', whenUnknown: unknown },
  ]),
);

const anyPool = fc
  .record({
    asking: fc.array(anyAnswers, { minLength: 1, maxLength: 5 }),
    offering: fc.array(anyAnswers, { maxLength: 5 }),
    rules: anyRules,
    weights: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 11, maxLength: 11 }),
  })
  .map(({ asking, offering, rules, weights }) => {
    const criteria = defaultPolicy.criteria.map((criterion, k) => ({
      ...criterion,
      weight: weights[k]! + Number(k === 0),
    }));
    const policy: MatchingPolicy = { ...defaultPolicy, rules, criteria };
    const mentees = asking.map((answers, k) => toProfile(givenMentee(`a${k}`, answers)));
    const mentors = offering.map((answers, k) => toProfile(givenMentor(`b${k}`, answers)));
    return { mentees, mentors, policy };
  });

describe('scores of whole rows', () => {
  it('are to the point those of single pairs, and sum up their parts', () => {
    fc.assert(
      fc.property(anyPool, ({ mentees, mentors, policy }) => {
        const scorer = new PairScorer(mentees, mentors, policy);
        const row = new Int32Array(mentors.length);
        mentees.forEach((mentee, i) => {
          scorer.scoreRow(i, row);
          mentors.forEach((mentor, j) => {
            const score = scoreOf(mentee, mentor, policy.criteria);
            const { contributions } = scorePair(mentee, mentor, policy.criteria);
            expect(row[j]).toBe(isEligible(mentee, mentor, policy.rules) ? score : EXCLUDED);
            expect(contributions.reduce((sum, { points }) => sum + points, 0)).toBe(score);
          });
        });
      }),
      { numRuns: 120 },
    );
  });

  it('are found by what they are worth at any prices, the locked pair whatever the rules say', () => {
    const price = fc.oneof(
      fc.integer({ min: -3000, max: 0 }),
      fc.integer({ min: -(2 ** 40), max: 9000 - 2 ** 40 }),
      fc.constant(-Infinity),
    );
    const anySearch = fc.record({
      pool: anyPool,
      prices: fc.array(price, { minLength: 5, maxLength: 5 }),
      limits: fc.array(fc.integer({ min: -1000, max: 9000 }), { minLength: 5, maxLength: 5 }),
      isFar: fc.boolean(),
      isLocked: fc.boolean(),
    });
    fc.assert(
      fc.property(anySearch, ({ pool: { mentees, mentors, policy }, prices, limits, isFar, isLocked }) => {
        const locks = new Map(isLocked && mentors.length > 0 ? [[0, mentors.length - 1]] : []);
        const scorer = new PairScorer(mentees, mentors, policy, locks);
        const ofMentor = Float64Array.from(mentors, (_, j) => prices[j]!);
        const searches = [scorer, plainRows(mentors.length, (i, row) => scorer.scoreRow(i, row))].map(
          (rows) => rows.search(ofMentor),
        );
        mentees.forEach((_, i) => {
          const least = limits[i]! - (isFar ? 2 ** 40 : 0);
          const [found, all] = searches.map((search) => {
            const count = search.find(i, least);
            const pairs = [...search.mentor.subarray(0, count)].map((j, k) => [j, search.score[k]]);
            return pairs.sort(([a], [b]) => a! - b!);
          });
          expect(found).toEqual(all);
          // Prices rise and fall on the way.
          ofMentor.forEach((own, j) => (ofMentor[j] = own === -Infinity ? 0 : own - i));
          for (const search of searches) search.reprice();
        });
      }),
      { numRuns: 200 },
    );
  });

  it.each([3, 5])(
    'agree in a crowd too, where tables are made of answers that many share: %d wishes',
    (wishes) => {
      const { mentees, mentors } = givenCrowd(40, 300, wishes);
      const skills = ['sql', 'coaching', 'finance', 'law', 'sales', 'design'];
      const wanting = mentees.map((mentee, k) =>
        wishes === 3
          ? mentee
          : {
              ...mentee,
              skillsWanted: skills.slice(k % 2, wishes + (k % 2)).map((skill, at) => ({
                skill,
                level: at % 2 ? null : 4,
                importance: at,
              })),
            },
      );
      // One level offered throughout keeps the table of five wishes small; every tenth mentor offers nothing.
      const offering = mentors.map((mentor, k) => ({
        ...mentor,
        skillsOffered:
          k % 10 === 0
            ? []
            : mentor.skillsOffered.map((offer) => (wishes === 3 ? offer : { ...offer, level: 3 })),
      }));
      const a = wanting.map(toProfile);
      const b = offering.map(toProfile);
      const scorer = new PairScorer(a, b, defaultPolicy);
      const row = new Int32Array(b.length);
      a.forEach((mentee, i) => {
        scorer.scoreRow(i, row);
        const alone = b.map((mentor) =>
          isEligible(mentee, mentor, defaultPolicy.rules)
            ? scoreOf(mentee, mentor, defaultPolicy.criteria)
            : EXCLUDED,
        );
        expect([...row]).toEqual(alone);
      });
    },
  );
});
