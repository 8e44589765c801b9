import type { MyEnrolment } from '@ithaca/contracts/enrolments';
import type { OpenCohort, EnrolmentForm } from '@ithaca/contracts/programs';
import { programTemplates } from '@ithaca/domain/program-templates';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { history } from '../../lib/history.ts';
import { answer, problem } from '../../testing/answers.ts';
import { render } from '../../testing/render.tsx';
import { signedIn } from '../../testing/session.ts';
import EnrolPage from './enrol/enrol.page.tsx';
import TeamPage from './admission/team.page.tsx';

const cohortId = '0190a000-0000-7000-8000-0000000000c1';
const enrolmentId = '0190a000-0000-7000-8000-0000000000e1';
const template = programTemplates.find(({ key }) => key === 'flash');
if (!template) throw new Error('There is no template for short talks');

const cohort: OpenCohort & { form: EnrolmentForm } = {
  id: cohortId,
  programId: '0190a000-0000-7000-8000-0000000000a1',
  programName: 'Flash mentoring',
  name: 'Spring',
  purpose: 'One conversation.',
  format: 'flash',
  state: 'enrolling',
  enrolmentClosesOn: '2099-01-20',
  startsOn: '2099-02-01',
  endsOn: '2099-03-01',
  hoursPerMonth: 1,
  cadenceDays: 28,
  meetingMinutes: 40,
  coordinators: [],
  enrolled: 3,
  approval: 'none',
  seatsLeft: null,
  waiting: 0,
  admissionOrder: 'first-come',
  eligible: true,
  obstacles: [],
  invitedAs: null,
  mine: [],
  form: { questions: template.form.questions },
};
const begun: MyEnrolment = {
  id: enrolmentId,
  cohortId,
  role: 'mentee',
  state: 'draft',
  answers: {
    skills: [],
    offers: [],
    goals: [],
    goalText: '',
    interests: [],
    workingStyle: null,
    languages: ['en'],
    wishes: [],
    own: {},
  },
  capacity: 1,
  doNotPairWith: [],
  wishes: [],
  standing: null,
  blackouts: [],
  submittedAt: null,
  updatedAt: '2026-11-22T09:00:00Z',
  version: 1,
};
const complete: MyEnrolment = {
  ...begun,
  answers: { ...begun.answers, skills: [{ skill: 'Sales', level: 2 }], goals: ['Learn a skill'] },
};
const routes = {
  mine: 'GET /api/my/enrolments',
  begin: `POST /api/cohorts/${cohortId}/my-enrolments`,
  save: `PUT /api/my/enrolments/${enrolmentId}`,
  submit: `POST /api/my/enrolments/${enrolmentId}/submission`,
};

function open(replies: Record<string, unknown>) {
  history.replace(`/programs/${cohortId}/enrol?role=mentee`);
  const asked = answer({
    [`GET /api/open-cohorts/${cohortId}`]: cohort,
    [routes.mine]: { items: [] },
    ...replies,
  });
  return { asked, ...render(<EnrolPage cohortId={cohortId} />, { queryClient: signedIn() }) };
}

