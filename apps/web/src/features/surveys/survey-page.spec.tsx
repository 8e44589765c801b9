import type { SurveyAsk } from '@ithaca/contracts/survey-answers';
import { surveyQuestionsFor } from '@ithaca/domain/survey';
import { defaultSurveys } from '@ithaca/domain/survey-defaults';
import { beforeEach, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer } from '../../testing/answers.ts';
import { pairingId } from '../../testing/pairing.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import SurveyPage from './survey.page.tsx';

const id = '0190b000-0000-7000-8000-000000000300';
const path = `/api/surveys/${id}`;
const askOf = (moment: SurveyAsk['moment'], more: Partial<SurveyAsk> = {}): SurveyAsk => {
  const survey = defaultSurveys('one-to-one', 'en').find((one) => one.moment === moment);
  if (!survey) throw new Error('No such moment.');
  return {
    id,
    moment,
    role: 'mentee',
    programName: 'Career growth',
    partnerNames: ['Jun Sato'],
    pairingId,
    isAnonymous: survey.isAnonymous,
    questions: surveyQuestionsFor(survey, 'mentee') as SurveyAsk['questions'],
    askedAt: '2026-10-01T08:00:00Z',
    dueAt: '2026-10-15T08:00:00Z',
    state: 'open',
    answers: null,
    reply: null,
    version: 1,
    ...more,
  };
};
beforeEach(() => localStorage.clear());

it('an anonymous survey leaves the device only when it is sent, and can be taken up there again', async () => {
  const ask = askOf('middle');
  const asked = answer({
    [`GET ${path}`]: ask,
    [`PUT ${path}/answer`]: { ...ask, state: 'answered', version: 2 },
  });
  const first = render(<SurveyPage surveyAskId={id} />, { queryClient: signedIn() });
  expect(await screen.findByText('This survey is anonymous')).toBeTruthy();
  await first.user.type(screen.getByRole('textbox', { name: /second half/ }), 'More time');
  expect(screen.getByText('Kept on this device')).toBeTruthy();
  await first.user.click(screen.getByRole('button', { name: 'Send answers' }));
  expect(screen.getByText('This one needs an answer.')).toBeTruthy();
  expect(asked).toHaveLength(1);
  first.unmount();
  const { user } = render(<SurveyPage surveyAskId={id} />, { queryClient: signedIn() });
  expect(await screen.findByDisplayValue('More time')).toBeTruthy();
  await user.click(screen.getByRole('radio', { name: '4: Largely' }));
  await user.click(screen.getByRole('checkbox', { name: 'We trust each other' }));
  await user.click(screen.getByRole('button', { name: 'Send answers' }));
  expect(await screen.findByText(/cannot be shown to you again/)).toBeTruthy();
  expect(asked.at(-1)?.body).toEqual({
    answers: { improve: 'More time', worth: 4, helps: ['We trust each other'] },
  });
  expect(localStorage.getItem(`ithaca.survey.${id}`)).toBeNull();
});

it('beside the fit question stands that the coordinator reads it by name and the partner never does', async () => {
  answer({ [`GET ${path}`]: askOf('fit') });
  render(<SurveyPage surveyAskId={id} />, { queryClient: signedIn() });
  expect(await screen.findByRole('heading', { level: 1, name: 'Does Jun suit you?' })).toBeTruthy();
  expect(screen.getAllByText(/Your coordinator reads this with your name. Jun never does/)).toHaveLength(2);
});

it('what came of a survey is read by whoever answered it', async () => {
  answer({
    [`GET ${path}`]: askOf('end', {
      state: 'answered',
      answers: { connected: 4, recommend: 9 },
      reply: { body: 'We shorten the guides.', writtenAt: '2026-10-20T08:00:00Z' },
    }),
  });
  render(<SurveyPage surveyAskId={id} />, { queryClient: signedIn() });
  expect(await screen.findByText('We shorten the guides.')).toBeTruthy();
  expect(screen.getByText('4 · Largely')).toBeTruthy();
});
