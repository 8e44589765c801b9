import { expect, it } from '@jest/globals';
import { act } from '@testing-library/react';
import { render } from '../testing/render.tsx';
import { goTo, history, useUrlState } from './history.ts';

let state: ReturnType<typeof useUrlState<{ q: string; sort: string }>>;
function Filters() {
  state = useUrlState({ q: '', sort: 'name' });
  return null;
}

it('filters live in the address, defaults are left out, and a page on its way does not change the one shown', () => {
  goTo('/people?q=ana&unknown=1');
  render(<Filters />);
  expect(state[0]).toEqual({ q: 'ana', sort: 'name' });
  act(() => state[1]({ sort: 'site' }));
  expect(history.location.search).toBe('?q=ana&unknown=1&sort=site');
  act(() => state[1]({ q: '', sort: 'name' }));
  expect(history.location.search).toBe('?unknown=1');
  act(() => state[1]({ q: 'omar' }));
  act(() => goTo('/manage?q=other'));
  expect(state[0].q).toBe('omar');
});
