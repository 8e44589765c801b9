import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Alternative, ProposalItem } from '@ithaca/contracts/matching';
import type { ReviewActItem } from '@ithaca/contracts/review';
import { screen, waitFor, within } from '@testing-library/react';
import { goTo } from '../../lib/history.ts';
import { answer, problem, type Asked, type Replies } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import { Toasts } from '../../ui/toast.tsx';
import { aDraft, aPair, aPerson, aProgram, aProposal, aRun, programId, runId } from './given.ts';
import ReviewPage from './review.page.tsx';

// Which pairing is looked at lives in the address.
// Parts that come when they are shown are here before the clock of a test runs.
beforeAll(async () => {
  await Promise.all([import('./review/alone-card.tsx'), import('./review/stale.tsx')]);
}, 60_000);
beforeEach(() => goTo('/', { replace: true }));

const coordinator = () => signedIn({ grants: [{ role: 'coordinator', programId }] });
const auditor = () => signedIn({ grants: [{ role: 'auditor', programId: null }] });

const fay: Alternative = {
  mentor: aPerson('Fay'),
  score: 5200,
  freePlaces: 1,
  forbiddenBy: [],
  effectUnknown: null,
  circle: null,
  effect: {
    totalChange: -120,
    matchedChange: 0,
    displaced: [{ menteeId: aPerson('Ana').enrolmentId, mentee: 'Ana', from: 'Ben', to: 'Dea' }],
    others: 0,
  },
};

