import { history } from './history.ts';

/** What is no part of a view: who is being looked at, and which view this is. */
const passing = ['panel', 'add', 'view', 'cohort'];

/** A query in an order of its own, so that two that say the same are the same. */
export function inOrder(query: string): string {
  const parsed = new URLSearchParams(query);
  parsed.sort();
  return parsed.toString();
}

/** The filters in the address, without what passes. */
export function currentQuery(): string {
  const query = new URLSearchParams(history.location.search);
  for (const name of passing) query.delete(name);
  return inOrder(query.toString());
}
