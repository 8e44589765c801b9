import { fewBelow } from './standing.ts';
import { isTold } from './suppression.ts';

/** What one organisation that takes part brings to one metric: its share, and the people or pairings behind it. */
export type BenchmarkPart = { organisationId: string; share: number; people: number };

/** Fewest organisations of a cell. */
export const fewestOrganisations = 10;
/** Organisations that joined since the last figures count once so many have, so that none of them is the difference. */
export const fewestJoined = 3;
/** No organisation may have more than this share of all the people behind a cell. */
const mostOfOne = 0.5;
/** Fewest people or pairings behind the share of one organisation. */
export const fewestBehind = fewBelow;
/** A quantile is the mean of so many organisations around it, so that it is nobody's own share. */
const around = 3;

export type BenchmarkCell =
  | {
      status: 'formed';
      lower: number;
      median: number;
      upper: number;
      organisations: number;
      people: number;
      members: string[];
    }
  | { status: 'too-few' | 'dominated' };

/**
 * The quartiles of a metric over the organisations that take part. Ten or more, none with over half of all people; each
 * quartile is the mean of the three organisations nearest to it, rounded to a whole percent. `before` are those of the last
 * figures: of fewer than three who have joined since nothing is told yet. Source: metrics 2.10.
 */
export function formBenchmark(
  parts: readonly BenchmarkPart[],
  before: readonly string[] = [],
): BenchmarkCell {
  const able = parts.filter(({ people }) => isTold(people, fewestBehind));
  const earlier = new Set(before);
  const staying = able.filter(({ organisationId }) => earlier.has(organisationId));
  const joined = able.length - staying.length;
  const used = before.length === 0 || joined >= fewestJoined ? able : staying;
  if (!isTold(used.length, fewestOrganisations)) return { status: 'too-few' };
  const people = used.reduce((sum, part) => sum + part.people, 0);
  if (used.some((part) => part.people > mostOfOne * people)) return { status: 'dominated' };
  const shares = used.map(({ share }) => share).toSorted((one, other) => one - other);
  return {
    status: 'formed',
    lower: quantileOf(shares, 0.25),
    median: quantileOf(shares, 0.5),
    upper: quantileOf(shares, 0.75),
    organisations: used.length,
    people,
    members: used.map(({ organisationId }) => organisationId).toSorted(),
  };
}

function quantileOf(sorted: readonly number[], q: number): number {
  const at = Math.round(q * (sorted.length - 1));
  const from = Math.min(sorted.length - around, Math.max(0, at - 1));
  const near = sorted.slice(from, from + around);
  return Math.round((near.reduce((sum, share) => sum + share, 0) / around) * 100) / 100;
}
