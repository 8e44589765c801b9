import { describe, expect, it } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { Suspense } from 'react';
import { answer, problem } from '../../testing/answers.ts';
import { pairingId, pairingOf } from '../../testing/pairing.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import { EndPairingForm } from './pairing/end-pairing.form.tsx';
import MyPage from './my.page.tsx';
import { nextStepOf } from './next-step.ts';
import PairingPage from './pairing.page.tsx';

const path = `/api/pairings/${pairingId}`;
const lists = {
  [`GET ${path}/meetings`]: { items: [] },
  [`GET ${path}/actions`]: { items: [] },
  [`GET ${path}/goals`]: { items: [] },
  [`GET ${path}/shared-check-ins`]: { items: [] },
};

function renderPairing() {
  return render(
    <Suspense>
      <PairingPage pairingId={pairingId} />
    </Suspense>,
    { queryClient: signedIn() },
  );
}

const unanswered = pairingOf().members.map((member) => ({ ...member, acceptedAt: null, signedAt: null }));
const offered = pairingOf({ state: 'offered', startedAt: null, members: unanswered });

describe('an offered pairing', () => {
  it('says why in plain words and is accepted with one button', async () => {
    const asked = answer({ [`GET ${path}`]: offered, [`POST ${path}/acceptance`]: offered });
    const { user } = renderPairing();
    expect(await screen.findByText(/Negotiation/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Accept pairing' }));
    expect(asked.map(({ route }) => route)).toContain(`POST ${path}/acceptance`);
  });

  it('is declined privately, with a reason only if one is given', async () => {
    const asked = answer({
      [`GET ${path}`]: offered,
      [`POST ${path}/refusal`]: { ...offered, state: 'declined' },
    });
    const { user } = renderPairing();
    await user.click(await screen.findByRole('button', { name: 'Decline pairing' }));
    const dialog = within(await screen.findByRole('alertdialog'));
    expect(dialog.getByText(/not told who declined/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Decline pairing' }));
    expect(asked.find(({ route }) => route === `POST ${path}/refusal`)?.body).toEqual({});
  });
});

describe('what my partner shared', () => {
  it('shows the answers of a check-in and says who reads them', async () => {
    answer({
      [`GET ${path}`]: pairingOf(),
      ...lists,
      [`GET ${path}/shared-check-ins`]: {
        items: [
          {
            id: pairingId,
            personId: pairingOf().members[0]?.personId,
            displayName: 'Jun Sato',
            answeredAt: '2026-10-02T08:00:00Z',
            meetingRegularly: 'sometimes',
            usefulness: 4,
            change: 'Longer meetings',
          },
        ],
      },
    });
    renderPairing();
    expect(await screen.findByText('Longer meetings')).toBeTruthy();
    expect(screen.getByText('4 · Useful')).toBeTruthy();
    expect(screen.getByText(/your coordinator does not read it/)).toBeTruthy();
  });
});

describe('the agreement', () => {
  it('keeps what I typed when my partner saved meanwhile, and shows theirs', async () => {
    const theirs = pairingOf({
      version: 5,
      agreement: {
        cadenceDays: 7,
        minutes: 45,
        channel: 'By phone',
        expectations: '',
        boundaries: '',
        confidentiality: '',
      },
    });
    let isChanged = false;
    const asked = answer({
      ...lists,
      [`GET ${path}`]: () => (isChanged ? theirs : pairingOf()),
      [`PUT ${path}/agreement`]: ({ headers }: { headers: Record<string, string> }) => {
        isChanged = true;
        return headers['if-match'] === '"5"'
          ? theirs
          : problem(412, 'record.changed', { facts: { version: 5 } });
      },
    });
    const { user } = renderPairing();
    await user.click(await screen.findByRole('button', { name: 'Edit agreement' }));
    const dialog = within(await screen.findByRole('dialog'));
    const field = dialog.getByRole('textbox', { name: /Where you meet/ });
    await user.clear(field);
    await user.type(field, 'Canteen');
    await user.click(dialog.getByRole('button', { name: 'Save and sign' }));
    expect(await dialog.findByText('By phone')).toBeTruthy();
    expect(field).toHaveProperty('value', 'Canteen');
    await user.click(dialog.getByRole('button', { name: 'Keep mine' }));
    await user.click(dialog.getByRole('button', { name: 'Save and sign' }));
    expect(asked.findLast(({ route }) => route.startsWith('PUT'))?.headers['if-match']).toBe('"5"');
  });

  it('shows every version with what it changed, and proposes an old one again', async () => {
    const terms = pairingOf().agreement;
    const jun = { personId: 'jun', displayName: 'Jun Sato' };
    const version = (number: number, more: object) => ({
      number,
      terms,
      proposedBy: null,
      proposedAt: '2026-08-30T08:00:00Z',
      signatures: [{ ...jun, signedAt: '2026-09-02T08:00:00Z' }],
      standing: 'holds',
      ...more,
    });
    answer({
      ...lists,
      [`GET ${path}`]: pairingOf({
        agreementVersion: {
          number: 2,
          proposedBy: pairingOf().members[0]?.personId ?? null,
          proposedAt: '2026-09-10T08:00:00Z',
          heldNumber: 1,
        },
      }),
      [`GET ${path}/agreements`]: {
        items: [
          version(2, { terms: { ...terms, channel: 'Canteen' }, proposedBy: jun, standing: 'open' }),
          version(1, {}),
        ],
        nextCursor: null,
      },
    });
    const { user } = renderPairing();
    expect(await screen.findByText(/Until all have signed, version 1 holds/)).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'All 2 versions' }));
    const latest = within(await screen.findByRole('region', { name: 'Version 2' }));
    expect(latest.getByText('Canteen').parentElement?.textContent).toContain('new');
    expect(latest.queryByRole('button')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Propose version 1 again' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Agreement' }));
    expect(dialog.getByRole('textbox', { name: /Where you meet/ })).toHaveProperty('value', 'Video');
  });
});

