import type { Program } from '@ithaca/contracts/programs';
import { describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { CohortProvider } from '../../../shell/cohort-frame.tsx';
import { history } from '../../../lib/history.ts';
import { programQuery } from '../../../shell/cohort.ts';
import { answer, problem } from '../../../testing/answers.ts';
import { cohortOf, programId, programOf } from '../../../testing/program.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import { moveDate, misplacedDate } from './cohort-dates.tsx';
import RolesPage from '../roles/roles.page.tsx';
import SetupPage from './setup.page.tsx';
import { usedFor } from './setup.ts';

const draft = cohortOf({
  state: 'draft',
  enrolmentOpensOn: '2099-01-01',
  enrolmentClosesOn: '2099-01-20',
  startsOn: '2099-02-01',
  endsOn: '2099-08-01',
});
const program = programOf({ state: 'draft', cohorts: [draft] });
const coordinator = { grants: [{ role: 'coordinator' as const, programId: null }] };
const path = `/api/programs/${programId}`;
const eligible = { eligible: 40, employed: 50, sample: [] };

function open(step: string, shown: Program = program, who: Parameters<typeof signedIn>[0] = coordinator) {
  history.replace(`/manage/${programId}/setup?step=${step}`);
  const queryClient = signedIn(who);
  queryClient.setQueryData(programQuery(programId).queryKey, shown);
  return render(
    <CohortProvider program={shown}>
      <SetupPage />
    </CohortProvider>,
    { queryClient },
  );
}

describe('what each role will see', () => {
  it('names its screens, what the program asks it with the coordinator’s own questions, and whose data it reaches', async () => {
    const data = [
      { kind: 'rules', own: null, others: 'nothing' },
      { kind: 'messages', own: 'change', others: 'nothing' },
    ];
    answer({
      [`GET ${path}/role-views`]: {
        items: [
          { role: 'mentee', data },
          { role: 'coordinator', data: [{ kind: 'rules', own: null, others: 'change' }] },
        ],
      },
      [`POST ${path}/eligibility-preview`]: eligible,
    });
    const own = {
      ...program.form.questions[0],
      key: 'why',
      kind: 'text' as const,
      label: 'Why now?',
      required: true,
      askedOf: 'mentee' as const,
      usedFor: 'report' as const,
      help: '',
      options: [],
    };
    const shown: Program = { ...program, pairingMode: 'self-service', form: { questions: [own] } };
    history.replace(`/manage/${programId}/roles`);
    const { user } = render(
      <CohortProvider program={shown}>
        <RolesPage />
      </CohortProvider>,
      { queryClient: signedIn(coordinator) },
    );
    await screen.findByText(/Answers one question in about \d+ min: Why now\?/);
    expect(screen.getByText('Chooses mentors and asks them one after the other')).toBeTruthy();
    const card = screen.getByRole('region', { name: 'What each role will see' });
    expect(within(card).getByText('My pairings')).toBeTruthy();
    expect(within(card).queryByText('Today')).toBeNull();
    expect(within(card).getAllByText('Reads and changes')).toHaveLength(1);

    await user.click(within(card).getByRole('tab', { name: 'Coordinator' }));
    expect(await within(card).findByText('Today')).toBeTruthy();
    expect(within(card).getByText('Reads every answer to these questions: Why now?')).toBeTruthy();
  });
});

describe('the milestones of a journey', () => {
  it('carry a guide with points for the agenda, in the languages people read, and are saved as one part', async () => {
    const asked = answer({
      [`GET ${path}/form`]: {
        programId,
        form: program.form,
        number: 1,
        draft: null,
        needsPublication: false,
        versions: [],
        languages: [
          { locale: 'en', people: 40 },
          { locale: 'de', people: 10 },
        ],
        version: 3,
      },
      [`PATCH ${path}`]: { ...program, version: 4 },
    });
    const { user } = open('rhythm', { ...program, journey: { ...program.journey, milestones: [] } });
    await user.click(await screen.findByRole('button', { name: 'Add milestone' }));
    await user.type(await screen.findByRole('textbox', { name: 'Title' }), 'Halfway');
    await user.type(screen.getByRole('textbox', { name: /^Guide(?! in)/ }), 'Look **back**.');
    expect(screen.getByText('back').tagName).toBe('STRONG');
    await user.type(
      screen.getByRole('textbox', { name: /^Points for the agenda/ }),
      'Keep{Enter}{Enter}Change',
    );
    await user.type(await screen.findByRole('textbox', { name: /^Title in German/ }), 'Halbzeit');
    await user.click(screen.getByRole('button', { name: 'Keep milestone' }));
    await screen.findByText(/^Saved/);
    const saved = asked.find(({ route }) => route.startsWith('PATCH'))?.body as {
      journey: Program['journey'];
    };
    expect(saved.journey.milestones).toEqual([
      {
        title: 'Halfway',
        dayOfCohort: 14,
        guide: 'Look **back**.',
        agenda: ['Keep', 'Change'],
        texts: { de: { title: 'Halbzeit', guide: '', agenda: [] } },
      },
    ]);
  });
});

describe('the setup of a program', () => {
  it('saves what was typed with the version that was read, and says so', async () => {
    const asked = answer({ [`PATCH ${path}`]: { ...program, version: 4 } });
    const { user } = open('basics');
    await user.click(await screen.findByRole('textbox', { name: 'Purpose in one sentence' }));
    await user.paste(' Together.');
    await screen.findByText(/^Saved/);
    const save = asked.find(({ route }) => route.startsWith('PATCH'));
    expect(save?.body).toEqual({ purpose: 'Grow. Together.' });
    expect(save?.headers['if-match']).toBe('"3"');
  });

  it('does not send an empty name, and says what is needed', async () => {
    const asked = answer({ [`PATCH ${path}`]: program });
    const { user } = open('basics');
    await user.clear(await screen.findByRole('textbox', { name: 'Name' }));
    await screen.findByText('Not saved yet');
    expect(screen.getByText('This is needed.')).toBeInstanceOf(HTMLElement);
    expect(asked.filter(({ route }) => route.startsWith('PATCH'))).toEqual([]);
  });

  it('keeps what was typed when somebody else saved first, and saves it over theirs on demand', async () => {
    let version = 3;
    const asked = answer({
      [`GET ${path}`]: () => ({ ...program, version }),
      [`PATCH ${path}`]: ({ headers }: { headers: Record<string, string> }) => {
        if (headers['if-match'] !== '"7"') {
          version = 7;
          return problem(412, 'record.changed', { facts: { version } });
        }
        return { ...program, version: 8 };
      },
    });
    const { user } = open('basics');
    await user.type(await screen.findByRole('textbox', { name: 'Name' }), ' 2027');
    await user.click(await screen.findByRole('button', { name: 'Save mine over it' }));
    await screen.findByText(/^Saved/);
    expect(asked.findLast(({ route }) => route.startsWith('PATCH'))?.body).toEqual({
      name: 'Career growth 2027',
    });
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Career growth 2027');
  });

  it('says beside the launch why it is off, and links to what is missing', async () => {
    answer({ [`POST ${path}/eligibility-preview`]: eligible });
    open('review', { ...program, cohorts: [{ ...draft, missing: ['purpose'] }] });
    expect(await screen.findByText('Still missing: a purpose')).toBeInstanceOf(HTMLElement);
    expect(screen.getByRole('button', { name: 'Launch now' }).getAttribute('aria-disabled')).toBe('true');
    const link = screen.getByRole('link', { name: 'Write the purpose in one sentence' });
    expect(link.getAttribute('href')).toContain('step=basics');
  });

  it('launches only after the effects were shown', async () => {
    const asked = answer({
      [`POST ${path}/eligibility-preview`]: eligible,
      [`POST /api/cohorts/${draft.id}/state`]: { ...draft, state: 'enrolling', version: 2 },
    });
    const { user } = open('review');
    await user.click(await screen.findByRole('button', { name: 'Launch now' }));
    await screen.findByText('40 people find it under “Find a program”.');
    expect(asked.some(({ route }) => route.endsWith('/state'))).toBe(false);
    const [, confirm] = screen.getAllByRole('button', { name: 'Launch now', hidden: true });
    await user.click(confirm!);
    await waitFor(() =>
      expect(asked.find(({ route }) => route.endsWith('/state'))?.body).toEqual({ to: 'enrolling' }),
    );
  });

  it('is read only for an auditor', async () => {
    answer({});
    open('basics', program, { grants: [{ role: 'auditor', programId: null }] });
    expect((await screen.findByRole<HTMLInputElement>('textbox', { name: 'Name' })).disabled).toBe(true);
  });
});

describe('the rehearsal of a cohort', () => {
  const rehearsals = `/api/cohorts/${draft.id}/rehearsals`;
  const over = {
    id: '0190a000-0000-7000-8000-0000000000d1',
    state: 'ended',
    mentors: 10,
    mentees: 14,
    begunByName: 'Dana Fox',
    begunAt: '2026-03-02T09:00:00.000Z',
    expiresAt: '2026-03-16T09:00:00.000Z',
    endedAt: '2026-03-04T09:00:00.000Z',
  };

  it('begins with as many invented people as were asked for, and says that it was rehearsed before', async () => {
    let items: object[] = [over];
    const asked = answer({
      [`POST ${path}/eligibility-preview`]: eligible,
      [`GET ${rehearsals}`]: () => ({ items }),
      [`POST ${rehearsals}`]: () => {
        items = [
          { ...over, id: '0190a000-0000-7000-8000-0000000000d2', state: 'preparing', endedAt: null },
          over,
        ];
        return items[0];
      },
    });
    const { user } = open('review');
    await screen.findByText('Rehearsed on Mar 2, 2026');
    await user.click(screen.getByRole('button', { name: 'Rehearse again' }));
    const people = await screen.findByRole('textbox', { name: 'Invented people' });
    await user.clear(people);
    await user.type(people, '40{Tab}');
    await screen.findByText('16 mentors and 24 mentees, with managers for their approvals.');
    await user.click(screen.getByRole('button', { name: 'Rehearse' }));
    await screen.findByText('The invented people are being made and enrol');
    expect(asked.find(({ route }) => route === `POST ${rehearsals}`)?.body).toEqual({
      people: 40,
      mentorShare: 40,
    });
  });

  it('that is open is thrown away only after the effects were shown, and is not an auditor’s to touch', async () => {
    let items: object[] = [{ ...over, state: 'ready', endedAt: null }];
    answer({
      [`POST ${path}/eligibility-preview`]: eligible,
      [`GET ${rehearsals}`]: () => ({ items }),
      [`DELETE /api/rehearsals/${over.id}`]: () => {
        items = [over];
        return null;
      },
    });
    const { user, unmount } = open('review');
    await user.click(await screen.findByRole('button', { name: 'Throw it away' }));
    await screen.findByText(/Everything in it is deleted at once/);
    const buttons = screen.getAllByRole('button', { name: 'Throw it away', hidden: true });
    await user.click(buttons[buttons.length - 1]!);
    await screen.findByText('Rehearsed on Mar 2, 2026');
    unmount();
    items = [{ ...over, state: 'ready', endedAt: null }];
    open('review', program, { grants: [{ role: 'auditor', programId: null }] });
    const visit = await screen.findByRole('button', { name: 'Open the rehearsal' });
    expect(visit.getAttribute('aria-disabled')).toBe('true');
  });
});

describe('a question', () => {
  it('is used for nothing when its weight is zero', () => {
    const interests = program.form.questions.find(({ key }) => key === 'interests');
    if (!interests) throw new Error('The template asks for interests');
    expect(usedFor(interests, program.policy)).toBe('matching');
    const weights = { ...program.policy.weights, interests: 0 };
    expect(usedFor(interests, { ...program.policy, weights })).toBe('nothing');
  });
});

describe('the dates of a cohort', () => {
  const all = ['enrolmentOpensOn', 'enrolmentClosesOn', 'startsOn', 'endsOn'] as const;

  it('move together with the start, and alone otherwise', () => {
    const moved = moveDate(draft, 'startsOn', '2099-02-08', all);
    expect(moved).toMatchObject({ enrolmentClosesOn: '2099-01-27', endsOn: '2099-08-08' });
    expect(moveDate(draft, 'endsOn', '2099-09-01', all)).toMatchObject({ startsOn: '2099-02-01' });
  });

  it('name the one that is out of order', () => {
    expect(misplacedDate(draft)).toBeNull();
    expect(misplacedDate({ ...draft, enrolmentClosesOn: '2099-03-01' })).toBe('startsOn');
  });
});
