import type { matchingRoutes, ProposalItem } from '@ithaca/contracts/matching';
import type { ReplyOf } from '@ithaca/contracts/route';
import { attentions } from '@ithaca/domain/review';

export type Draft = ReplyOf<typeof matchingRoutes.listProposals>;
export type Person = ProposalItem['mentee'];
export type Attention = ProposalItem['attention'];
export type Unmatched = Draft['unmatched'][number];

export const decisions = ['proposed', 'approved', 'locked'] as const;

/** One line of the queue: a mentee, with the pairing or with why there is none. */
export interface Entry {
  mentee: Person;
  item: ProposalItem | undefined;
  alone: Unmatched | undefined;
}

export const attentionOf = ({ item }: Entry): Attention => item?.attention ?? 'no-partner';
export const isDecided = ({ item }: Entry): boolean =>
  item !== undefined && item.state !== 'proposed' && item.state !== 'removed';

/** Everybody in the draft: who has no partner first, then as the server orders them, by need. */
export function entriesOf(draft: Draft): Entry[] {
  return [
    ...draft.unmatched.map((alone) => ({ mentee: alone.person, item: undefined, alone })),
    ...draft.items
      .filter(({ state }) => state !== 'removed')
      .map((item) => ({ mentee: item.mentee, item, alone: undefined })),
  ];
}

/** Where each mentee stood when the page was opened: lines do not move under the pointer while one decides. */
export type Order = ReadonlyMap<string, { at: number; group: Attention }>;

export function orderOf(entries: readonly Entry[]): Order {
  return new Map(
    entries.map((entry, at) => [entry.mentee.enrolmentId, { at, group: attentionOf(entry) }] as const),
  );
}

export function groupOf(order: Order, entry: Entry): Attention {
  return order.get(entry.mentee.enrolmentId)?.group ?? attentionOf(entry);
}

/** In the order of the first look; who came later goes to the top of the group. */
export function sortBy(order: Order, entries: readonly Entry[]): Entry[] {
  const at = (entry: Entry) => order.get(entry.mentee.enrolmentId)?.at ?? -1;
  return entries.toSorted(
    (a, b) => attentions.indexOf(groupOf(order, a)) - attentions.indexOf(groupOf(order, b)) || at(a) - at(b),
  );
}

export interface Filters {
  words: string;
  attention: readonly string[];
  decision: readonly string[];
}

export function filterBy(filters: Filters, order: Order, entries: readonly Entry[]): Entry[] {
  const words = filters.words.trim().toLocaleLowerCase();
  return entries.filter((entry) => {
    const { mentee, item } = entry;
    const names = `${mentee.displayName} ${item?.mentor.displayName ?? ''}`.toLocaleLowerCase();
    return (
      (words === '' || names.includes(words)) &&
      (filters.attention.length === 0 || filters.attention.includes(groupOf(order, entry))) &&
      (filters.decision.length === 0 || filters.decision.includes(item?.state ?? 'proposed'))
    );
  });
}

/** The next line that still needs a decision, from here on and then from the top; undefined when all is decided. */
export function nextToDecide(entries: readonly Entry[], menteeId: string): Entry | undefined {
  const at = entries.findIndex(({ mentee }) => mentee.enrolmentId === menteeId);
  const others = [...entries.slice(at + 1), ...entries.slice(0, Math.max(at, 0))];
  return others.find((entry) => !isDecided(entry));
}
