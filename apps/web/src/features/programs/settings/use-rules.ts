import type { Cohort, Program } from '@ithaca/contracts/programs';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ApiProblem } from '../../../lib/api.ts';
import { programQuery } from '../../../shell/cohort.ts';
import { useSaveCohort, useSaveProgram } from '../programs.queries.ts';

export const programRules = ['pairingMode', 'answerDays'] as const;
export const cohortRules = [
  'name',
  'menteeGoal',
  'enrolmentOpensOn',
  'enrolmentClosesOn',
  'startsOn',
  'endsOn',
] as const;
export type Rules = Pick<Program, (typeof programRules)[number]> &
  Partial<Pick<Cohort, (typeof cohortRules)[number]>>;
export type RuleKey = keyof Rules;
export interface RuleChange {
  key: RuleKey;
  before: string | number;
  after: string | number;
}

const pick = <T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> =>
  Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>;
const rulesOf = (program: Program, cohort: Cohort | undefined): Rules => ({
  ...pick(program, programRules),
  ...(cohort && pick(cohort, cohortRules)),
});

/**
 * The rules as they hold and as they are typed here. What another coordinator saves meanwhile shows at once where
 * nothing is typed; where it is, both words stand until one of them is chosen.
 */
export function useRules(program: Program, cohort: Cohort | undefined) {
  const queries = useQueryClient();
  const held = useMemo(() => rulesOf(program, cohort), [program, cohort]);
  /** What was typed, and the rules as they were when it was begun. */
  const [edit, setEdit] = useState<{ typed: Partial<Rules>; base: Rules } | null>(null);
  const saveProgram = useSaveProgram(program.id);
  const saveCohort = useSaveCohort(cohort);
  const rules: Rules = { ...held, ...edit?.typed };
  const between = (from: Rules, keys: readonly RuleKey[]): RuleChange[] =>
    keys.flatMap((key) => {
      const [before, after] = [from[key], rules[key]];
      return before === undefined || after === undefined || before === after ? [] : [{ key, before, after }];
    });
  const typedKeys = Object.keys(edit?.typed ?? {}) as RuleKey[];
  const changes = between(held, typedKeys);
  const reload = () => queries.fetchQuery({ ...programQuery(program.id), staleTime: 0 });
  return {
    rules,
    changes,
    /** Changed here and by somebody else: `before` is theirs, `after` mine. */
    conflicts: changes.filter(({ key }) => edit !== null && edit.base[key] !== held[key]),
    change: (part: Partial<Rules>) =>
      setEdit((before) => ({ typed: { ...before?.typed, ...part }, base: before?.base ?? held })),
    discard: () => setEdit(null),
    keepMine: () => setEdit((before) => before && { ...before, base: held }),
    takeTheirs: () =>
      setEdit((before) => {
        if (!before) return null;
        const mine = typedKeys.filter((key) => before.base[key] === held[key]);
        return mine.length === 0 ? null : { typed: pick(rules, mine), base: held };
      }),
    reload,
    /** Saves on top of the versions that were read. Answers false when somebody else was first. */
    save: async (): Promise<boolean> => {
      const part = (keys: readonly RuleKey[]) =>
        Object.fromEntries(
          changes.filter(({ key }) => keys.includes(key)).map(({ key, after }) => [key, after]),
        );
      try {
        const [ofProgram, ofCohort] = [part(programRules), part(cohortRules)];
        if (Object.keys(ofProgram).length > 0) await saveProgram(ofProgram);
        if (Object.keys(ofCohort).length > 0) await saveCohort(ofCohort);
      } catch (problem) {
        if (!(problem instanceof ApiProblem) || problem.status !== 412) throw problem;
        await reload();
        return false;
      }
      setEdit(null);
      return true;
    },
  };
}
