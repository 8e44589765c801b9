import { beforeEach, expect, it } from '@jest/globals';
import type { ProposalItem } from '@ithaca/contracts/matching';
import { screen, waitFor, within } from '@testing-library/react';
import { goTo } from '../../lib/history.ts';
import { answer, problem, type Asked, type Replies } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import { Toasts } from '../../ui/toast.tsx';
import { aDraft, aPair, aPerson, aProgram, aProposal, aRun, programId, runId } from './given.ts';
import ReviewPage from './review.page.tsx';

// Which pairing is looked at lives in the address.
beforeEach(() => goTo('/', { replace: true }));

const coordinator = () => signedIn({ grants: [{ role: 'coordinator', programId }] });
const auditor = () => signedIn({ grants: [{ role: 'auditor', programId: null }] });

/** A server with this draft, which remembers what is decided. */
function server(more: Replies = {}) {
  const draft = aDraft();
  const change = (item: ProposalItem) => {
    draft.items = draft.items.map((other) => (other.id === item.id ? item : other));
    return item;
  };
  const routes: Replies = Object.fromEntries(
    draft.items.flatMap((item) => [
      [`GET /api/proposals/${item.id}`, aProposal(item)],
      [
        `PUT /api/proposals/${item.id}/state`,
        ({ body }: Asked) => {
          const now = draft.items.find(({ id }) => id === item.id) ?? item;
          return change({
            ...now,
            state: (body as { state: ProposalItem['state'] }).state,
            version: now.version + 1,
          });
        },
      ],
    ]),
  );
  return answer({
    [`GET /api/programs/${programId}`]: aProgram(),
    [`GET /api/matching-runs/${runId}`]: aRun(),
    [`GET /api/matching-runs/${runId}/proposals`]: () => draft,
    ...routes,
    ...more,
  });
}

const open = (queryClient = coordinator()) =>
  render(
    <>
      <ReviewPage programId={programId} runId={runId} />
      <Toasts />
    </>,
    { queryClient },
  );

const writes = (asked: Asked[]) => asked.filter(({ route }) => !route.startsWith('GET'));

it('shows who has no partner first, with the rule that binds and the smallest change', async () => {
  server();
  open();
  expect(await screen.findByRole('heading', { name: 'Eli has no partner' })).toBeTruthy();
  expect(screen.getByText('The rules exclude all 3 mentors.')).toBeTruthy();
  expect(screen.getByText('Same team: 2 mentors excluded, 1 by this rule alone')).toBeTruthy();
  expect(screen.getByText('An exception from “Same team” would give Ben as a partner.')).toBeTruthy();
  const lines = within(screen.getByRole('navigation', { name: 'Queue' }))
    .getAllByRole('listitem')
    .map((line) => line.textContent);
  expect(lines).toEqual(['Elino partner', 'AnaBen', 'CemDea']);
});

it('approves with A, says so, moves on, and takes it back with Z', async () => {
  const asked = server();
  const { user } = open();
  await screen.findByRole('heading', { name: 'Eli has no partner' });
  await user.keyboard('j');
  const ana = await screen.findByRole('heading', { name: 'Ana with Ben' });
  await waitFor(() => expect(document.activeElement).toBe(ana));
  await user.keyboard('a');
  expect(await screen.findByText('Approved: Ana with Ben. Next: Cem with Dea')).toBeTruthy();
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Cem with Dea'));
  await user.keyboard('z');
  expect(await screen.findByText('Undone: Approved: Ana with Ben')).toBeTruthy();
  await waitFor(() => expect(writes(asked)).toHaveLength(2));
  expect(writes(asked).map(({ body }) => body)).toEqual([{ state: 'approved' }, { state: 'proposed' }]);
  // Each on top of the version before it.
  expect(writes(asked).map(({ headers }) => headers['if-match'])).toEqual(['"1"', '"2"']);
});

it('explains the pair in sentences and words, never by a bare percentage', async () => {
  server();
  const { user } = open();
  await screen.findByRole('heading', { name: 'Eli has no partner' });
  await user.keyboard('j');
  const table = await screen.findByRole('table', { name: 'Comparison' });
  expect(within(table).getByRole('row', { name: /Skills/ }).textContent).toMatch(/Strong$/);
  expect(screen.getByText('Ben is number 1 of 3 possible mentors for Ana.')).toBeTruthy();
  expect(document.body.textContent).not.toMatch(/\d\s?%/);
  await user.keyboard('e');
  expect(await within(table).findByText('6,500 of 10,000', { selector: 'tr:first-child *' })).toBeTruthy();
});

it('takes what was refused back and says why', async () => {
  const item = aPair('Ana', 'Ben');
  server({ [`PUT /api/proposals/${item.id}/state`]: problem(412, 'record.changed') });
  const { user } = open();
  await screen.findByRole('heading', { name: 'Eli has no partner' });
  await user.keyboard('j');
  await screen.findByRole('heading', { name: 'Ana with Ben' });
  await user.keyboard('l');
  expect(await screen.findByRole('alertdialog')).toBeTruthy();
  await waitFor(() => expect(screen.queryByText('Locked')).toBeNull());
});

it('pairs by a typed name, with a reason, after it has said what that does', async () => {
  const fay = aPerson('Fay');
  const asked = server({
    [`GET /api/matching-runs/${runId}/why-not`]: {
      mentor: fay,
      score: 5200,
      freePlaces: 1,
      forbiddenBy: [],
      effect: { totalChange: -120, matchedChange: 0, displaced: ['Ana'] },
    },
    [`POST /api/matching-runs/${runId}/proposals`]: aPair('Eli', 'Fay', {
      state: 'locked',
      origin: 'person',
    }),
  });
  const { user } = open();
  await screen.findByRole('heading', { name: 'Eli has no partner' });
  await user.keyboard('s');
  // The field has the focus: one types at once.
  await waitFor(() => expect(document.activeElement?.getAttribute('placeholder')).toBe('Type a name'));
  await user.keyboard('Fa');
  await user.click(await screen.findByText('Fay', { selector: '[role=option] *' }));
  expect(await screen.findByText('Total falls by 120 points. Ana would change mentor.')).toBeTruthy();
  await user.click(screen.getByLabelText('Reason'));
  await user.paste('Same career path');
  await user.keyboard('{Enter}');
  await waitFor(() => expect(writes(asked)).toHaveLength(1));
  expect(writes(asked)[0]?.body).toEqual({
    menteeEnrolmentId: aPerson('Eli').enrolmentId,
    mentorEnrolmentId: fay.enrolmentId,
    reason: 'Same career path',
  });
});

it('lets an auditor read and nothing else', async () => {
  const asked = server();
  const { user } = open(auditor());
  await screen.findByRole('heading', { name: 'Eli has no partner' });
  await user.keyboard('j');
  const approve = await screen.findByRole('button', { name: 'Approve' });
  expect(approve.getAttribute('aria-disabled')).toBe('true');
  await user.keyboard('a');
  expect(await screen.findByText(/Its coordinators can change it/)).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'Publish…' })).toBeNull();
  expect(writes(asked)).toEqual([]);
});
