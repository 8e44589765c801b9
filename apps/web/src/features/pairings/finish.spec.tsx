import { expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer } from '../../testing/answers.ts';
import { pairingId, pairingOf } from '../../testing/pairing.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import FinishPage from './finish.page.tsx';

const path = `/api/pairings/${pairingId}`;
const ending = {
  lookBack: { heldMeetings: 3, minutes: 135, goals: 2, goalsReached: 1, actionsDone: 4 },
  mine: { thanks: '', keepInTouch: false },
  thanks: [],
  inTouch: [],
  feedback: { mine: null, received: [], waiting: 1 },
  wishesToMentor: false,
  extension: {
    endsOn: '2027-03-01',
    range: { from: '2027-03-02', to: '2027-05-24' },
    proposal: {
      proposedBy: { personId: pairingOf().members[0]?.personId ?? '', displayName: 'Jun Sato' },
      untilOn: '2027-04-01',
      reason: 'We are not done',
      keepsSeries: true,
      proposedAt: '2026-12-01T08:00:00Z',
      isAgreedByMe: false,
    },
  },
  contentUntil: null,
  isCertifiable: false,
  certificate: null,
};

it('a mentee thanks, finishes, and then has a certificate that others can check', async () => {
  const completed = pairingOf({ state: 'completed', endedAt: '2026-12-01T08:00:00Z' });
  let isOver = false;
  const code = '7KQ2-M4XP-9T3B-10VW';
  const issued = {
    ...ending,
    isCertifiable: true,
    certificate: { code, isShared: false, issuedAt: '2026-12-01T08:00:00Z' },
  };
  const asked = answer({
    [`GET ${path}`]: () => (isOver ? completed : pairingOf()),
    [`GET ${path}/ending`]: () => ({ ...ending, isCertifiable: isOver }),
    [`PUT ${path}/farewell`]: { ...ending, mine: { thanks: 'For your time', keepInTouch: true } },
    [`POST ${path}/end`]: () => {
      isOver = true;
      return completed;
    },
    [`POST ${path}/certificate`]: issued,
    [`PUT ${path}/certificate/sharing`]: {
      ...issued,
      certificate: { ...issued.certificate, isShared: true },
    },
  });
  const { user } = render(<FinishPage pairingId={pairingId} />, { queryClient: signedIn() });
  await user.type(await screen.findByRole('textbox', { name: /thank Jun for/ }), 'For your time');
  await user.click(screen.getByRole('checkbox', { name: /keep in touch/ }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(asked.find(({ route }) => route.startsWith('PUT'))?.body).toEqual({
    thanks: 'For your time',
    keepInTouch: true,
  });
  await user.click(screen.getByRole('button', { name: 'Finish pairing' }));
  const sure = await screen.findByRole('alertdialog');
  await user.click(
    [...sure.querySelectorAll('button')].find(({ textContent }) => textContent === 'Finish pairing') ?? sure,
  );
  const make = await screen.findByRole('button', { name: 'Make my certificate' });
  await user.click(make);
  expect((await screen.findByRole('link', { name: 'Download as PDF' })).getAttribute('href')).toBe(
    `${path}/certificate/file`,
  );
  await user.click(screen.getByRole('switch', { name: /may check it/ }));
  expect((await screen.findByRole('link', { name: code })).getAttribute('href')).toBe(
    `/certificates/${code}`,
  );
});