/** A server with this draft, which remembers what is decided. */
function server(more: Replies = {}) {
  const draft = aDraft();
  const acts: ReviewActItem[] = [];
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
          const { state } = body as { state: ProposalItem['state'] };
          acts.push({
            id: crypto.randomUUID(),
            position: acts.length + 1,
            kind: state === 'approved' ? 'approve' : 'lock',
            at: '2026-11-22T02:00:00.000Z',
            by: 'Noor Haddad',
            pairs: [
              {
                menteeEnrolmentId: now.mentee.enrolmentId,
                mentee: now.mentee.displayName,
                mentor: now.mentor.displayName,
              },
            ],
            count: 1,
            reason: null,
            advice: null,
            of: null,
          });
          return change({ ...now, state, version: now.version + 1 });
        },
      ],
    ]),
  );
  return answer({
    [`GET /api/programs/${programId}`]: aProgram(),
    [`GET /api/matching-runs/${runId}`]: aRun(),
    [`GET /api/matching-runs/${runId}/proposals`]: () => draft,
    [`GET /api/matching-runs/${runId}/unmatched`]: {
      ...draft.unmatched[0],
      changes: [draft.unmatched[0]?.smallestChange],
      alternatives: [fay],
    },
    [`GET /api/matching-runs/${runId}/series`]: () => ({ done: acts, undone: [] }),
    [`GET /api/matching-runs/${runId}/acts`]: () => ({ items: acts.toReversed(), nextCursor: null }),
    [`POST /api/matching-runs/${runId}/undo`]: () => {
      const last = acts.pop();
      const item = draft.items.find(({ mentee }) => mentee.displayName === last?.pairs[0]?.mentee);
      return {
        act: { ...last, kind: 'undo', of: last?.kind },
        items: item ? [change({ ...item, state: 'proposed', version: item.version + 1 })] : [],
      };
    },
    ...Object.fromEntries(draft.items.map(({ id }) => [`PUT /api/proposals/${id}/look`, null])),
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

const writes = (asked: Asked[]) => asked.filter(({ route }) => !/^GET|\/(look|presence)$/.test(route));

it('shows who has no partner first, with the rule that binds and the smallest change', async () => {
  server();
  open();
  expect(await screen.findByRole('heading', { name: 'Eli has no partner' })).toBeTruthy();
  expect(await screen.findByText('The rules exclude all 3 mentors.')).toBeTruthy();
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
  expect(writes(asked).map(({ route }) => route.split('/').at(-1))).toEqual(['state', 'undo']);
  expect(writes(asked)[0]).toMatchObject({ body: { state: 'approved' }, headers: { 'if-match': '"1"' } });
  await waitFor(() => expect(screen.queryByText('Approved')).toBeNull());
});

it('says who else looks at which pair, on its line and at the top', async () => {
  const { enrolmentId } = aPerson('Cem');
  server({
    [`PUT /api/programs/${programId}/presence`]: {
      people: [
        {
          personId: 'dana',
          name: 'Dana',
          place: `matching/${runId}`,
          focus: enrolmentId,
          since: '2026-03-02T09:00:00Z',
        },
        { personId: 'gil', name: 'Gil', place: 'setup', focus: null, since: '2026-03-02T09:00:00Z' },
      ],
    },
  });
  const { user } = open();
  expect(await screen.findByText('Dana is here too')).toBeTruthy();
  const line = screen.getByRole('button', { name: /Cem/ });
  expect(line.textContent).toContain('Dana is looking at this');
  await user.click(line);
  expect(await screen.findByText('Dana is looking at this', { selector: 'output *' })).toBeTruthy();
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

it('shows theirs when somebody was quicker, and does mine on top of it when asked', async () => {
  const item = aPair('Ana', 'Ben');
  const facts = {
    state: 'approved',
    by: 'Dana Okafor',
    at: '2026-11-22T09:00:00.000Z',
    mentee: 'Ana',
    mentor: 'Ben',
  };
  const asked = server({
    [`PUT /api/proposals/${item.id}/state`]: problem(412, 'record.changed', { facts }),
  });
  const { user } = open();
  await screen.findByRole('heading', { name: 'Eli has no partner' });
  await user.keyboard('j');
  await screen.findByRole('heading', { name: 'Ana with Ben' });
  await user.keyboard('l');
  expect(await screen.findByText(/^Dana Okafor decided about this pair/)).toBeTruthy();
  expect(screen.getByText('Yours was not done. Locked: Ana with Ben')).toBeTruthy();
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Ana with Ben'));
  await user.click(screen.getByRole('button', { name: 'Do mine anyway' }));
  await waitFor(() => expect(writes(asked)).toHaveLength(2));
}, 20_000);

it('asks why before a clear pair is taken apart', async () => {
  const item = aPair('Cem', 'Dea');
  const asked = server({
    [`POST /api/proposals/${item.id}/removal`]: { ...item, state: 'removed', version: 2 },
  });
  const { user } = open();
  await screen.findByRole('heading', { name: 'Eli has no partner' });
  await user.keyboard('jj');
  await screen.findByRole('heading', { name: 'Cem with Dea' });
  await user.keyboard('u');
  const reason = await screen.findByLabelText('Reason');
  await waitFor(() => expect(document.activeElement).toBe(reason));
  await user.keyboard('{Enter}');
  expect(await screen.findByText('This is needed.')).toBeTruthy();
  await user.keyboard('Same office{Enter}');
  expect(await screen.findByText('Taken apart: Cem with Dea')).toBeTruthy();
  await waitFor(() => expect(writes(asked)[0]?.body).toEqual({ reason: 'Same office' }));
});

it('pairs by a typed name, with a reason, after it has said who would move to whom', async () => {
  const asked = server({
    [`POST /api/matching-runs/${runId}/proposals`]: aPair('Eli', 'Fay', {
      state: 'locked',
      origin: 'person',
    }),
  });
  const { user } = open();
  await screen.findByRole('heading', { name: 'Eli has no partner' });
  await screen.findByText('Total falls by 120 points. Ana would go from Ben to Dea.');
  await user.keyboard('s');
  // The field has the focus: one types at once, and each name says what it would mean.
  await waitFor(() => expect(document.activeElement?.getAttribute('placeholder')).toBe('Type a name'));
  await user.keyboard('Fa');
  const option = await screen.findByRole('option', { name: /Fay/ });
  expect(option.textContent).toContain('Ana would go from Ben to Dea.');
  await user.click(within(option).getByText('Fay'));
  await user.click(screen.getByLabelText('Reason'));
  await user.paste('Same career path');
  await user.keyboard('{Enter}');
  await waitFor(() => expect(writes(asked)).toHaveLength(1));
  expect(writes(asked)[0]?.body).toEqual({
    menteeEnrolmentId: aPerson('Eli').enrolmentId,
    mentorEnrolmentId: aPerson('Fay').enrolmentId,
    reason: 'Same career path',
    present: null,
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
