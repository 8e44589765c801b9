import { describe, expect, it, jest } from '@jest/globals';
import { screen } from '@testing-library/react';
import { render } from '../testing/render.tsx';
import { Button } from './button.tsx';

describe('a button', () => {
  it('that is blocked keeps the focus, does nothing and tells why', async () => {
    const press = jest.fn();
    const submit = jest.fn();
    const { user } = render(
      <form onSubmit={submit}>
        <Button type="submit" onPress={press} disabledReason="Two steps are open.">
          Launch
        </Button>
      </form>,
    );
    await user.tab();
    const button = screen.getByRole('button', { name: 'Launch' });
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(await screen.findByRole('tooltip')).toHaveProperty('textContent', 'Two steps are open.');
    await user.keyboard('{Enter}');
    expect(press).not.toHaveBeenCalled();
    expect(submit).not.toHaveBeenCalled();
  });

  it('that is loading ignores presses and says so', async () => {
    const press = jest.fn();
    const { user } = render(
      <Button isLoading onPress={press}>
        Publish
      </Button>,
    );
    await user.click(screen.getByRole('button', { name: /Publish/ }));
    expect(press).not.toHaveBeenCalled();
    expect(screen.getByText('Loading')).toBeTruthy();
  });
});
