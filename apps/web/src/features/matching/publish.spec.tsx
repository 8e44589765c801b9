import { expect, it } from '@jest/globals';
import type { Publication, PublishedPair } from '@ithaca/contracts/publication';
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
      samples: [
        { kind: 'mentee', to: 'ana@x.example', subject: 'Meet your mentor', bodyText: 'Hello Ana' },
        { kind: 'unmatched', to: 'eli@x.example', subject: 'No match yet', bodyText: 'Hello Eli' },
      ],
    },
    {
      locale: 'ar',
      count: 1,
      samples: [{ kind: 'mentor', to: 'ben@x.example', subject: 'تعرّف', bodyText: 'مرحبًا' }],
    },
  ],
  mornings: [{ timeZone: 'Europe/Berlin', at: '2026-03-02T08:00:00.000Z', count: 4 }],
  unmatched: [{ personId: '0190a000-0000-7000-8000-0000000000b1', displayName: 'Eli' }],
  unmatchedMessages: [{ locale: 'en', count: 1, text: 'We found nobody this time.' }],
  mentorsAtLimit: [],
  changedSince: [
    {
      code: 'person.not-employed',
      facts: { proposalId: 'p', mentee: 'Gus', mentor: 'Hal', displayName: 'Hal' },
    },
  ],
};

const aPublication: Publication = {
  id: '0190a000-0000-7000-8000-0000000000c1',
  runId,
  state: 'done',
  publishAt: '2026-03-02T09:00:00.000Z',
  delivery: 'morning',
  tellUnmatched: true,
  unmatchedMessages: {},
  createdByName: 'Noor Haddad',
  createdAt: '2026-03-02T08:50:00.000Z',
  cancelledByName: null,
  cancelledAt: null,
  publishedAt: '2026-03-02T09:00:00.000Z',
  published: 1,
  skipped: [],
  problem: null,
};

const aPair = (more: Partial<PublishedPair> = {}): PublishedPair => ({
  pairingId: '0190a000-0000-7000-8000-0000000000d1',
  mentees: ['Ana'],
  mentor: 'Ben',
  isCircle: false,
  state: 'offered',
  mailsWaiting: 2,
  mailsSent: 0,
  canUndo: true,
  ...more,
});

function open(publish: unknown, more: Replies = {}): { asked: Asked[] } & ReturnType<typeof render> {
  const asked = answer({
    [`GET /api/programs/${programId}`]: aProgram(),
    [`GET /api/matching-runs/${runId}`]: aRun(),
    [`GET /api/matching-runs/${runId}/proposals`]: aDraft(),
    [`GET /api/matching-runs/${runId}/publication`]: preview,
    [`GET /api/matching-runs/${runId}/publication/outcome`]: { publication: null, pairs: [] },
    [`POST /api/matching-runs/${runId}/publication`]: publish,
    ...more,
  });
  const queryClient = signedIn({ grants: [{ role: 'coordinator', programId }] });
  return { asked, ...render(<PublishPage programId={programId} runId={runId} />, { queryClient }) };
}

