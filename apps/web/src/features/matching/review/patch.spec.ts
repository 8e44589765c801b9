import { expect, it } from '@jest/globals';
import { aDraft, aPair } from '../given.ts';
import { changesBetween, patchDraft, sumOf } from './patch.ts';

const pairs = ({ items }: ReturnType<typeof aDraft>) =>
  items.map(({ mentee, mentor }) => `${mentee.displayName} ${mentor.displayName}`);
const alone = ({ unmatched }: ReturnType<typeof aDraft>) => unmatched.map(({ person }) => person.displayName);

it('puts a new pair in the place of its mentee’s old one, and frees whoever lost a place', () => {
  const now = patchDraft(aDraft(), [
    aPair('Ana', 'Dea', { state: 'locked' }),
    aPair('Cem', 'Dea', { state: 'removed' }),
  ]);
  expect(pairs(now)).toEqual(['Ana Dea']);
  expect(alone(now)).toEqual(['Eli', 'Cem']);
});

it('takes a mentee who found somebody out of those who have nobody, and back again', () => {
  const paired = patchDraft(aDraft(), [aPair('Eli', 'Fay', { state: 'locked' })]);
  expect(alone(paired)).toEqual([]);
  expect(alone(patchDraft(paired, [aPair('Eli', 'Fay', { state: 'removed' })]))).toEqual(['Eli']);
});

it('names who moved between two drafts, from whom to whom', () => {
  const before = aDraft();
  const after = patchDraft(before, [
    aPair('Cem', 'Fay', { score: 6000 }),
    aPair('Ana', 'Ben', { state: 'removed' }),
  ]);
  expect(
    changesBetween(before, after).map(({ mentee, before: was, after: is }) => [mentee, was, is]),
  ).toEqual([
    ['Ana', 'Ben', null],
    ['Cem', 'Dea', 'Fay'],
  ]);
  expect([sumOf(before), sumOf(after)]).toEqual([
    { matched: 2, total: 13_000 },
    { matched: 1, total: 6000 },
  ]);
});
