import type { ProgramForm } from '@ithaca/contracts/program-forms';
import { useQuery } from '@tanstack/react-query';
import { SavedLine, SaveProblem } from '../../../lib/autosave.tsx';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded, Page } from '../../../lib/page.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { Section } from '../../../ui/section.tsx';
import { FormPublication, useChangeLines } from './form-publication.tsx';
import { programFormQuery } from './program-form.queries.ts';
import { useLabelOf } from './question-label.ts';
import { QuestionList } from './question-list.tsx';
import { useProgramSetup } from '../setup/use-program-setup.ts';

/** What was asked before and by how many answered, the version in force first. */
function Versions({ form }: { form: ProgramForm }) {
  const t = useText();
  const { day, number } = useFormat();
  const labelOf = useLabelOf();
  const linesOf = useChangeLines();
  const words = new Map(form.form.questions.map((question) => [question.key, labelOf(question)]));
  return (
    <Card isFlush title={t('programs.form.versions')}>
      <ol className="divide-y">
        {form.versions.map((version) => (
          <li key={version.number} className="flex flex-col gap-0.5 px-4 py-2.5">
            <p className="flex flex-wrap items-center gap-2 font-medium">
              {t('programs.form.version', { number: number(version.number) })}
              {version.number === form.number && (
                <Badge tone="success">{t('programs.form.version.now')}</Badge>
              )}
            </p>
            <p className="flex flex-wrap gap-x-3 text-dense text-muted">
              <span>
                {t('programs.form.version.by', {
                  name: version.savedByName,
                  day: day(version.savedAt),
                })}
              </span>
              <span>{t('programs.form.version.questions', { count: version.questions })}</span>
              <span>
                {t('programs.form.version.answers', {
                  count: version.answers,
                  shown: number(version.answers),
                })}
              </span>
            </p>
            {version.changes && (
              <p dir="auto" className="text-dense">
                {linesOf(version.changes, (key) => words.get(key) ?? t('programs.question.unnamed')).join(
                  ' · ',
                )}
              </p>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** Do we ask only what we use? The questions with what each is for, what waits to be published, and what was asked before. */
export default function FormPage() {
  const t = useText();
  const { step, saving, forget, showTheirs, keepMine } = useProgramSetup();
  const form = useQuery(programFormQuery(step.program.id));
  return (
    <Page title={`${t('programs.form')} · ${step.program.name}`} width="full">
      <div className="flex max-w-180 flex-col gap-6">
        {step.isReadOnly && <Banner tone="neutral">{t('cohort.readOnly')}</Banner>}
        <Section
          title={t('programs.form')}
          description={t('programs.form.what')}
          actions={<SavedLine saving={saving} />}
        >
          <SaveProblem
            saving={saving}
            onShowTheirs={() => void showTheirs()}
            onKeepMine={() => void keepMine()}
          />
          <div className="flex flex-col gap-6 pt-2">
            <FormPublication saveFirst={saving.flush} onSettled={forget} />
            <QuestionList {...step} />
            <Loaded query={form}>{(found) => <Versions form={found} />}</Loaded>
          </div>
        </Section>
      </div>
    </Page>
  );
}
