import { cohortRoutes, programRoutes, type Cohort, type Program } from '@ithaca/contracts/programs';
import type { CohortState } from '@ithaca/domain/cohort';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { call } from '../lib/api.ts';
import type { Translate } from '../lib/i18n.tsx';

/** One program in full, with its cohorts: what the frame of a cohort and the setup read. */
export const programQuery = (programId: string) =>
  queryOptions({
    queryKey: ['programs', programId],
    queryFn: ({ signal }) => call(programRoutes.get, { params: { programId } }, { signal }),
  });

/** The pages of a cohort, in the order of their tabs. */
export const cohortTabs = [
  'overview',
  'people',
  'matching',
  'requests',
  'pairings',
  'surveys',
  'messages',
  'report',
  'library',
  'setup',
  'settings',
  'activity',
] as const;
export type CohortTab = (typeof cohortTabs)[number];

export interface ProgramFrame {
  program: Program;
  /** Undefined while the program has no cohort; then only the setup is shown. */
  cohort: Cohort | undefined;
  /** May change things here; auditors only read. */
  canCoordinate: boolean;
  /** The address of another tab of the same cohort. */
  hrefOf: (tab: CohortTab, query?: Record<string, string>) => string;
}

export const CohortContext = createContext<ProgramFrame | null>(null);

/** How many people of which side have enrolled. Pages that use it load the words `cohort`. */
export const enrolledWords = ({ programFormat, counts }: Cohort, t: Translate): string =>
  programFormat === 'peer'
    ? t('cohort.peers', { count: counts.enrolledPeers })
    : t('cohort.sides', {
        mentors: t('cohort.mentors', { count: counts.enrolledMentors }),
        mentees: t('cohort.mentees', { count: counts.enrolledMentees }),
      });

/** The program around this page, and the cohort that is chosen in it. */
export function useProgramFrame(): ProgramFrame {
  const frame = useContext(CohortContext);
  if (!frame) throw new Error('This page belongs under the frame of a cohort');
  return frame;
}

/** As `useProgramFrame`, on the pages that are only shown when there is a cohort: all but the setup. */
export function useCohort(): ProgramFrame & { cohort: Cohort } {
  const { cohort, ...frame } = useProgramFrame();
  if (!cohort) throw new Error('This page needs a cohort');
  return { ...frame, cohort };
}

const liveStates: readonly CohortState[] = [
  'enrolling',
  'matching',
  'running',
  'closing',
  'scheduled',
  'draft',
];

/** The cohort of the address; else the one with most to do, which is the latest one that is not over. */
export function chosenCohort(cohorts: readonly Cohort[], id: string | undefined): Cohort | undefined {
  return (
    cohorts.find((cohort) => cohort.id === id) ??
    cohorts.find((cohort) => liveStates.includes(cohort.state)) ??
    cohorts[0]
  );
}

/** Keeps the cached program right after one of its cohorts changed. */
export function usePutCohort(): (cohort: Cohort) => void {
  const queries = useQueryClient();
  return (cohort) => {
    queries.setQueryData(
      programQuery(cohort.programId).queryKey,
      (program) =>
        program && {
          ...program,
          cohorts: program.cohorts.some(({ id }) => id === cohort.id)
            ? program.cohorts.map((other) => (other.id === cohort.id ? cohort : other))
            : [cohort, ...program.cohorts],
        },
    );
    // A step may complete pairings, freeze figures, and leave nobody waiting.
    for (const key of ['programs', 'cohorts', 'home', 'today', 'pairings', 'waiting', 'reports'])
      void queries.invalidateQueries({ queryKey: [key] });
  };
}

/** The next state of a cohort, or one step back. */
export function useMoveCohort(cohort: Cohort) {
  const put = usePutCohort();
  return useMutation({
    mutationFn: ({ to, version = cohort.version }: { to: CohortState; version?: number }) =>
      call(cohortRoutes.move, { params: { cohortId: cohort.id }, body: { to }, version }),
    onSuccess: put,
    meta: { showsProblem: true },
  });
}
