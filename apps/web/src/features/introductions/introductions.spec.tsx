import type { Introduction } from '@ithaca/contracts/introductions';
import { expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { answer } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { sessionOf, signedIn } from '../../testing/session.ts';
import { IntroductionCard } from './introduction-card.tsx';

const me = sessionOf().actor?.personId ?? '';
const id = '0190b000-0000-7000-8000-000000000020';
const somebody = (n: number, displayName: string, email: string | null = null) => ({
  personId: n === 0 ? me : `0190b000-0000-7000-8000-00000000010${n}`,
  displayName,
  jobTitle: 'Engineer',
  email,
});

/** Jun Sato offers Noor Haddad, who reads, to meet Marcus Weiss. */
function introductionOf(changes: Partial<Introduction> = {}): Introduction {
  return {
    id,
    kind: 'introduction',
    by: 'helper',
    state: 'offered',
    myPart: 'guest',
    isMyTurn: true,
    isMineToTakeBack: false,
    isMineToTell: false,
    pairingId: '0190b000-0000-7000-8000-000000000001',
    helper: somebody(1, 'Jun Sato'),
    guest: somebody(0, 'Noor Haddad'),
    third: somebody(2, 'Marcus Weiss'),
    words: 'He has built two teams.',
    opening: '',
    length: null,
    shadowing: null,
    dueOn: null,
    usefulness: null,
    answerBy: null,
    createdAt: '2026-10-01T08:00:00Z',
    madeAt: null,
    ...changes,
  };
}

const show = (introduction: Introduction) =>
  render(<IntroductionCard introduction={introduction} level={2} />, { queryClient: signedIn() });

it('whoever is asked says yes or no with one press, and a no needs no reason', async () => {
  const asked = answer({ [`POST /api/introductions/${id}/answer`]: introductionOf({ isMyTurn: false }) });
  const { user } = show(introductionOf());
  await user.click(screen.getByRole('button', { name: 'Not this time' }));
  await user.click(screen.getByRole('button', { name: 'Yes, please' }));
  await waitFor(() => expect(asked.map(({ body }) => body)).toEqual([{ yes: false }, { yes: true }]));
});

it('names everybody once, and says how to reach them only when all have agreed', () => {
  const { rerender } = show(introductionOf());
  expect(screen.getAllByText('Marcus Weiss')).toHaveLength(1);
  expect(screen.queryByRole('link')).toBeNull();
  rerender(
    <IntroductionCard
      introduction={introductionOf({
        state: 'made',
        isMyTurn: false,
        madeAt: '2026-10-05T08:00:00Z',
        third: somebody(2, 'Marcus Weiss', 'marcus@northwind.example'),
      })}
      level={2}
    />,
  );
  expect(screen.getAllByText('Marcus Weiss')).toHaveLength(1);
  expect(screen.getByRole('link').getAttribute('href')).toBe('mailto:marcus@northwind.example');
});

it('asks afterwards whether they talked, then how useful it was', async () => {
  const asked = answer({ [`PUT /api/introductions/${id}/outcome`]: introductionOf({ state: 'done' }) });
  const made = { isMyTurn: false, isMineToTell: true, madeAt: '2026-10-05T08:00:00Z' };
  const { user, rerender } = show(introductionOf({ ...made, state: 'made' }));
  await user.click(screen.getByRole('button', { name: 'Yes, we talked' }));
  rerender(<IntroductionCard introduction={introductionOf({ ...made, state: 'done' })} level={2} />);
  await user.click(screen.getByRole('radio', { name: '4' }));
  await waitFor(() =>
    expect(asked.map(({ body }) => body)).toEqual([
      { happened: true, usefulness: null },
      { happened: true, usefulness: 4 },
    ]),
  );
});
