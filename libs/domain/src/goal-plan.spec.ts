import { describe, expect, it } from '@jest/globals';

import { GOAL_PLAN_LIMITS, goalFrom, goalPlanIn, goalPlansOf, standardGoalPlans } from './goal-plan.ts';
import { programTemplates } from './program-templates.ts';
import { locales } from './vocabulary.ts';

describe('a goal to start from', () => {
  const plan = {
    title: 'Speak up',
    measure: '',
    days: 30,
    steps: [
      { title: 'Once', day: 7 },
      { title: 'Often', day: null },
    ],
    texts: { de: { title: 'Das Wort ergreifen', measure: '', steps: ['Einmal', ''] } },
  };

  it('is read in the reader’s language as far as it is written in it', () => {
    expect(goalPlanIn(plan, 'de')).toEqual({
      title: 'Das Wort ergreifen',
      measure: '',
      days: 30,
      steps: [
        { title: 'Einmal', day: 7 },
        { title: 'Often', day: null },
      ],
    });
    expect(goalPlanIn(plan, 'ar').title).toBe('Speak up');
  });

  it('counts its days from the day on which it is taken', () => {
    expect(goalFrom(goalPlanIn(plan, 'en'), '2026-02-27')).toEqual({
      title: 'Speak up',
      measure: '',
      dueOn: '2026-03-29',
      milestones: [
        { title: 'Once', dueOn: '2026-03-06' },
        { title: 'Often', dueOn: null },
      ],
    });
  });

  it('comes from the program’s template until the program has its own', () => {
    expect(goalPlansOf(null, 'flash', 'en').map(({ title }) => title)).toEqual([
      'Try one thing from our conversation',
    ]);
    expect(goalPlansOf([], 'flash', 'en')).toEqual([]);
    expect(standardGoalPlans('blank', 'de')[0]?.title).toBe('Vor meiner Abteilung vortragen');
  });

  it.each(locales)('is whole in every language, written first in %s', (locale) => {
    for (const { key } of programTemplates) {
      const plans = standardGoalPlans(key, locale);
      expect(plans.length).toBeGreaterThan(0);
      for (const { days, steps, texts } of plans) {
        expect(steps.length).toBeLessThanOrEqual(GOAL_PLAN_LIMITS.steps);
        const at = steps.map(({ day }) => day ?? -1);
        expect(at).toEqual(at.toSorted((one, other) => one - other));
        expect(at.at(-1)).toBeLessThanOrEqual(days ?? 0);
        expect(Object.keys(texts ?? {})).toEqual(locales.filter((one) => one !== locale));
        for (const words of Object.values(texts ?? {})) expect(words?.steps).toHaveLength(steps.length);
      }
    }
  });
});
