import { expect, it } from '@jest/globals';
import { act, renderHook } from '@testing-library/react';
import { goTo, history, useUrlState } from './history.ts';

const useFilters = () => useUrlState({ q: '', sort: 'name' });

it('filters live in the address, defaults are left out, and a page on its way does not change the one shown', () => {
  goTo('/people?q=ana&unknown=1');
  const { result } = renderHook(useFilters);
  expect(result.current[0]).toEqual({ q: 'ana', sort: 'name' });
  act(() => result.current[1]({ sort: 'site' }));
  expect(history.location.search).toBe('?q=ana&unknown=1&sort=site');
  act(() => result.current[1]({ q: '', sort: 'name' }));
  expect(history.location.search).toBe('?unknown=1');
  act(() => result.current[1]({ q: 'omar' }));
  act(() => goTo('/manage?q=other'));
  expect(result.current[0].q).toBe('omar');
});
