import type { Question } from '@ithaca/contracts/programs';
import { describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { programQuery } from '../../../shell/cohort.ts';
import { CohortProvider } from '../../../shell/cohort-frame.tsx';
import { answer } from '../../../testing/answers.ts';
import { programId as id, programOf } from '../../../testing/program.ts';
import { render } from '../../../testing/render.tsx';
import { signedIn } from '../../../testing/session.ts';
import FormPage from './form.page.tsx';

const path = `/api/programs/${id}`;

const own = (key: string, more: Partial<Question> = {}): Question => ({
  key,
  kind: 'choice',
  label: `${key}?`,
  help: '',
  options: ['Yes', 'No'],
  required: false,
  askedOf: 'both',
  usedFor: 'report',
  ...more,
});
const [move, where] = [own('Move'), own('Where', { shownWhen: { question: 'Move', anyOf: ['Yes'] } })];

function open({ form = [move, where], draft = null }: { form?: Question[]; draft?: Question[] | null } = {}) {
  const program = programOf({ form: { questions: form }, formDraft: draft && { questions: draft } });
  const asked = answer({
    [`GET ${path}/form`]: {
      programId: id,
      form: program.form,
      number: 1,
      draft: program.formDraft,
      needsPublication: draft !== null,
      versions: [
        {
          number: 1,
          savedAt: '2026-03-02T09:00:00Z',
          savedByName: 'Carla Moreau',
          questions: form.length,
          answers: 12,
          changes: null,
        },
      ],
      languages: [
        { locale: 'en', people: 40 },
        { locale: 'de', people: 9 },
      ],
      version: 3,
    },
    [`PATCH ${path}`]: { ...program, version: 4 },
    [`POST ${path}/form/publication`]: { ...program, formDraft: null, formVersion: 2, version: 4 },
  });
  const queryClient = signedIn({ grants: [{ role: 'coordinator', programId: null }] });
  queryClient.setQueryData(programQuery(id).queryKey, program);
  const view = render(
    <CohortProvider program={program}>
      <FormPage />
    </CohortProvider>,
    { queryClient },
  );
  return { ...view, asked };
}

describe('the questions of a program', () => {
  it('say on what they hang, and in which language they are not said yet', async () => {
    open();
    expect(await screen.findByText('Shown when “Move?” is Yes')).toBeTruthy();
    expect(await screen.findAllByText('Not in German yet')).toHaveLength(2);
    expect(screen.getByText(/2 questions are not said in every language/)).toBeTruthy();
  });

  it('stay behind the one they hang on', async () => {
    const { user, asked } = open();
    await user.click(await screen.findByRole('button', { name: 'Move Where? up' }));
    expect(asked.filter(({ route }) => route.startsWith('PATCH'))).toEqual([]);
  });

  it('are asked of everyone when the one they hung on is removed', async () => {
    const { user, asked } = open();
    await user.click(await screen.findByRole('button', { name: 'Remove Move?' }));
    await waitFor(() => expect(asked.some(({ route }) => route.startsWith('PATCH'))).toBe(true), {
      timeout: 3000,
    });
    const save = asked.find(({ route }) => route.startsWith('PATCH'));
    expect(save?.body).toMatchObject({ form: { questions: [{ key: 'Where', shownWhen: null }] } });
  });

  it('that wait to be published say what changed and whom it touches, then are published', async () => {
    const { user, asked } = open({ draft: [move, where, own('Why')] });
    await screen.findByText('Changes wait to be published');
    await user.click(screen.getByRole('button', { name: 'Publish form' }));
    const dialog = await screen.findByRole('alertdialog');
    expect(within(dialog).getByText('New: Why?')).toBeTruthy();
    expect(await within(dialog).findByText(/12 enrolments keep their answers/)).toBeTruthy();
    await user.click(within(dialog).getByRole('button', { name: 'Publish form' }));
    await waitFor(() => expect(asked.some(({ route }) => route.startsWith('POST'))).toBe(true));
    expect(asked.find(({ route }) => route.startsWith('POST'))?.headers['if-match']).toBe('"3"');
  });
});
