import type { Stamp } from '@ithaca/contracts/stamp';

const id = '0190a000-0000-7000-8000-000000000101';

/** What all numbers of an answer have in common, for pages that say it at their foot. */
export const stamp: Stamp = {
  organisationId: id,
  scope: { of: 'cohort', programId: id, cohortIds: [id], filter: {} },
  from: null,
  to: null,
  computedAt: '2026-11-22T10:00:00.000Z',
  dataVersion: 'v412-0f9ad3c1',
};
