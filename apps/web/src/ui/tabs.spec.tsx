import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { useState } from 'react';
import { render } from '../testing/render.tsx';
import { Tabs } from './tabs.tsx';

function Views() {
  const [selected, setSelected] = useState<'new' | 'changed' | 'gone'>('new');
  return (
    <Tabs
      label="Effects"
      selected={selected}
      onSelect={setSelected}
      tabs={[
        { id: 'new', label: 'New', count: 3, content: <p>Three people</p> },
        { id: 'changed', label: 'Changed', content: <button type="button">Undo</button> },
        { id: 'gone', label: 'Gone', content: <p>Nobody</p> },
      ]}
    />
  );
}

describe('tabs', () => {
  it('show one view, named by its tab', async () => {
    const { user } = render(<Views />);
    await user.click(screen.getByRole('tab', { name: 'Changed' }));
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Changed');
    expect(screen.getByRole('tabpanel', { name: 'Changed' }).textContent).toBe('Undo');
    expect(screen.queryByText('Three people')).toBeNull();
  });

  it('are one stop; arrows go round, Home and End to the ends', async () => {
    const { user } = render(<Views />);
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('tab', { name: /New/ }));
    await user.keyboard('{ArrowLeft}');
    expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Gone', selected: true }));
    await user.keyboard('{Home}{ArrowRight}');
    expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Changed', selected: true }));
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Undo' }));
  });

  it('let the focus into a view that has nothing to press', async () => {
    const { user } = render(<Views />);
    await user.tab();
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('tabpanel', { name: /New/ }));
  });
});
