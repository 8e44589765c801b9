import type { ProposalItem } from '@ithaca/contracts/matching';
import type { Draft, Person } from './queue.ts';

/** The draft with these proposals as they are now: a new one takes its mentee's place, a removed one leaves its mentee alone. */
export function patchDraft(draft: Draft, changed: readonly ProposalItem[]): Draft {
  const isLive = ({ state }: ProposalItem) => state !== 'removed';
  const ids = new Set(changed.map(({ id }) => id));
  const moved = new Set(changed.filter(isLive).map(({ mentee }) => mentee.enrolmentId));
  const byId = new Map(changed.map((item) => [item.id, item]));
  const known = new Set(draft.items.map(({ id }) => id));
  const items = [
    ...draft.items
      .filter(({ id, mentee }) => ids.has(id) || !moved.has(mentee.enrolmentId))
      .map((item) => byId.get(item.id) ?? item),
    ...changed.filter(({ id }) => !known.has(id)),
  ].filter(isLive);
  const paired = new Set(items.map(({ mentee }) => mentee.enrolmentId));
  const waiting = new Set(draft.unmatched.map(({ person }) => person.enrolmentId));
  const freed = new Map<string, Person>(
    changed.map(({ mentee }): [string, Person] => [mentee.enrolmentId, mentee]),
  );
  return {
    ...draft,
    items,
    unmatched: [
      ...draft.unmatched.filter(({ person }) => !paired.has(person.enrolmentId)),
      ...[...freed.values()]
        .filter(({ enrolmentId }) => !paired.has(enrolmentId) && !waiting.has(enrolmentId))
        .map((person) => ({
          person,
          causes: [{ code: 'taken-apart', facts: {} }],
          smallestChange: null,
        })),
    ],
  };
}

/** Points and people of a draft as it stands. */
export function sumOf({ items }: Pick<Draft, 'items'>): { matched: number; total: number } {
  const live = items.filter(({ state }) => state !== 'removed');
  return { matched: live.length, total: live.reduce((sum, { score }) => sum + (score ?? 0), 0) };
}

/** Somebody whose mentor differs between two drafts; null is nobody. */
export interface Change {
  menteeId: string;
  mentee: string;
  before: string | null;
  after: string | null;
}

/** Who has another mentor in this draft than in the one before. */
export function changesBetween(before: Pick<Draft, 'items'>, after: Pick<Draft, 'items'>): Change[] {
  const seats = ({ items }: Pick<Draft, 'items'>) =>
    new Map(
      items
        .filter(({ state }) => state !== 'removed')
        .map((item) => [item.mentee.enrolmentId, item] as const),
    );
  const [old, now] = [seats(before), seats(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((menteeId) => {
    const [was, is] = [old.get(menteeId), now.get(menteeId)];
    if (was?.mentor.enrolmentId === is?.mentor.enrolmentId) return [];
    const mentee = (is ?? was)?.mentee.displayName ?? '';
    return {
      menteeId,
      mentee,
      before: was?.mentor.displayName ?? null,
      after: is?.mentor.displayName ?? null,
    };
  });
}
