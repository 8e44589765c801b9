import { expect, it, jest } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import { Toasts } from '../../ui/toast.tsx';
import CalendarPage from './calendar.page.tsx';

const address = 'https://ithaca.example/calendar/s3cret.ics';

async function makeAddress() {
  answer({
    'GET /api/me/calendar': { feed: null },
    'GET /api/me/calendar-connections': { offered: [], items: [] },
    'POST /api/me/calendar': { feed: { details: false, createdAt: '2026-03-01T20:00:00.000Z' }, address },
  });
  const { user } = render(
    <>
      <CalendarPage />
      <Toasts />
    </>,
    { queryClient: signedIn() },
  );
  await user.click(await screen.findByRole('button', { name: 'Make address' }));
  return { user, field: await screen.findByRole<HTMLInputElement>('textbox', { name: 'Secret address' }) };
}

it('an address that is told once is marked when it appears, and copied by a button', async () => {
  const { user, field } = await makeAddress();
  expect(document.activeElement).toBe(field);
  expect(field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)).toBe(address);
  await user.click(screen.getByRole('button', { name: 'Copy' }));
  expect(await screen.findByText('Copied')).toBeTruthy();
  expect(await navigator.clipboard.readText()).toBe(address);
});

it('where the browser forbids copying that is said, and the address is marked again', async () => {
  const { user, field } = await makeAddress();
  jest.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('', 'NotAllowedError'));
  await user.click(screen.getByRole('button', { name: 'Copy' }));
  expect(await screen.findByText('Copying is not allowed here. Select the text and copy it.')).toBeTruthy();
  expect(document.activeElement).toBe(field);
});