it('names what will happen before the button does it', async () => {
  open(null);
  expect(await screen.findByText('4 mails are sent, each in its reader’s language.')).toBeTruthy();
  expect(screen.getByText('2 pairings were not approved or locked by anybody.')).toBeTruthy();
  expect(screen.getByRole('heading', { name: '1 mentee stays without a partner' })).toBeTruthy();
  expect(screen.getByText('Hal has left the organisation.')).toBeTruthy();
  expect(screen.getByText('Hello Ana')).toBeTruthy();
  expect(screen.getByText('Hello Eli')).toBeTruthy();
  expect(screen.getByRole('tab', { name: /Arabic/ })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Publish 2 pairings in ten minutes' })).toBeTruthy();
});

it('sends the version that was seen with what was chosen, and says what those without a partner are told', async () => {
  const { user, asked } = open(aPublication);
  await user.click(await screen.findByRole('radio', { name: /^Now/ }));
  await user.click(screen.getByRole('radio', { name: /^At once/ }));
  await user.click(screen.getByText('What they are told'));
  const words = screen.getByRole('textbox', { name: /English/ });
  await user.clear(words);
  await user.type(words, 'Next time.');
  await user.click(screen.getByRole('button', { name: 'Publish 2 pairings' }));
  await waitFor(() => expect(asked.some(({ route }) => route.startsWith('POST'))).toBe(true));
  const sent = asked.find(({ route }) => route.startsWith('POST'));
  expect(sent?.headers['if-match']).toBe('"3"');
  expect(sent?.headers['idempotency-key']).toBeTruthy();
  expect(sent?.body).toEqual({
    when: 'now',
    delivery: 'at-once',
    tellUnmatched: true,
    unmatchedMessages: { en: 'Next time.' },
  });
});

it('asks for an hour to come before it plans one', async () => {
  const { user, asked } = open(aPublication);
  await user.click(await screen.findByRole('radio', { name: /^At an hour/ }));
  await user.click(screen.getByRole('button', { name: 'Publish 2 pairings' }));
  expect(await screen.findByText('Choose a day and time to come.')).toBeTruthy();
  expect(asked.some(({ route }) => route.startsWith('POST'))).toBe(false);
});

it('counts down to a planned publication and calls it off', async () => {
  const publishAt = new Date(Date.now() + 9 * 60_000).toISOString();
  const cancel = `POST /api/matching-runs/${runId}/publication/cancellation`;
  const { user, asked } = open(null, {
    [`GET /api/matching-runs/${runId}`]: aRun({ state: 'scheduled' }),
    [`GET /api/matching-runs/${runId}/publication/outcome`]: {
      publication: { ...aPublication, state: 'scheduled', publishAt, publishedAt: null },
      pairs: [],
    },
    [cancel]: { ...aPublication, state: 'cancelled' },
  });
  expect(await screen.findByRole('heading', { name: /^Publishes in [89]:\d\d$/ })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Call off' }));
  await waitFor(() => expect(asked.some(({ route }) => route === cancel)).toBe(true));
});

it('tells what was left out, and takes a pair back that nobody has opened', async () => {
  const undo = 'POST /api/pairings/0190a000-0000-7000-8000-0000000000d1/withdrawal';
  const { user, asked } = open(null, {
    [`GET /api/matching-runs/${runId}`]: aRun({ state: 'published' }),
    [`GET /api/matching-runs/${runId}/publication/outcome`]: {
      publication: {
        ...aPublication,
        skipped: [
          {
            proposalId: '0190a000-0000-7000-8000-0000000000b2',
            displayName: 'Cem',
            cause: { code: 'pairing.mentor-full', facts: { displayName: 'Dea' } },
          },
        ],
      },
      pairs: [
        aPair(),
        aPair({
          pairingId: '0190a000-0000-7000-8000-0000000000d2',
          mentees: ['Gus'],
          canUndo: false,
          mailsWaiting: 0,
        }),
      ],
    },
    [undo]: null,
  });
  expect(await screen.findByRole('heading', { name: '1 pairing is published' })).toBeTruthy();
  expect(screen.getByText('Dea has no place left.')).toBeTruthy();
  const [first, second] = screen.getAllByRole('button', { name: 'Take back' });
  if (!first || !second) throw new Error('Two pairs were published.');
  await user.click(second);
  expect(asked.some(({ route }) => route.endsWith('/withdrawal'))).toBe(false);
  await user.click(first);
  await waitFor(() => expect(asked.some(({ route }) => route === undo)).toBe(true));
});

it('publishes nothing when the draft was changed meanwhile, and reads it again', async () => {
  const { user, asked } = open(problem(412, 'record.changed'));
  await user.click(await screen.findByRole('button', { name: 'Publish 2 pairings in ten minutes' }));
  expect(await screen.findByText(/The draft was changed meanwhile/)).toBeTruthy();
  await waitFor(() => expect(asked.filter(({ route }) => route.endsWith('/publication'))).toHaveLength(3));
});
