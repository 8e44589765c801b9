/** One cell of a margin: how many people, and how many of them count as a success (left out for plain counts). */
export type Cell = { key: string; n: number; numerator?: number };

/** Why a cell is hidden. Only for the decision and the audit: readers get `publicReason`. */
export type SuppressionReason = 'small-group' | 'complement' | 'homogeneity' | 'secondary';

/** What a reader is told. That a cell was uniform, or hides another one, would itself give something away. */
export type PublicReason = 'small-group' | 'protects-others' | 'too-few-to-tell';

/**
 * k: the smallest group that may be seen (0 = the reader may see each by name). complement: whether all others of
 * the margin must be at least k too (default yes). homogeneity: cells smaller than this may not be all or none
 * (default 20; null for facts that are no answers). hidden: cells that another margin of the same table hides already.
 */
export type SuppressionRule = {
  k: number;
  complement?: boolean;
  homogeneity?: number | null;
  hidden?: ReadonlySet<string>;
};

export type CellDecision = { key: string; n: number; suppressed: null | { reason: SuppressionReason } };

export type SuppressionDecision = {
  cells: CellDecision[];
  total: { n: number; suppressed: null | { reason: SuppressionReason } };
};

/**
 * Decides which cells of one margin may be shown, on counts and before any rate is formed. A cell is hidden when it
 * has fewer than k people, when all the others together are fewer than k, or when it answered all alike; then the
 * next smallest cells follow until at least two are hidden and hold k people together, so that no hidden cell can
 * be had by subtracting from the total. Pass a filtered group as two cells: the group and the rest.
 */
export function suppress(counts: readonly Cell[], rule: SuppressionRule): SuppressionDecision {
  const totalN = counts.reduce((sum, cell) => sum + cell.n, 0);
  const numerators = counts.map((cell) => cell.numerator);
  const whole: Cell = { key: 'total', n: totalN };
  if (numerators.every((numerator) => numerator !== undefined)) {
    whole.numerator = numerators.reduce((sum, numerator) => sum + numerator, 0);
  }
  const decisions = counts.map((cell): CellDecision => {
    const reason = primaryReason(cell, totalN, rule);
    return { key: cell.key, n: cell.n, suppressed: reason === null ? null : { reason } };
  });
  hideSecondary(decisions, rule.k);
  const totalReason = primaryReason(whole, totalN, rule);
  return {
    cells: decisions,
    total: { n: totalN, suppressed: totalReason === null ? null : { reason: totalReason } },
  };
}

/** Whether a number of one group by itself, without rest or parts, may be told: it has k people. */
export function isTold(n: number, k: number): boolean {
  const rule = { k, complement: false, homogeneity: null };
  return suppress([{ key: 'group', n }], rule).total.suppressed === null;
}

/** What a reader may be told of a reason. */
export function publicReason(reason: SuppressionReason): PublicReason {
  return reason === 'small-group' ? 'small-group' : 'protects-others';
}

function primaryReason(cell: Cell, totalN: number, rule: SuppressionRule): SuppressionReason | null {
  if (cell.n < rule.k) return 'small-group';
  const others = totalN - cell.n;
  if (rule.complement !== false && others > 0 && others < rule.k) return 'complement';
  const homogeneity = rule.homogeneity === undefined ? 20 : rule.homogeneity;
  const uniform = cell.numerator === 0 || cell.numerator === cell.n;
  if (rule.k > 0 && homogeneity !== null && cell.n < homogeneity && uniform) return 'homogeneity';
  if (rule.hidden?.has(cell.key)) return 'secondary';
  return null;
}

function hideSecondary(decisions: CellDecision[], k: number): void {
  const hidden = decisions.filter((cell) => cell.suppressed !== null);
  if (hidden.length === 0) return;
  let count = hidden.length;
  let people = hidden.reduce((sum, cell) => sum + cell.n, 0);
  const visible = decisions.filter((cell) => cell.suppressed === null).sort((x, y) => x.n - y.n);
  for (const cell of visible) {
    if (count >= 2 && people >= k) return;
    cell.suppressed = { reason: 'secondary' };
    count += 1;
    people += cell.n;
  }
}
