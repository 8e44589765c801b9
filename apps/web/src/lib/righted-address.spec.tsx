import { expect, it } from '@jest/globals';
import { renderHook, screen } from '@testing-library/react';
import { render } from '../testing/render.tsx';
import { Toasts } from '../ui/toast.tsx';
import { goTo, history } from './history.ts';
import { useRightedAddress } from './righted-address.ts';

it('leaves out of the address what is not there and says so; what is right stays, and nothing is said', async () => {
  render(<Toasts />);
  goTo('/today?by=department&all=yes');
  renderHook(() => useRightedAddress({ role: '' }));
  expect(history.location.search).toBe('?by=department&all=yes');
  expect(screen.queryByText(/left out/)).toBeNull();
  goTo('/today?by=zodiac&all=yes');
  renderHook(() => useRightedAddress({ by: '' }));
  expect(history.location.search).toBe('?all=yes');
  expect(await screen.findByText('Part of the address is unknown and was left out.')).toBeTruthy();
});
