import type { PolicyPreview } from '@ithaca/contracts/matching-policy';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { previewQuery } from './policy.queries.ts';

/** Somebody who goes on dragging or typing is let finish for so long; a single edit is answered at once. */
const PAUSE_MS = 120;
const ALONE_AFTER_MS = 400;

export interface PolicyEffect {
  preview: PolicyPreview | undefined;
  problem: unknown;
  /** Shown is the answer to an earlier edit. */
  isBehind: boolean;
  retry: () => void;
}

/**
 * What the policy as edited would do. From the edit to what is on the screen is measured as `policy-effect` in the
 * browser's performance timeline.
 */
export function useEffectOf(
  cohortId: string,
  version: number,
  policy: MatchingPolicy,
  sample: { draw: number; changedOnly: boolean },
): PolicyEffect {
  const [settled, setSettled] = useState(policy);
  const editedAt = useRef<number | null>(null);
  useEffect(() => {
    if (settled === policy) return undefined;
    const now = performance.now();
    const isAlone = editedAt.current === null || now - editedAt.current > ALONE_AFTER_MS;
    editedAt.current = now;
    const timer = setTimeout(() => setSettled(policy), isAlone ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [policy, settled]);
  const query = useQuery(previewQuery(cohortId, version, { policy: settled, ...sample }));
  const isBehind = settled !== policy || query.isPlaceholderData;
  useEffect(() => {
    if (isBehind || !query.data || editedAt.current === null) return;
    performance.measure('policy-effect', { start: editedAt.current, end: performance.now() });
    editedAt.current = null;
  }, [isBehind, query.data]);
  return {
    preview: query.data,
    problem: query.error,
    isBehind,
    retry: () => void query.refetch(),
  };
}
