import { describe, expect, it } from '@jest/globals';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { useKeptFocus } from './kept-focus.ts';

function Shown() {
  useKeptFocus();
  const [isGone, setGone] = useState(false);
  const [isStepDone, setStepDone] = useState(false);
  return (
    <main>
      <h1 tabIndex={-1}>Career growth</h1>
      <section aria-label="Goals">{!isGone && <button onClick={() => setGone(true)}>Remove</button>}</section>
      {!isStepDone && <button onClick={() => setStepDone(true)}>Go on</button>}
      <button>Stay</button>
    </main>
  );
}

describe('when an act takes away the button that did it', () => {
  it('the part of the page it stood in has the focus', async () => {
    render(<Shown />);
    await userEvent.click(screen.getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Goals' })));
  });

  it('the title of the page has the focus where no part has a name', async () => {
    render(<Shown />);
    await userEvent.click(screen.getByRole('button', { name: 'Go on' }));
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Career growth' })),
    );
  });

  it('a button that stays keeps the focus', async () => {
    render(<Shown />);
    await userEvent.click(screen.getByRole('button', { name: 'Stay' }));
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Stay' }));
  });
});
