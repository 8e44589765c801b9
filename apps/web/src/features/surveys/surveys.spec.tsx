import type { CheckIn } from '@ithaca/contracts/surveys';
import { expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer } from '../../testing/answers.ts';
import { pairingId } from '../../testing/pairing.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import CheckInPage from './check-in.page.tsx';

const checkIn: CheckIn = {
  id: '0190b000-0000-7000-8000-000000000200',
  pairingId,
  programName: 'Career growth',
  partnerNames: ['Jun Sato'],
  wave: 1,
  askedAt: '2026-10-01T08:00:00Z',
  dueAt: '2026-10-15T08:00:00Z',
  answeredAt: null,
  meetingRegularly: null,
  usefulness: null,
  change: '',
  sharedWithPartner: false,
  open: true,
  version: 1,
};
const path = `/api/check-ins/${checkIn.id}`;

it('beside each question stands who reads the answer, and the first two need one', async () => {
  const asked = answer({
    [`GET ${path}`]: checkIn,
    [`PUT ${path}/answer`]: {
      ...checkIn,
      answeredAt: '2026-10-02T08:00:00Z',
      meetingRegularly: 'yes',
      usefulness: 4,
    },
  });
  const { user } = render(<CheckInPage checkInId={checkIn.id} />, { queryClient: signedIn() });
  expect(await screen.findByText(/neither Jun nor the coordinator/)).toBeTruthy();
  expect(screen.getByText(/without naming you/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Send answers' }));
  expect(screen.getAllByText('Choose an answer.')).toHaveLength(2);
  expect(asked).toHaveLength(1);
  await user.click(screen.getByRole('radio', { name: 'Yes' }));
  await user.click(screen.getByRole('radio', { name: '4 · Useful' }));
  await user.click(screen.getByRole('button', { name: 'Send answers' }));
  expect(asked.at(-1)?.body).toEqual({
    meetingRegularly: 'yes',
    usefulness: 4,
    change: '',
    sharedWithPartner: false,
  });
  expect(await screen.findByText('Thank you, your answers are in')).toBeTruthy();
});

it('is shared with the partner only when that is ticked, and says so beside each question', async () => {
  const asked = answer({
    [`GET ${path}`]: { ...checkIn, meetingRegularly: 'yes', usefulness: 4 },
    [`PUT ${path}/answer`]: {
      ...checkIn,
      answeredAt: '2026-10-02T08:00:00Z',
      meetingRegularly: 'yes',
      usefulness: 4,
      sharedWithPartner: true,
    },
  });
  const { user } = render(<CheckInPage checkInId={checkIn.id} />, { queryClient: signedIn() });
  await user.click(await screen.findByRole('checkbox', { name: 'Share these answers with Jun' }));
  expect(screen.queryByText(/neither Jun nor the coordinator/)).toBeNull();
  expect(screen.getAllByText(/^Jun reads this answer/)).toHaveLength(3);
  await user.click(screen.getByRole('button', { name: 'Send answers' }));
  expect(asked.at(-1)?.body).toMatchObject({ sharedWithPartner: true });
  expect(await screen.findByText('Jun only, because you shared them')).toBeTruthy();
});

it('a closed check-in takes no answer', async () => {
  answer({ [`GET ${path}`]: { ...checkIn, open: false } });
  render(<CheckInPage checkInId={checkIn.id} />, { queryClient: signedIn() });
  expect(await screen.findByText('This check-in is closed')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Send answers' })).toBeNull();
});
