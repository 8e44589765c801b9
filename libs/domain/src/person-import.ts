import { move } from './lifecycle.ts';
import type { Transitions } from './lifecycle.ts';

export const importStates = ['mapping', 'ready', 'running', 'done', 'undoing', 'undone', 'failed'] as const;
export type ImportState = (typeof importStates)[number];

export const importTransitions: Transitions<ImportState> = {
  mapping: ['ready', 'failed'],
  ready: ['mapping', 'running', 'failed'],
  running: ['done', 'failed'],
  done: ['undoing'],
  undoing: ['undone', 'done'],
  undone: [],
  failed: [],
};

/** Nothing came of the file in these states, so it can be thrown away. */
export const discardableStates: readonly ImportState[] = ['mapping', 'ready', 'failed'];

/** An import can be undone for this many days. */
export const UNDO_DAYS = 30;

/** The next state of an import, or a refusal `import.wrong-state`. */
export function moveImport(from: ImportState, to: ImportState): ImportState {
  return move(importTransitions, from, to, 'import.wrong-state');
}

/** Why an undo leaves a record as it is: what has come to hang on it since, or somebody changed it. */
export const keptReasons = [
  'enrolled',
  'paired',
  'holds-role',
  'has-account',
  'invited',
  'manages-others',
  'changed-since',
  'has-history',
] as const;
export type KeptReason = (typeof keptReasons)[number];

/** What an import can have added or changed. */
export const keptKinds = ['person', 'enrolment', 'pairing'] as const;
export type KeptKind = (typeof keptKinds)[number];
