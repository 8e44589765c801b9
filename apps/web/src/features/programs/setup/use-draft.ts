import { useEffect, useRef, useState } from 'react';
import type * as z from 'zod/mini';
import { issueWords } from '../../../lib/issue-words.ts';

/**
 * One part of a program's settings, as it is typed in a dialog of its own. What is wrong is said at its field, once somebody
 * has tried to save it.
 */
export function useDraft<Draft extends object>(initial: Draft) {
  const [draft, setDraft] = useState(initial);
  const [isTried, setTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return {
    draft,
    set: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
    /** The field that has the focus at the beginning. */
    first,
    isTried,
    markTried: () => setTried(true),
    /** What a check has found at a place, in words; nothing before somebody has tried. */
    errorIn:
      (error: z.core.$ZodError | undefined) =>
      (...path: (string | number)[]): string | undefined => {
        const issue = error?.issues.find((each) => path.every((name, at) => each.path[at] === name));
        return isTried && issue ? issueWords(issue) : undefined;
      },
  };
}
