import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer, problem } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { sessionOf } from '../../testing/session.ts';
import { JoinPage } from './join.page.tsx';
import { safePath } from './safe-path.ts';

const secret = 'x'.repeat(43);
const nobody = { account: null, memberships: [], actor: null, person: null, organisation: null };
const press = (name: string) => screen.findByRole('button', { name });

describe('an open link', () => {
  it('asks whom nobody knows for an address, and says the same of every address', async () => {
    const asked = answer({
      'GET /api/session': nobody,
      'POST /api/cohort-links/mail': { sentTo: 'mia@halden.example' },
    });
    const { user } = render(<JoinPage token={secret} />);
    await user.click(await press('Mail me the way in'));
    expect(screen.getByText(/Write a mail address/)).toBeInstanceOf(HTMLElement);
    await user.type(screen.getByLabelText('Work mail address'), ' mia@halden.example{Enter}');
    expect((await screen.findByRole('status')).textContent).toMatch(/If this link opens for mia@halden/);
    expect(asked.at(-1)?.body).toEqual({ token: secret, email: 'mia@halden.example' });
  });

  it('does nothing by being looked at, and says a refusal in words', async () => {
    const asked = answer({
      'GET /api/session': sessionOf(),
      'POST /api/cohort-links/visit': problem(422, 'cohort-link.no-entry'),
    });
    const { user } = render(<JoinPage token={secret} />);
    const see = await press('See the program');
    expect(asked.map(({ route }) => route)).toEqual(['GET /api/session']);
    await user.click(see);
    expect((await screen.findByRole('alert')).textContent).toMatch(/does not open anything for you/);
    expect(screen.getByRole('link', { name: 'Look at the programs' })).toBeInstanceOf(HTMLElement);
  });

  it('is where signing in leads back to, unlike the rest of the entrance', () => {
    for (const path of ['/join/secret', '/shared/secret']) expect(safePath(path)).toBe(path);
    expect(safePath('/invite/secret')).toBe('/');
  });
});