it('a flash pairing that has its one meeting is asked to plan no other', () => {
  const stepWith = (hasItsOneMeeting: boolean) =>
    nextStepOf(pairingOf({ format: 'flash', hasItsOneMeeting }), 'mentee').code;
  expect([stepWith(false), stepWith(true)]).toEqual(['plan', 'open']);
});

it('a pairing whose goals are reached is completed, any other reason ends it', async () => {
  const asked = answer({ [`POST ${path}/end`]: pairingOf({ state: 'completed' }) });
  const { user } = render(<EndPairingForm pairing={pairingOf()} onPause={() => {}} onClose={() => {}} />, {
    queryClient: signedIn(),
  });
  await user.click(screen.getByRole('button', { name: 'End pairing' }));
  expect(screen.getByText('Choose what fits best.')).toBeTruthy();
  expect(asked).toEqual([]);
  await user.click(screen.getByRole('radio', { name: /We reached/ }));
  await user.click(screen.getByRole('button', { name: 'Complete pairing' }));
  expect(asked[0]?.body).toEqual({ outcome: 'completed', reason: 'goals-reached' });
});

it('somebody without pairings is led to the programs', async () => {
  answer({ 'GET /api/my/pairings': { items: [] }, 'GET /api/my/enrolments': { items: [] } });
  render(<MyPage />, { queryClient: signedIn() });
  expect(await screen.findByText('Your pairings will be here')).toBeTruthy();
  expect(screen.getAllByRole('link', { name: 'Find a program' })[0]).toHaveProperty('pathname', '/programs');
});

describe('waiting for a seat', () => {
  const waits = {
    id: 'e1',
    cohortId: 'c1',
    role: 'mentee',
    state: 'waitlisted',
    cohortName: 'Winter round',
    programName: 'Shadowing',
    cohortState: 'enrolling',
    pairingMode: 'coordinator',
    openChoices: 0,
    hadPairing: false,
    startsOn: '2026-12-05',
    enrolmentClosesOn: '2026-11-28',
  };
  const place = { kind: 'list', place: 3, waiting: 7, wait: { kind: 'days', least: 4, most: 9 } };

  it('tells the place and the wait', async () => {
    answer({
      'GET /api/my/pairings': { items: [] },
      'GET /api/my/enrolments': { items: [{ ...waits, standing: place }] },
    });
    render(<MyPage />, { queryClient: signedIn() });
    expect(await screen.findByText('You are number 3 of 7 on the waiting list')).toBeTruthy();
    expect(screen.getByText(/4 to 9 days/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Take my seat' })).toBeNull();
  });

  it('takes a seat that is kept, or leaves it to the next', async () => {
    const standing = { kind: 'offer', dueAt: '2026-11-25T09:00:00Z' };
    const asked = answer({
      'GET /api/my/pairings': { items: [] },
      'GET /api/my/enrolments': { items: [{ ...waits, standing }] },
      'POST /api/my/enrolments/e1/seat': { ...waits, standing: null, state: 'in-pool' },
    });
    const { user } = render(<MyPage />, { queryClient: signedIn() });
    await user.click(await screen.findByRole('button', { name: 'Leave it to the next person' }));
    await user.click(screen.getByRole('button', { name: 'Take my seat' }));
    expect(asked.filter(({ route }) => route.startsWith('POST')).map(({ body }) => body)).toEqual([
      { take: false },
      { take: true },
    ]);
  });
});
