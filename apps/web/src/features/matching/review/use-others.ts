import type { ProgramChange } from '@ithaca/contracts/presence';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { usePresence, type Presence } from '../../../shell/presence.tsx';
import { draftQuery } from '../matching.queries.ts';
import type { Draft, Entry } from './queue.ts';

/** What is decided quickly by somebody else is read together. */
const TOGETHER_MS = 400;
const concerning = new Set(['matching', 'matching-runs', 'review', 'publication']);

/**
 * Who else reviews this draft, and at which line. What they decide is read as soon as it is known; while an act of one's
 * own is on its way it waits, as that one is shown before the server has answered.
 */
export function useOthers(
  programId: string,
  draft: Draft,
  current: Entry | undefined,
  isSending: boolean,
): Presence {
  const queries = useQueryClient();
  const { id: runId, cohortId } = draft.run;
  const due = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isBusy = useRef(isSending);
  useEffect(() => {
    isBusy.current = isSending;
  }, [isSending]);
  useEffect(() => () => clearTimeout(due.current), []);

  const read = useCallback(() => {
    const look = () => {
      if (isBusy.current) {
        due.current = setTimeout(look, TOGETHER_MS);
        return;
      }
      void queries.invalidateQueries({ queryKey: draftQuery(runId).queryKey });
      for (const what of ['run', 'acts', 'series', 'publication'])
        void queries.invalidateQueries({ queryKey: ['matching', what, runId] });
      // The line that is looked at is asked for again; the others when somebody comes to them.
      void queries.invalidateQueries({ queryKey: ['matching', 'proposal'] });
      void queries.invalidateQueries({ queryKey: ['matching', cohortId] });
    };
    clearTimeout(due.current);
    due.current = setTimeout(look, TOGETHER_MS);
  }, [queries, runId, cohortId]);
  const onChanged = useCallback(
    ({ what }: ProgramChange) => {
      if (concerning.has(what)) read();
    },
    [read],
  );
  return usePresence({ programId, page: `matching/${runId}` }, current?.mentee.enrolmentId ?? null, {
    onChanged,
  });
}
