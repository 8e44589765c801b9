import type { Stamp } from '@ithaca/contracts/stamp';

/** An answer before it says what all of its numbers have in common. */
export type Unstamped<T> = Omit<T, 'stamp'>;

interface Of extends Pick<Stamp['scope'], 'of' | 'programId'> {
  cohortIds: readonly string[];
  filter?: Readonly<Record<string, string | number | null | undefined>>;
  days?: { from: string; to: string } | null;
  computedAt: Date;
  dataVersion: string | null;
}

/** What all numbers of one answer have in common; of what was asked, only what was. */
export function stampOf(
  organisationId: string,
  { of, programId, cohortIds, filter = {}, days = null, computedAt, dataVersion }: Of,
): Stamp {
  const asked = Object.entries(filter).filter(([, value]) => value != null);
  return {
    organisationId,
    scope: {
      of,
      programId,
      cohortIds: [...cohortIds],
      filter: Object.fromEntries(asked.map(([name, value]) => [name, String(value)])),
    },
    from: days?.from ?? null,
    to: days?.to ?? null,
    computedAt: computedAt.toISOString(),
    dataVersion,
  };
}

/** The same about one cohort. */
export const stampOfCohort = (
  organisationId: string,
  { id, programId }: { id: string; programId: string },
  rest: Omit<Of, 'of' | 'programId' | 'cohortIds'>,
): Stamp => stampOf(organisationId, { of: 'cohort', programId, cohortIds: [id], ...rest });
