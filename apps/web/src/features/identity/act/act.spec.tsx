import type { Act } from '@ithaca/contracts/acts';
import { expect, it } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { answer, problem } from '../../../testing/answers.ts';
import { render } from '../../../testing/render.tsx';
import { ActPage } from './act.page.tsx';

const [ten, noon, three] = ['10', '12', '15'].map((hour) => `2026-12-01T${hour}:00:00.000Z`) as [
  string,
  string,
  string,
];
const offer = (times: string[], asked: NonNullable<Act['firstMeeting']>['asked']): Act => ({
  act: 'plan-meeting',
  state: 'open',
  personName: 'Noor',
  organisationName: 'Northwind',
  partnerNames: ['Jun Sato'],
  programName: 'Career growth',
  meeting: null,
  survey: null,
  introduction: null,
  firstMeeting: {
    minutes: 45,
    timeZone: 'Europe/Berlin',
    partners: [{ displayName: 'Jun Sato', timeZone: 'Asia/Tokyo' }],
    times: times.map((startsAt) => ({ startsAt, outsideHoursOf: startsAt === three ? ['Jun Sato'] : [] })),
    asked,
  },
  mailKind: null,
  path: '/pairings/1',
});
const free = { startsAt: noon, outsideHoursOf: [], fit: 'free' as const };

it('a time of the mail is chosen already, another may be taken, and one that went meanwhile is not lost on the reader', async () => {
  history.replaceState(null, '', `/act/token?at=${noon}`);
  let isTaken = true;
  const asked = answer({
    'POST /api/acts/look': ({ body }: { body: { at?: string } }) =>
      offer([ten, three], body.at === undefined ? null : free),
    'POST /api/acts': () =>
      isTaken
        ? problem(409, 'act.time-taken')
        : {
            ...offer([], null),
            state: 'done',
            meeting: {
              startsAt: three,
              durationMinutes: 45,
              timeZone: 'Europe/Berlin',
              isCircle: false,
              reply: null,
            },
          },
  });
  const { user } = render(<ActPage token="token" />);
  const times = within(await screen.findByRole('group', { name: 'When? In your own time' }));
  expect(asked[0]?.body).toEqual({ token: 'token', at: noon });
  expect(
    times.getByRole<HTMLInputElement>('radio', { checked: true }).closest('label')?.textContent,
  ).toContain('1:00 PM');
  expect(times.getByText('Outside the working hours of Jun')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Send invitation' }));
  // Looked at again without the time that is gone.
  expect(await screen.findAllByRole('radio')).toHaveLength(2);
  isTaken = false;
  await user.click(screen.getByRole('radio', { name: /4:00/ }));
  await user.click(screen.getByRole('button', { name: 'Send invitation' }));
  expect((await screen.findByRole('status')).textContent).toContain(
    'The first meeting with Jun Sato is planned',
  );
  expect(asked.at(-1)?.body).toEqual({ token: 'token', startsAt: three });
});
