import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer, problem } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { sessionOf } from '../../testing/session.ts';
import { isEntrance, safePath } from './safe-path.ts';
import { SignInPage } from './sign-in.page.tsx';

const nobody = { account: null, memberships: [], actor: null, person: null, organisation: null };
const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const press = (name: string) => screen.getByRole('button', { name });

describe('signing in', () => {
  it('sends address and password once', async () => {
    const asked = answer({ 'GET /api/session': nobody, 'POST /api/sign-in': sessionOf() });
    const { user } = render(<SignInPage />);
    await user.type(field('Work mail address'), ' noor@northwind.example ');
    await user.type(field('Password'), 'a long sentence');
    await user.dblClick(press('Sign in'));
    const sent = asked.filter(({ route }) => route === 'POST /api/sign-in');
    expect(sent.map(({ body }) => body)).toEqual([
      { email: 'noor@northwind.example', password: 'a long sentence' },
    ]);
  });

  it('says what is missing, at the field, and goes there', async () => {
    const asked = answer({ 'GET /api/session': nobody });
    const { user } = render(<SignInPage />);
    await user.click(press('Sign in'));
    expect(document.activeElement).toBe(field('Work mail address'));
    expect(field('Work mail address').getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText(/Write a mail address/)).toBeInstanceOf(HTMLElement);
    expect(asked.filter(({ route }) => route.startsWith('POST'))).toEqual([]);
  });

  it('does not tell which of address and password was wrong, and keeps what was typed', async () => {
    answer({ 'GET /api/session': nobody, 'POST /api/sign-in': problem(422, 'sign-in.refused') });
    const { user } = render(<SignInPage />);
    await user.type(field('Work mail address'), 'noor@northwind.example');
    await user.type(field('Password'), 'wrong{Enter}');
    expect((await screen.findByRole('alert')).textContent).toMatch(/address or the password/);
    expect(field('Password').value).toBe('wrong');
  });

  it('mails a link and says where to look', async () => {
    const asked = answer({
      'GET /api/session': nobody,
      'POST /api/sign-in-links': { sentTo: 'noor@northwind.example', minutes: 15 },
    });
    const { user } = render(<SignInPage />);
    await user.type(field('Work mail address'), 'noor@northwind.example');
    await user.click(press('Mail me a sign-in link'));
    expect((await screen.findByRole('status')).textContent).toMatch(/15 minutes/);
    expect(asked.at(-1)?.body).toEqual({ email: 'noor@northwind.example', path: '/' });
  });
});

describe('the way back after signing in', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    '/sign-in',
    '/invite/abc',
    '',
    null,
  ])('never leads to %s', (path) => expect(safePath(path)).toBe('/'));

  it('keeps a path of the product with its query', () => {
    expect(safePath('/people?q=ana')).toBe('/people?q=ana');
  });
});

it('the entrance is for the pages before anybody is known, and for no other', () => {
  expect(['/sign-in', '/sign-in/link', '/invite/abc', '/choose-organisation'].every(isEntrance)).toBe(true);
  expect(['/', '/inbox', '/invite', '/sign-in/x', '/people/sign-in'].some(isEntrance)).toBe(false);
});
