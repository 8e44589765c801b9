import { expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { aRun, cohortId } from './given.ts';
import { RunFailed } from './run-failed.tsx';
import { Stopped } from './stopped.tsx';

const places = {
  overview: '/overview',
  policy: '/policy',
  mentors: '/mentors',
  hrefOf: (id: string) => `/run/${id}`,
};
const failed = (code: NonNullable<ReturnType<typeof aRun>['problem']>['code'], facts = {}) =>
  aRun({ state: 'failed', certificate: null, problem: { code, facts } });

it('says why a run failed and starts another one with more time', async () => {
  const sent = answer({ [`POST /api/cohorts/${cohortId}/matching-runs`]: aRun({ state: 'queued' }) });
  const { user } = render(
    <RunFailed run={failed('out-of-time', { seconds: 120 })} places={places} off={undefined} />,
  );
  expect(screen.getByText('No draft was found within 120 seconds')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Draft again with 6 minutes' }));
  expect(sent.map(({ body }) => body)).toEqual([{ budgetSeconds: 360 }]);
});

it('leads to what has to be changed, and names whom it is about', () => {
  render(
    <RunFailed
      run={failed('kept-pairs-contradict', { locks: [{}, {}], mentor: 'Max' })}
      places={places}
      off={undefined}
    />,
  );
  expect(screen.getByText('2 kept pairings do not fit the places of Max')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Open all drafts' }).getAttribute('href')).toBe('/overview');
});

it('says in German what cannot be reached for so many people', async () => {
  render(<RunFailed run={failed('goal-too-large')} places={places} off={undefined} />, { locale: 'de' });
  expect(
    await screen.findByText('Dieses Ziel lässt sich für so viele Menschen nicht genau erreichen'),
  ).toBeTruthy();
});

it('says plainly of a draft whose time was up that it is no more than the best found', () => {
  const { certificate } = aRun();
  const stopped = certificate && { ...certificate, status: 'time-limit' as const, bound: 13_130, gap: 130 };
  render(
    <Stopped
      run={aRun({ certificate: stopped, budgetSeconds: 30 })}
      off={undefined}
      hrefOf={places.hrefOf}
    />,
  );
  expect(
    screen.getByText('Stopped after 30 seconds: the best draft found, not proven to be the best'),
  ).toBeTruthy();
  expect(screen.getByText(/more than 130 points more \(1% of the best possible\)/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Draft again with 2 minutes' })).toBeTruthy();
});
