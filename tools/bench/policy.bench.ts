import { PolicyPool } from '../../apps/api/src/features/matching/policy/policy-pool.ts';
import { givenCrowd } from '../../libs/matching/src/given.ts';
import { defaultPolicy } from '../../libs/matching/src/policy.ts';
import type { MatchingPolicy, Objective } from '../../libs/matching/src/policy.ts';

const EDITS = 11;
const objectives: readonly Objective[] = ['largest-total', 'largest-worst', 'bounded-loss', 'leximin'];

/** One line: the median and largest CPU milliseconds of one edit to a policy over a pool that is known already. */
interface Row {
  name: string;
  people: number;
  medianMs: number;
  mostMs: number;
}

/** The live effect of an edit: 500 people, one weight moved each time, for each goal. The promise is 300 ms on the screen. */
export async function rows(): Promise<Row[]> {
  const { mentees, mentors } = givenCrowd(330, 170);
  const pool = new PolicyPool({ mentees, mentors, locked: [], forbidden: [], seed: 1 });
  return objectives.map((objective) => {
    const times = Array.from({ length: EDITS }, (_, edit) => {
      const before = process.cpuUsage();
      pool.answer({
        policies: [{ policy: defaultPolicy }, { policy: withGoals(objective, 10 + edit) }],
        sample: { size: 10, draw: 0, changedOnly: false },
      });
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    })
      .slice(1)
      .toSorted((a, b) => a - b);
    return {
      name: `edit, ${objective}`,
      people: mentees.length + mentors.length,
      medianMs: times[times.length >> 1] ?? NaN,
      mostMs: times.at(-1) ?? NaN,
    };
  });
}

const withGoals = (objective: Objective, weight: number): MatchingPolicy => ({
  ...defaultPolicy,
  objective,
  lossPerMille: 20,
  levels: 16,
  criteria: defaultPolicy.criteria.map((criterion) =>
    criterion.code === 'goals' ? { ...criterion, weight } : criterion,
  ),
});
