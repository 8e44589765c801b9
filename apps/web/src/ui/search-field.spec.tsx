import { describe, expect, it, jest } from '@jest/globals';
import { screen } from '@testing-library/react';
import { render } from '../testing/render.tsx';
import { SearchField } from './search-field.tsx';

describe('a search field', () => {
  it('is emptied by its button, and keeps the focus', async () => {
    const change = jest.fn();
    const { user } = render(<SearchField label="Search people" onChange={change} />);
    const input = screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search people' });
    await user.type(input, 'ana');
    expect(change).toHaveBeenLastCalledWith('ana');
    await user.click(screen.getByRole('button', { name: 'Clear search' }));
    expect(input.value).toBe('');
    expect(document.activeElement).toBe(input);
  });

  it('keeps Escape to itself while there is something to empty', async () => {
    const close = jest.fn();
    const { user } = render(
      // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
      <div onKeyDown={(event) => event.key === 'Escape' && close()}>
        <SearchField label="Search people" />
      </div>,
    );
    await user.type(screen.getByRole('searchbox'), 'ana{Escape}');
    expect(close).not.toHaveBeenCalled();
    await user.keyboard('{Escape}');
    expect(close).toHaveBeenCalledTimes(1);
  });
});
