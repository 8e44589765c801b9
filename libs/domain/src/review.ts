import { Refusal } from './refusal.ts';

/** What a coordinator can do to a draft; `undo` and `redo` go back and forth in the coordinator's own series. */
export const reviewActs = [
  'approve',
  'release',
  'lock',
  'remove',
  'propose',
  'swap',
  'approve-clear',
  'undo',
  'redo',
  'return',
] as const;
export type ReviewAct = (typeof reviewActs)[number];

/** Why a proposal deserves a look, what needs a person first. */
export const attentions = ['no-partner', 'rule-at-risk', 'close-call', 'weak', 'clear'] as const;
export type Attention = (typeof attentions)[number];

/** What an act goes against: the engine's clear choice, a hard rule, or the largest total. */
export const advices = ['clear-pair', 'rule-broken', 'own-choice', 'lower-total'] as const;
export type Advice = (typeof advices)[number];

/** Whatever somebody gives as reason for an override. */
export const MOST_REASON_LENGTH = 600;
/** How many clear pairs somebody looks at before all clear ones may be approved together. */
export const LOOKS_BEFORE_BULK = 5;

/**
 * The advice that an act on a pair of this attention goes against, or null. Taking a clear pair apart, and approving or
 * locking a pair that breaks a rule by now, are overrides; a pair that somebody puts together always is.
 */
export function adviceAgainst(act: ReviewAct, attention: Attention): Advice | null {
  if (act === 'propose') return 'own-choice';
  if (act === 'remove' && attention === 'clear') return 'clear-pair';
  if ((act === 'approve' || act === 'lock') && attention === 'rule-at-risk') return 'rule-broken';
  return null;
}

/** Refuses `override.needs-reason` when an act goes against advice and nobody says why. */
export function requireReason(advice: Advice | null, reason: string | null): void {
  if (advice !== null && (reason === null || reason.trim() === ''))
    throw new Refusal('override.needs-reason', { advice });
}

/** How many of so many clear pairs have to be looked at before they may be approved together. */
export const looksNeeded = (clear: number): number => Math.min(LOOKS_BEFORE_BULK, clear);

/** An entry of somebody's series of acts; `ofActId` names what an undo or redo was about. */
export interface SeriesEntry {
  readonly id: string;
  readonly kind: ReviewAct;
  readonly ofActId: string | null;
}

/**
 * What can be undone and done again after a series of acts in the order they were made, the next one last in each list.
 * A new act ends what could be done again; `return` concerns the whole draft and is in neither list.
 */
export function foldSeries<T extends SeriesEntry>(acts: readonly T[]): { done: T[]; undone: T[] } {
  const done: T[] = [];
  let undone: T[] = [];
  for (const act of acts) {
    if (act.kind === 'undo') {
      const last = done.pop();
      if (last) undone.push(last);
    } else if (act.kind === 'redo') {
      const last = undone.pop();
      if (last) done.push(last);
    } else if (act.kind !== 'return') {
      done.push(act);
      undone = [];
    }
  }
  return { done, undone };
}
