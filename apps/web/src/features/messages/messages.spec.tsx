import { beforeEach, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense } from 'react';
import { pairingQuery } from '../../lib/pairing.ts';
import { answer, problem } from '../../testing/answers.ts';
import { pairingId, pairingOf } from '../../testing/pairing.ts';
import { render } from '../../testing/render.tsx';
import { sessionOf, signedIn } from '../../testing/session.ts';
import MessagesPage from './messages.page.tsx';

const path = `/api/pairings/${pairingId}`;

const reading = { isShown: false, myReadAt: null, others: [] };

beforeEach(() => sessionStorage.clear());

function renderMessages() {
  const queryClient = signedIn();
  queryClient.setQueryData(pairingQuery(pairingId).queryKey, pairingOf());
  return render(
    <Suspense>
      <MessagesPage pairingId={pairingId} />
    </Suspense>,
    { queryClient },
  );
}

it('a message that did not get through stays, and is sent again under the same key', async () => {
  let isUp = false;
  const sent = {
    id: '1',
    authorId: '2',
    authorName: 'Noor Haddad',
    body: 'Hello',
    attachments: [],
    concern: null,
    sentAt: '2026-10-01T08:00:00Z',
    mine: true,
  };
  const asked = answer({
    [`GET ${path}`]: pairingOf(),
    [`GET ${path}/messages`]: { items: [], nextCursor: null, reading },
    [`POST ${path}/messages`]: () => (isUp ? sent : problem(503, 'service.busy')),
  });
  const { user } = renderMessages();
  await user.type(await screen.findByRole('textbox', { name: 'Write to Jun' }), 'Hello');
  await user.keyboard('{Control>}{Enter}{/Control}');
  isUp = await screen.findByRole('button', { name: 'Send again' }).then(() => true);
  await user.click(screen.getByRole('button', { name: 'Send again' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Send again' })).toBeNull());
  expect(screen.getByRole('log').textContent).toContain('Hello');
  const keys = asked
    .filter(({ route }) => route.startsWith('POST'))
    .map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

it('reading the thread marks it as read', async () => {
  const theirs = {
    id: '1',
    authorId: '9',
    authorName: 'Jun Sato',
    body: 'Good luck',
    attachments: [],
    concern: null,
    sentAt: '2026-10-01T08:00:00Z',
    mine: false,
  };
  const asked = answer({
    [`GET ${path}`]: pairingOf({ unreadMessages: 1 }),
    [`GET ${path}/messages`]: { items: [theirs], nextCursor: null, reading },
    [`PUT ${path}/messages/read`]: null,
  });
  renderMessages();
  expect(await screen.findByText('Good luck')).toBeTruthy();
  await waitFor(() => expect(asked.map(({ route }) => route)).toContain(`PUT ${path}/messages/read`));
});

it('a file that is not taken says why and holds the message back; one kept over a reload goes with it', async () => {
  const kept = {
    id: '7',
    name: 'plan.pdf',
    mediaType: 'application/pdf',
    bytes: 2_000,
    width: null,
    height: null,
  };
  const place = `${pairingId}.${sessionOf().actor?.personId ?? ''}`;
  sessionStorage.setItem(`ithaca.attached.${place}`, JSON.stringify([kept]));
  const asked = answer({
    [`GET ${path}`]: pairingOf(),
    [`GET ${path}/messages`]: { items: [], nextCursor: null, reading },
    [`POST ${path}/messages`]: () => problem(503, 'service.busy'),
  });
  const { user, container } = renderMessages();
  await screen.findByText('plan.pdf');
  const chooser = container.querySelector<HTMLInputElement>('input[type=file]');
  if (!chooser) throw new Error('Files cannot be chosen.');
  await userEvent.setup({ applyAccept: false }).upload(chooser, new File(['x'], 'run.exe'));
  expect((await screen.findByRole('alert')).textContent).toContain('Files of this kind are not taken');
  const send = screen.getByRole('button', { name: 'Send message' });
  expect(send.getAttribute('aria-disabled')).toBe('true');
  await user.click(screen.getByRole('button', { name: 'Remove run.exe' }));
  await user.click(send);
  await waitFor(() => expect(asked.at(-1)?.body).toMatchObject({ body: '', fileIds: ['7'] }));
  expect(sessionStorage.getItem(`ithaca.attached.${place}`)).toBeNull();
});
