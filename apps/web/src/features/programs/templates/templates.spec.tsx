import type { TemplateItem } from '@ithaca/contracts/program-templates';
import { programTemplates } from '@ithaca/domain/program-templates';
import { everyone } from '@ithaca/domain/eligibility-rule';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { act, screen, waitFor, within } from '@testing-library/react';
import { history } from '../../../lib/history.ts';
import { answer, problem } from '../../../testing/answers.ts';
import { render } from '../../../testing/render.tsx';
import { Select } from '../../../ui/select.tsx';
import { Toasts } from '../../../ui/toast.tsx';
import { signedIn } from '../../../testing/session.ts';
import NewProgramPage from '../new-program.page.tsx';
import TemplatesPage from './templates.page.tsx';

const [standard] = programTemplates;
if (!standard) throw new Error('There are no templates');

const programId = '0190a000-0000-7000-8000-0000000000a1';
const templateId = '0190a000-0000-7000-8000-0000000000b1';
const effort = {
  format: 'circle' as const,
  hoursPerMonth: 1.5,
  cadenceDays: 28,
  meetingMinutes: 75,
  lengthDays: 182,
  questions: 1,
  milestones: 1,
};
const ours: TemplateItem = {
  ...effort,
  key: null,
  id: templateId,
  name: 'Sales circle',
  description: 'For everybody who sells.',
  example: '',
  coordinatorMinutesPerWeek: 25,
  programs: 2,
  state: 'open',
  version: 3,
};
const ithaca: TemplateItem = {
  ...ours,
  format: 'one-to-one',
  hoursPerMonth: 2,
  key: 'career-growth',
  id: null,
  name: 'Career growth',
  description: standard.purpose,
  version: 0,
};
const whole = {
  ...ours,
  purpose: 'Sell together.',
  eligibility: everyone,
  form: {
    questions: [
      {
        key: 'why',
        kind: 'text' as const,
        label: 'Why do you sell?',
        help: '',
        options: [],
        required: true,
        askedOf: 'both' as const,
        usedFor: 'nothing' as const,
        texts: { de: { label: 'Warum verkaufen Sie?', help: '', options: [] } },
      },
    ],
  },
  policy: standard.policy,
  journey: { ...standard.journey, cadenceDays: 28, meetingMinutes: 75 },
  goalPlans: [],
  pairingMode: 'coordinator',
  answerDays: 5,
  kept: { programId, programName: 'Sales 2025', byName: 'Ines', at: '2026-03-02T09:00:00Z' },
};
const list = {
  items: [ours, { ...ours, id: `${templateId.slice(0, -1)}2`, name: 'Old', state: 'retired' }, ithaca],
};
const owner = { grants: [{ role: 'owner' as const, programId: null }] };

/** Toasts appear in the shell. */
const Shown = () => (
  <>
    <TemplatesPage />
    <Toasts />
  </>
);

beforeEach(() => history.replace('/admin/templates'));

describe('the gallery', () => {
  it('offers ours before Ithaca’s with the effort of each side, shows one in full, and starts from it', async () => {
    history.replace('/manage/new');
    const asked = answer({
      'GET /api/program-templates': list,
      [`GET /api/program-templates/${templateId}`]: whole,
      'GET /api/programs': { items: [] },
      'POST /api/programs': problem(409, 'template.retired'),
    });
    const { user } = render(<NewProgramPage />, { queryClient: signedIn(owner) });
    const own = await screen.findByRole('region', { name: 'Of your organisation' });
    expect(
      within(own)
        .getAllByRole('heading', { level: 3 })
        .map((each) => each.textContent),
    ).toEqual(['Sales circle']);
    expect(within(own).getByText('Mentee: 1.5 h a month for 6 months')).toBeTruthy();
    expect(within(own).getByText('Mentor: 1.5 h a month for the whole circle')).toBeTruthy();
    expect(within(own).getByText('Coordinator: 25 minutes a week')).toBeTruthy();
    expect(screen.getByText('Mentor: 2 h a month for each mentee')).toBeTruthy();

    await user.click(screen.getByRole('button', { name: 'Preview: Sales circle' }));
    const drawer = await screen.findByRole('dialog', { name: 'Sales circle' });
    await within(drawer).findByText('Sell together.');
    expect(within(drawer).getByText(/Kept from Sales 2025 by Ines/)).toBeTruthy();
    expect(within(drawer).getByText('Why do you sell?')).toBeTruthy();
    expect(
      within(drawer).getByText('Pairs meet every four weeks, 75 minutes each, for 6 months.'),
    ).toBeTruthy();
    await user.click(within(drawer).getByRole('button', { name: 'Use template' }));
    await user.click(await screen.findByRole('button', { name: 'Create program' }));
    await screen.findByText(/This template is retired/);
    const sent = asked.find(({ route }) => route === 'POST /api/programs');
    expect(sent?.body).toEqual({ name: 'Sales circle', templateId });
  });
});

describe('the templates of an organisation', () => {
  it('are kept from a program, called as it is until another name is typed', async () => {
    const asked = answer({
      'GET /api/program-templates': { items: [ithaca] },
      'GET /api/programs': { items: [{ id: programId, name: 'Sales 2025', cohorts: [] }] },
      'POST /api/program-templates': whole,
    });
    const { user } = render(<Shown />, { queryClient: signedIn(owner) });
    await screen.findByText('No templates of your own yet');
    await user.click(screen.getByRole('button', { name: 'Keep as template' }));
    const dialog = await screen.findByRole('dialog');
    await Select.preload();
    const choose = await within(dialog).findByRole('button', { name: /Choose a program/ });
    await waitFor(() => expect(choose.hasAttribute('disabled')).toBe(false));
    act(() => choose.focus());
    await user.keyboard('{Enter}');
    await user.click(await screen.findByRole('option', { name: 'Sales 2025' }));
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Sales 2025');
    await user.click(screen.getByRole('button', { name: 'Keep template' }));
    await screen.findByText('Template kept');
    expect(asked.find(({ route }) => route.startsWith('POST'))?.body).toEqual({
      name: 'Sales 2025',
      description: '',
      coordinatorMinutesPerWeek: 20,
      programId,
    });
  });

  it('are retired at once, and come back with undo', async () => {
    const asked = answer({
      'GET /api/program-templates': list,
      [`PATCH /api/program-templates/${templateId}`]: { ...whole, version: 4 },
    });
    const { user } = render(<Shown />, { queryClient: signedIn(owner) });
    await user.click(await screen.findByRole('button', { name: 'Actions for Sales circle' }));
    await user.click(await screen.findByRole('menuitem', { name: /Retire/ }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(asked.filter(({ route }) => route.startsWith('PATCH')).map(({ body }) => body)).toEqual([
        { state: 'retired' },
        { state: 'open' },
      ]),
    );
    expect(asked.filter(({ route }) => route.startsWith('PATCH'))[1]?.headers['if-match']).toBe('"4"');
  });

  it('are read by auditors, who keep none', async () => {
    answer({ 'GET /api/program-templates': list });
    const { user } = render(<Shown />, {
      queryClient: signedIn({ grants: [{ role: 'auditor', programId: null }] }),
    });
    await user.click(await screen.findByRole('button', { name: 'Actions for Sales circle' }));
    expect((await screen.findAllByRole('menuitem')).map((each) => each.textContent)).toEqual(['Preview']);
    await user.keyboard('{Escape}');
    expect(screen.getByRole('button', { name: 'Keep as template' }).getAttribute('aria-disabled')).toBe(
      'true',
    );
  });
});
