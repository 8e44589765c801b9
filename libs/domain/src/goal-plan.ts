import { addDays } from './cohort.ts';
import { MOST_MILESTONES } from './goal.ts';
import { goalPlanWords } from './goal-plan-words.ts';
import type { GoalPlanKey } from './goal-plan-words.ts';
import { locales } from './vocabulary.ts';
import type { Locale } from './vocabulary.ts';

/** What a program offers to start a goal from; a goal takes all of a plan's steps. */
export const GOAL_PLAN_LIMITS = { plans: 12, steps: MOST_MILESTONES, days: 1100 } as const;

/** What a goal to start from says; `steps` are the titles of its steps. */
export interface GoalPlanWords {
  title: string;
  measure: string;
  steps: readonly string[];
}

/** A goal to start from: an example, or with steps a plan. Days count from the day on which the goal is set. */
export interface GoalPlan {
  title: string;
  measure: string;
  /** Days until it is due; null: its owner says. */
  days: number | null;
  steps: readonly { title: string; day: number | null }[];
  texts?: Readonly<Partial<Record<Locale, GoalPlanWords | undefined>>> | undefined;
}

/** A plan in a reader's language; what is not said in it stays as it was written. */
export function goalPlanIn(plan: GoalPlan, locale: Locale): Omit<GoalPlan, 'texts'> {
  const words = plan.texts?.[locale];
  return {
    title: words?.title || plan.title,
    measure: words?.measure || plan.measure,
    days: plan.days,
    steps: plan.steps.map((step, index) => ({ ...step, title: words?.steps[index] || step.title })),
  };
}

/** The goal that a plan makes when it is taken on `today` (`YYYY-MM-DD`). */
export function goalFrom({ title, measure, days, steps }: Omit<GoalPlan, 'texts'>, today: string) {
  const on = (day: number | null) => (day === null ? null : addDays(today, day));
  return {
    title,
    measure,
    dueOn: on(days),
    milestones: steps.map((step) => ({ title: step.title, dueOn: on(step.day) })),
  };
}

/** A plan of Ithaca's: how many days it takes, and the day of each of its steps. */
const standard: Readonly<Record<GoalPlanKey, { days: number; steps: readonly number[] }>> = {
  talk: { days: 56, steps: [14, 42, 56] },
  project: { days: 120, steps: [21, 60, 120] },
  network: { days: 90, steps: [7, 28, 90] },
  'next-role': { days: 180, steps: [14, 35, 90, 150, 180] },
  'settle-in': { days: 90, steps: [7, 30, 60, 90] },
  'other-view': { days: 120, steps: [21, 60, 120] },
  delegate: { days: 90, steps: [14, 28, 60, 90] },
  'one-change': { days: 28, steps: [7, 28] },
};

/** Which plans each of Ithaca's program templates offers; any other program has the usual ones. */
const plansOfTemplates: Readonly<Record<string, readonly GoalPlanKey[]>> = {
  'career-growth': ['next-role', 'talk', 'project', 'network'],
  'onboarding-buddy': ['settle-in', 'network'],
  reverse: ['other-view', 'one-change'],
  leadership: ['delegate', 'project', 'next-role'],
  'erg-circle': ['network', 'talk', 'next-role'],
  flash: ['one-change'],
};
const usual: readonly GoalPlanKey[] = ['talk', 'project', 'network'];

/** What a program made from this template offers until somebody changes it, written first in `locale`, the others as its texts. */
export function standardGoalPlans(templateKey: string, locale: Locale): GoalPlan[] {
  return (plansOfTemplates[templateKey] ?? usual).map((key) => {
    const { days, steps } = standard[key];
    const words = goalPlanWords[key];
    const own = words[locale];
    return {
      title: own.title,
      measure: own.measure,
      days,
      steps: own.steps.map((title, index) => ({ title, day: steps[index] ?? null })),
      texts: Object.fromEntries(
        locales.filter((other) => other !== locale).map((other) => [other, words[other]]),
      ),
    };
  });
}

/** What a program offers: its own plans, or those of its template while it has none of its own. */
export const goalPlansOf = (
  own: readonly GoalPlan[] | null,
  templateKey: string,
  locale: Locale,
): readonly GoalPlan[] => own ?? standardGoalPlans(templateKey, locale);
