import { measureRoutes, type roiQuery, type RhythmReport } from '@ithaca/contracts/measures';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../../lib/api.ts';

export const rhythmQuery = (cohortId: string, by: RhythmReport['by']) =>
  queryOptions({
    queryKey: ['cohorts', cohortId, 'rhythm', by],
    queryFn: ({ signal }) => call(measureRoutes.rhythm, { params: { cohortId }, query: { by } }, { signal }),
  });

export const engagementQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['cohorts', cohortId, 'engagement'],
    queryFn: ({ signal }) => call(measureRoutes.engagement, { params: { cohortId } }, { signal }),
  });

export const pulseQuery = (cohortId: string) =>
  queryOptions({
    queryKey: ['cohorts', cohortId, 'pulse'],
    queryFn: ({ signal }) => call(measureRoutes.pulse, { params: { cohortId } }, { signal }),
  });

/** In the order in which they are asked. */
export const roiFields = [
  'salary',
  'likely',
  'least',
  'most',
  'licence',
  'coordinatorHours',
  'hourlyRate',
] as const satisfies readonly (keyof typeof roiQuery)[];
export type RoiField = (typeof roiFields)[number];

/** As much as may be assumed. */
export const highestAssumed: Record<RoiField, number> = {
  salary: 10_000_000,
  likely: 400,
  least: 400,
  most: 400,
  licence: 1_000_000_000,
  coordinatorHours: 100_000,
  hourlyRate: 10_000,
};

/** What the reader assumes of cost and salary, as far as they have said. */
export type Assumptions = Partial<Record<keyof typeof roiQuery, number>>;

export const outcomesQuery = (cohortId: string, assumptions: Assumptions) =>
  queryOptions({
    queryKey: ['cohorts', cohortId, 'outcomes', assumptions],
    queryFn: ({ signal }) =>
      call(measureRoutes.outcomes, { params: { cohortId }, query: assumptions }, { signal }),
  });
