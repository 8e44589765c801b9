import { describe, expect, it, jest } from '@jest/globals';
import { screen } from '@testing-library/react';
import { render } from '../testing/render.tsx';
import { Button } from './button.tsx';
import { showToast, Toasts } from './toast.tsx';

describe('a toast', () => {
  it('says what happened and takes it back with Undo', async () => {
    const undo = jest.fn();
    const { user } = render(
      <>
        <Button onPress={() => showToast({ title: 'Pairing locked', onUndo: undo })}>Lock</Button>
        <Toasts />
      </>,
    );
    await user.click(screen.getByRole('button', { name: 'Lock' }));
    expect(await screen.findByRole('alertdialog', { name: 'Pairing locked' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    expect(undo).toHaveBeenCalledTimes(1);
    expect(screen.queryByText('Pairing locked')).toBeNull();
  });
});
