import { CAPACITY } from '@ithaca/domain/enrolment';
import type { Side } from '@ithaca/domain/vocabulary';

/** What people write about taking part, read as values. Pure. */

const MENTOR = /^(mentor(in|e|s|en|innen|es|ing)?|coach|berater(in)?|advisor|guide|مرشد)$/i;
const MENTEE = /^(mentee?s?|mentoree|mentoré(e|s)?|prot[eé]g[eé]e?s?|learner|apprenti(e)?|متدرب|متدرّب)$/i;

const PEER = /^(peers?|gleichgesinnte[rn]?|قرين)$/i;

/** Which side a word means; undefined where it means none. */
export function readRole(text: string): Side | undefined {
  const word = text.trim();
  if (MENTOR.test(word)) return 'mentor';
  if (MENTEE.test(word)) return 'mentee';
  if (PEER.test(word)) return 'peer';
  return undefined;
}

/** `1`, `1st`, `#2`, `3.`: the place of a choice, from 1. */
export function readRank(text: string): number | undefined {
  const match = /^\D{0,12}?(\d{1,2})(?:\.0)?\D{0,6}$/.exec(text);
  const rank = match ? Number(match[1]) : 0;
  return rank > 0 ? rank : undefined;
}

/** How many mentees a mentor has places for. */
export function readCapacity(text: string): number | undefined {
  const match = /^(\d{1,2})(?:\.0+)?$/.exec(text.trim());
  const capacity = match ? Number(match[1]) : -1;
  return capacity >= CAPACITY.least && capacity <= CAPACITY.most ? capacity : undefined;
}
