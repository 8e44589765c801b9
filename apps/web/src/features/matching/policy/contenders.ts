import type { PolicyState } from '@ithaca/contracts/matching-policy';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { policyChanges, policyGoals } from '@ithaca/domain/matching-policy';
import { useMemo } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import type { PolicyDraft } from './use-draft.ts';

/** A policy that can stand beside the one in force. */
export interface Contender {
  id: string;
  name: string;
  policy: MatchingPolicy;
  kind: 'edit' | 'scenario' | 'goal' | 'version';
  /** Of a scenario that was kept. */
  scenarioId?: string;
  /** Of an earlier version. */
  number?: number;
}

/** Beside the policy in force. */
export const MOST_BESIDE = 3;
const VERSIONS_OFFERED = 5;
const FLOOR_TRIED = 4000;

/** What can be compared: the edit, the scenarios kept, the same rules with another goal, earlier versions. */
export function useContenders(state: PolicyState, draft: PolicyDraft): Contender[] {
  const t = useText();
  const { number: format } = useFormat();
  return useMemo(() => {
    const { policy, scenarios, versions, version } = state;
    const all: Contender[] = [
      // Kept as a scenario, the edit is not listed twice.
      ...(draft.changes.length > 0 &&
      scenarios.every(({ policy: kept }) => policyChanges(kept, draft.policy).length > 0)
        ? [{ id: 'edit', name: t('policy.compare.edit'), policy: draft.policy, kind: 'edit' as const }]
        : []),
      ...scenarios.map(({ id, name, policy: other }) => ({
        id,
        name,
        policy: other,
        kind: 'scenario' as const,
        scenarioId: id,
      })),
      ...policyGoals
        .filter((goal) => goal !== policy.objective)
        .map((objective) => ({
          id: `goal:${objective}`,
          name: t('policy.compare.goal', { goal: t(`matching.goal.${objective}.name`) }),
          policy: {
            ...policy,
            objective,
            ...(objective === 'floor' && policy.floor === 0 && { floor: FLOOR_TRIED }),
          },
          kind: 'goal' as const,
        })),
      ...versions
        .filter(({ number }) => number !== version)
        .slice(0, VERSIONS_OFFERED)
        .map(({ number, policy: earlier }) => ({
          id: `version:${number}`,
          name: t('policy.version', { number: format(number) }),
          policy: earlier,
          kind: 'version' as const,
          number,
        })),
    ];
    // A policy that means the same as the one in force is nothing to compare.
    return all.filter(({ policy: other }) => policyChanges(policy, other).length > 0);
  }, [state, draft.policy, draft.changes.length, t, format]);
}

/** Those chosen in the address; without a choice the edit and the scenarios, or else the other goals. */
export function chosenOf(contenders: readonly Contender[], wanted: readonly string[]): Contender[] {
  const chosen = contenders.filter(({ id }) => wanted.includes(id));
  if (chosen.length > 0) return chosen.slice(0, MOST_BESIDE);
  const own = contenders.filter(({ kind }) => kind === 'edit' || kind === 'scenario');
  return (own.length > 0 ? own : contenders.filter(({ kind }) => kind === 'goal')).slice(0, MOST_BESIDE);
}
