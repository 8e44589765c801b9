import type { MatchingRun } from '@ithaca/contracts/matching';
import { useText } from '../../lib/i18n.tsx';

const numberIn = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** Why a run or a replay came to nothing, in one sentence. */
export function useProblemWords(): (problem: NonNullable<MatchingRun['problem']>) => string {
  const t = useText();
  return ({ code, facts }) => {
    const locks = facts['locks'];
    return t(`runs.problem.${code}`, {
      mentor: typeof facts['mentor'] === 'string' ? facts['mentor'] : '',
      seconds: numberIn(facts['seconds']),
      count: Array.isArray(locks) ? locks.length : numberIn(facts['attempts']),
    });
  };
}
