import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { useState } from 'react';
import { render } from '../testing/render.tsx';
import { TagField } from './tag-field.tsx';

const skills = ['Hiring', 'Strategy', 'Writing'].map((label) => ({ id: label.toLowerCase(), label }));

function Skills({ initial = [], limit = 3 }: { initial?: string[]; limit?: number }) {
  const [value, setValue] = useState(initial);
  return (
    <>
      <TagField label="Skills" choices={skills} value={value} onChange={setValue} limit={limit} />
      <output>{value.join()}</output>
    </>
  );
}

const chosen = () => screen.getByText((_, element) => element?.tagName === 'OUTPUT').textContent;
const input = () => screen.getByRole<HTMLInputElement>('combobox', { name: /Skills/ });

describe('a tag field', () => {
  it('finds a choice by typing and takes it with Enter', async () => {
    const { user } = render(<Skills />);
    await user.type(input(), 'rit');
    expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['Writing']);
    await user.keyboard('{ArrowDown}{Enter}');
    expect(chosen()).toBe('writing');
    expect(input().value).toBe('');
  });

  it('opens its list on typing or an arrow, not on focus, so that the page stays readable', async () => {
    const { user } = render(<Skills />);
    await user.click(input());
    expect(screen.queryByRole('listbox')).toBeNull();
    await user.keyboard('{ArrowDown}');
    expect(screen.getAllByRole('option')).toHaveLength(3);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('listbox')).toBeNull();
  });

  it('removes the last tag with Backspace in the empty input, and never while something is typed', async () => {
    const { user } = render(<Skills initial={['hiring', 'writing']} />);
    await user.type(input(), 'x{Backspace}');
    expect(chosen()).toBe('hiring,writing');
    await user.keyboard('{Backspace}');
    expect(chosen()).toBe('hiring');
  });

  it('removes a tag in focus with Delete', async () => {
    const { user } = render(<Skills initial={['hiring', 'writing']} />);
    await user.tab();
    expect(document.activeElement?.textContent).toBe('Hiring');
    await user.keyboard('{Delete}');
    expect(chosen()).toBe('writing');
  });

  it('takes no more than its limit', async () => {
    const { user } = render(<Skills initial={['hiring']} limit={1} />);
    expect(input().placeholder).toBe('Only 1 possible');
    await user.type(input(), 'writing');
    expect(chosen()).toBe('hiring');
  });
});
