import { expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { answer, problem, type Asked, type Replies } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import { aDraft, aProgram, aRun, programId, runId } from './given.ts';
import PublishPage from './publish.page.tsx';

const preview = {
  pairings: 2,
  mails: [
    {
      locale: 'en',
      count: 3,
      sample: { to: 'ana@x.example', subject: 'Meet your mentor', bodyText: 'Hello Ana' },
    },
    { locale: 'ar', count: 1, sample: { to: 'ben@x.example', subject: 'تعرّف', bodyText: 'مرحبًا' } },
  ],
  unmatched: [{ personId: '0190a000-0000-7000-8000-0000000000b1', displayName: 'Eli' }],
  mentorsAtLimit: [],
  changedSince: [
    {
      code: 'person.not-employed',
      facts: { proposalId: 'p', mentee: 'Gus', mentor: 'Hal', displayName: 'Hal' },
    },
  ],
};

function open(publish: unknown, more: Replies = {}): { asked: Asked[] } & ReturnType<typeof render> {
  const asked = answer({
    [`GET /api/programs/${programId}`]: aProgram(),
    [`GET /api/matching-runs/${runId}`]: aRun(),
    [`GET /api/matching-runs/${runId}/proposals`]: aDraft(),
    [`GET /api/matching-runs/${runId}/publication`]: preview,
    [`POST /api/matching-runs/${runId}/publication`]: publish,
    ...more,
  });
  const queryClient = signedIn({ grants: [{ role: 'coordinator', programId }] });
  return { asked, ...render(<PublishPage programId={programId} runId={runId} />, { queryClient }) };
}

it('names what will happen before the button does it', async () => {
  open(null);
  expect(await screen.findByText('4 mails are sent at once, each in its reader’s language.')).toBeTruthy();
  expect(screen.getByText('2 pairings were not approved or locked by anybody.')).toBeTruthy();
  expect(screen.getByRole('heading', { name: '1 mentee stays without a partner' })).toBeTruthy();
  expect(screen.getByText('Hal has left the organisation.')).toBeTruthy();
  expect(screen.getByText('Hello Ana')).toBeTruthy();
  expect(screen.getByRole('tab', { name: /Arabic/ })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Publish 2 pairings' })).toBeTruthy();
});

it('publishes the version that was seen and tells what was left out', async () => {
  const { user, asked } = open({
    published: 1,
    skipped: [
      {
        proposalId: '0190a000-0000-7000-8000-0000000000b2',
        displayName: 'Cem',
        cause: { code: 'pairing.mentor-full', facts: { displayName: 'Dea' } },
      },
    ],
  });
  await user.click(await screen.findByRole('button', { name: 'Publish 2 pairings' }));
  const title = await screen.findByRole('heading', { name: '1 pairing is published' });
  expect(document.activeElement).toBe(title);
  expect(screen.getByText('Dea has no place left.')).toBeTruthy();
  const sent = asked.find(({ route }) => route.startsWith('POST'));
  expect(sent?.headers['if-match']).toBe('"3"');
  expect(sent?.headers['idempotency-key']).toBeTruthy();
});

it('publishes nothing when the draft was changed meanwhile, and reads it again', async () => {
  const { user, asked } = open(problem(412, 'record.changed'));
  await user.click(await screen.findByRole('button', { name: 'Publish 2 pairings' }));
  expect(await screen.findByText(/The draft was changed meanwhile/)).toBeTruthy();
  await waitFor(() => expect(asked.filter(({ route }) => route.endsWith('/publication'))).toHaveLength(3));
});
