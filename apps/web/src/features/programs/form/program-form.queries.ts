import { programFormRoutes } from '@ithaca/contracts/program-forms';
import type { Program } from '@ithaca/contracts/programs';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';
import { programQuery } from '../../../shell/cohort.ts';

/** The enrolment form with its versions; below the program's key, so that a save of the program brings it up to date. */
export const programFormQuery = (programId: string) =>
  queryOptions({
    queryKey: ['program-forms', programId],
    queryFn: ({ signal }) => call(programFormRoutes.get, { params: { programId } }, { signal }),
  });

/** Publishes what waits in the draft, or forgets it. */
export function useFormDraft(program: Program) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (act: 'publish' | 'discardDraft') =>
      call(programFormRoutes[act], { params: { programId: program.id }, version: program.version }),
    onSuccess: (next) => {
      queries.setQueryData(programQuery(program.id).queryKey, next);
      for (const key of ['program-forms', 'programs']) void queries.invalidateQueries({ queryKey: [key] });
    },
    meta: { showsProblem: true },
  });
}
