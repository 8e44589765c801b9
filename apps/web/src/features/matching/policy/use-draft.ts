import type { PolicyState } from '@ithaca/contracts/matching-policy';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { policyChanges, type PolicyChange } from '@ithaca/domain/matching-policy';
import { useCallback, useEffect, useMemo, useState } from 'react';

interface Draft {
  policy: MatchingPolicy;
  /** The version that was edited. */
  basedOn: number;
}

/** Edits that were not saved, by program: they outlive the page, not the tab. */
const kept = new Map<string, Draft>();

export interface PolicyDraft {
  /** As edited, or as in force. */
  policy: MatchingPolicy;
  changes: PolicyChange[];
  /** Somebody saved another version since the edit began. */
  isStale: boolean;
  /** Stays the same function, so that only what an edit touches is drawn anew. */
  edit: (change: (policy: MatchingPolicy) => MatchingPolicy) => void;
  discard: () => void;
  /** Goes on with the own edit on top of the version that is in force now. */
  rebase: () => void;
}

/** The policy as it is being edited: nothing is saved until somebody says so. */
export function useDraft({ programId, policy, version }: PolicyState): PolicyDraft {
  const [draft, setDraft] = useState(() => kept.get(programId));
  const changes = useMemo(() => (draft ? policyChanges(policy, draft.policy) : []), [draft, policy]);
  const isDirty = changes.length > 0;
  const put = useCallback(
    (next: Draft | undefined) => {
      if (next) kept.set(programId, next);
      else kept.delete(programId);
      setDraft(next);
    },
    [programId],
  );
  const edit = useCallback(
    (change: (policy: MatchingPolicy) => MatchingPolicy) => {
      const before = kept.get(programId);
      const next = change(before?.policy ?? policy);
      // Back where it was, there is no edit any more, and nothing that could be stale.
      if (policyChanges(policy, next).length === 0) put(undefined);
      else put({ policy: next, basedOn: before?.basedOn ?? version });
    },
    [programId, policy, version, put],
  );
  useEffect(() => {
    if (!isDirty) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isDirty]);
  return {
    policy: draft?.policy ?? policy,
    changes,
    isStale: isDirty && draft !== undefined && draft.basedOn !== version,
    edit,
    discard: () => put(undefined),
    rebase: () => draft && put({ ...draft, basedOn: version }),
  };
}