describe('enrolling', () => {
  beforeEach(() => localStorage.clear());

  it('begins a draft, prefilled, at the first question without an answer', async () => {
    const { asked } = open({ [routes.begin]: begun });
    const first = await screen.findByRole('button', { name: /What do you want to learn/ });
    expect(first.getAttribute('aria-expanded')).toBe('true');
    expect(screen.getByRole('button', { name: /Which languages.*English/ })).toBeInstanceOf(HTMLElement);
    expect(asked.find(({ route }) => route === routes.begin)?.body).toEqual({ role: 'mentee' });
  });

  it('resumes a draft and does not begin another', async () => {
    const { asked } = open({ [routes.mine]: { items: [complete] } });
    await screen.findByRole('button', { name: 'Send enrolment' });
    expect(asked.some(({ route }) => route === routes.begin)).toBe(false);
  });

  it('does not go on past a required question without an answer', async () => {
    const { user } = open({ [routes.begin]: begun });
    await user.click(await screen.findByRole('button', { name: 'Continue' }));
    expect(screen.getByText('This is needed.')).toBeInstanceOf(HTMLElement);
  });

  it('saves a sentence while it is typed, on top of the version it began with', async () => {
    const { asked, user } = open({
      [routes.begin]: begun,
      [routes.save]: { ...begun, version: 2 },
    });
    await user.click(await screen.findByRole('button', { name: /What do you want to reach/ }));
    await user.type(screen.getByRole('textbox', { name: /In one sentence/ }), 'Lead');
    await screen.findByText(/^Saved/);
    const save = asked.find(({ route }) => route === routes.save);
    expect(save?.headers['if-match']).toBe('"1"');
    expect(save?.body).toMatchObject({ answers: { goalText: 'Lead' } });
  });

  it('shows who will see what before sending, and afterwards what happens when', async () => {
    const { user } = open({
      [routes.mine]: { items: [complete] },
      [routes.submit]: { ...complete, state: 'in-pool', submittedAt: '2026-11-22T09:05:00Z', version: 2 },
    });
    await screen.findByText('Learns that you take part and how many hours. None of your answers.');
    await user.click(screen.getByRole('button', { name: 'Send enrolment' }));
    await screen.findByRole('heading', { name: 'Your enrolment is sent' });
    expect(screen.getByText('You can change your answers until this day')).toBeInstanceOf(HTMLElement);
  });

  it('keeps what was typed when another window saved a newer version', async () => {
    const { user } = open({
      [routes.begin]: begun,
      [routes.save]: problem(412, 'record.changed', { facts: { version: 5 } }),
    });
    await user.click(await screen.findByRole('button', { name: /What do you want to reach/ }));
    await user.type(screen.getByRole('textbox', { name: /In one sentence/ }), 'Lead');
    await screen.findByText('This was changed meanwhile');
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: /In one sentence/ }).value).toBe('Lead');
  });

  it('takes up again what could not be sent from this device, and sends it', async () => {
    const first = open({ [routes.begin]: begun, [routes.save]: problem(500, 'service.failed') });
    await first.user.click(await screen.findByRole('button', { name: /What do you want to reach/ }));
    await first.user.type(screen.getByRole('textbox', { name: /In one sentence/ }), 'Lead');
    await screen.findByRole('button', { name: 'Try again' });
    first.unmount();
    const { asked } = open({
      [routes.mine]: { items: [begun] },
      [routes.save]: { ...begun, answers: { ...begun.answers, goalText: 'Lead' }, version: 2 },
    });
    await screen.findByText(/^Saved/);
    expect(asked.find(({ route }) => route === routes.save)?.body).toMatchObject({
      answers: { goalText: 'Lead' },
    });
    expect(localStorage.getItem(`ithaca.enrolment.${enrolmentId}`)).toBeNull();
  });

  it('says why when the cohort is not open to the person', async () => {
    open({ [routes.begin]: problem(403, 'enrolment.not-eligible', { facts: { obstacles: ['site'] } }) });
    expect(await screen.findByText(/This cohort is not open to you/)).toBeInstanceOf(HTMLElement);
  });

  it('says the place on the list and no wait that cannot be told', async () => {
    open({
      [routes.mine]: {
        items: [
          {
            ...complete,
            state: 'waitlisted',
            submittedAt: '2026-11-22T09:05:00Z',
            standing: { kind: 'list', place: 4, waiting: 9, wait: { kind: 'too-early' } },
          },
        ],
      },
    });
    expect(await screen.findByText('You are number 4 of 9 on the waiting list')).toBeInstanceOf(HTMLElement);
    expect(screen.getByText(/Too few seats have come free to tell/)).toBeInstanceOf(HTMLElement);
  });

  it('takes the seat that is kept', async () => {
    const offered = {
      ...complete,
      state: 'waitlisted',
      submittedAt: '2026-11-22T09:05:00Z',
      standing: { kind: 'offer', dueAt: '2026-11-25T09:00:00Z' },
    };
    const { asked, user } = open({
      [routes.mine]: { items: [offered] },
      [`POST /api/my/enrolments/${enrolmentId}/seat`]: { ...offered, state: 'in-pool', standing: null },
    });
    await user.click(await screen.findByRole('button', { name: 'Take my seat' }));
    await screen.findByRole('heading', { name: 'You are enrolled as mentee' });
    expect(asked.find(({ route }) => route.endsWith('/seat'))?.body).toEqual({ take: true });
  });

  it('pauses, says what is kept, and goes on', async () => {
    const sent = { ...complete, state: 'in-pool', submittedAt: '2026-11-22T09:05:00Z', version: 4 };
    const standing = { kind: 'paused', since: '2026-11-22T10:00:00Z', keeps: 'answers' };
    const { asked, user } = open({
      [routes.mine]: { items: [sent] },
      [`POST /api/my/enrolments/${enrolmentId}/pause`]: { ...sent, state: 'paused', standing, version: 5 },
      [`POST /api/my/enrolments/${enrolmentId}/resumption`]: { ...sent, version: 6 },
    });
    await user.click(await screen.findByRole('button', { name: 'Pause' }));
    expect(await screen.findByText(/You have paused since/)).toBeInstanceOf(HTMLElement);
    await user.click(screen.getByRole('button', { name: 'Go on' }));
    await screen.findByRole('heading', { name: 'You are enrolled as mentee' });
    const acts = asked.filter(({ route }) => /pause|resumption/.test(route));
    expect(acts.map(({ headers }) => headers['if-match'])).toEqual(['"4"', '"5"']);
  });
});

describe('the page of a manager', () => {
  const approval = {
    id: '0190a000-0000-7000-8000-0000000000f1',
    cohortId,
    personId: '0190a000-0000-7000-8000-0000000000b1',
    displayName: 'Mia Sommer',
    department: 'Sales',
    role: 'mentee',
    programName: 'Growth',
    cohortName: 'Spring',
    startsOn: '2099-02-01',
    endsOn: '2099-03-01',
    hoursPerMonth: 2,
    state: 'asked',
    askedAt: '2026-11-22T09:05:00Z',
    managerName: 'Max Manager',
    reminders: 0,
    decidedAt: null,
    decidedByName: null,
    reason: '',
  };
  const members = [{ personId: approval.personId, displayName: 'Mia Sommer', jobTitle: 'Seller', parts: [] }];

  it('says no only with a reason', async () => {
    const asked = answer({
      'GET /api/team': { approvals: [approval], members },
      [`POST /api/approvals/${approval.id}/decision`]: { ...approval, state: 'declined' },
    });
    const { user } = render(<TeamPage />, { queryClient: signedIn() });
    await user.click(await screen.findByRole('button', { name: 'Decline Mia Sommer' }));
    await user.click(await screen.findByRole('button', { name: 'Decline' }));
    expect(screen.getByText('Give a reason; the person reads it.')).toBeInstanceOf(HTMLElement);
    expect(asked.some(({ route }) => route.startsWith('POST'))).toBe(false);
    await user.type(screen.getByRole('textbox', { name: 'Reason' }), 'After the audit');
    await user.click(screen.getByRole('button', { name: 'Decline' }));
    expect(asked.find(({ route }) => route.startsWith('POST'))?.body).toEqual({
      decision: 'decline',
      reason: 'After the audit',
    });
  });
});
