import { Refusal } from './refusal.ts';
import type { RefusalCode } from './refusal.ts';

/** A lifecycle as data: from each state, the states that may follow. */
export type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>;

/** The next state, or a refusal with `code` whose facts name the present state and what is possible from it. */
export function move<S extends string>(transitions: Transitions<S>, from: S, to: S, code: RefusalCode): S {
  const possible = transitions[from];
  if (!possible.includes(to)) throw new Refusal(code, { from, to, possible: [...possible] });
  return to;
}
