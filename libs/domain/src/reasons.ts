/** Why two people fit, as a code with facts; the words are made by the reader's language. */
export interface Reason {
  code: string;
  facts: Record<string, unknown>;
}

/** One criterion's part of a score: how well it is met (0…1), its points and its evidence. */
export interface ScorePart {
  value: number;
  points: number;
  evidence: Reason;
}

const MOST_REASONS = 3;

/**
 * The best reasons of a pairing for its two sides: what was answered and fits, the weightiest first, never a score.
 * That somebody was wished for may be told; as which choice would only hurt.
 */
export function reasonsOf(parts: readonly ScorePart[]): Reason[] {
  return parts
    .filter(({ value, points, evidence }) => value >= 0.5 && points > 0 && evidence.facts['missing'] !== true)
    .toSorted((a, b) => b.points - a.points)
    .slice(0, MOST_REASONS)
    .map(({ evidence: { code, facts } }) => ({ code, facts: code.endsWith('-wish') ? {} : facts }));
}
