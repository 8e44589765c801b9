import type { TemplateItem } from '@ithaca/contracts/program-templates';
import { useQuery } from '@tanstack/react-query';
import Copy from 'lucide-react/icons/copy';
import FilePlus from 'lucide-react/icons/file-plus-2';
import { useState } from 'react';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { ProblemState } from '../../lib/problem.tsx';
import { ApiProblem } from '../../lib/api.ts';
import { useCan } from '../../shell/session.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { NameProgramForm, type Start } from './name-program.form.tsx';
import { programsQuery } from './programs.queries.ts';
import { TemplateEffort } from './templates/template-effort.tsx';
import { useTemplateWords } from './templates/template-words.ts';
import { templatesQuery } from './templates/templates.queries.ts';

const TemplatePreview = lazyLayer(
  async () => (await import('./templates/template-preview.tsx')).TemplatePreview,
);

/** One template of the gallery: what it is for and what it asks; in full behind its preview. */
function TemplateCard({
  template,
  onPreview,
  onUse,
}: {
  template: TemplateItem;
  onPreview: () => void;
  onUse: () => void;
}) {
  const t = useText();
  const { name, description, example } = useTemplateWords()(template);
  return (
    <li className="flex min-w-0 flex-col gap-3 rounded-lg border bg-card p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 dir="auto" className="text-body font-semibold">
          {name}
        </h3>
        <Badge>{t(`programs.format.${template.format}`)}</Badge>
      </div>
      {description && (
        <p dir="auto" className="text-pretty">
          {description}
        </p>
      )}
      {example && (
        <p className="text-dense text-pretty text-muted">{t('programs.new.example', { example })}</p>
      )}
      <div className="mt-auto border-t pt-3">
        <TemplateEffort template={template} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button aria-label={t('templates.use.of', { name })} onPress={onUse}>
          {t('templates.use')}
        </Button>
        <Button variant="quiet" aria-label={t('templates.preview.of', { name })} onPress={onPreview}>
          {t('templates.preview')}
        </Button>
      </div>
    </li>
  );
}

/** What a program made from a template is called and for until somebody says otherwise. */
function useStartOf(): (template: TemplateItem) => Start {
  const wordsOf = useTemplateWords();
  return (template) => {
    const { name, description } = wordsOf(template);
    if (template.id !== null) return { templateId: template.id, name };
    return { templateKey: template.key ?? '', name, purpose: description };
  };
}

/** A program as it was: form, rules, rhythm; without people and dates. */
function CopyProgram({ onUse }: { onUse: (start: Start) => void }) {
  const t = useText();
  const query = useQuery(programsQuery);
  const [id, setId] = useState<string | null>(null);
  const programs = query.data?.items ?? [];
  const chosen = programs.find((program) => program.id === id);
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Select
        label={t('programs.new.copyOf')}
        className="w-full sm:w-72"
        choices={programs.map((program) => ({ id: program.id, label: program.name }))}
        value={id}
        onChange={setId}
        isDisabled={programs.length === 0}
      />
      <Button
        icon={Copy}
        disabledReason={
          programs.length === 0
            ? t('programs.new.copy.none')
            : chosen
              ? undefined
              : t('programs.new.copy.choose')
        }
        onPress={() =>
          chosen && onUse({ copyOf: chosen.id, name: t('programs.new.copyName', { name: chosen.name }) })
        }
      >
        {t('programs.new.copy')}
      </Button>
    </div>
  );
}

/** What shape should it have? */
export default function NewProgramPage() {
  const t = useText();
  const mayCreate = useCan('program.create');
  const query = useQuery(templatesQuery);
  const [{ preview }, setUrl] = useUrlState({ preview: '' });
  const [start, setStart] = useState<Start | null>(null);
  const startOf = useStartOf();
  const mayKeep = useCan('templates.keep');
  const previewed = query.data?.items.find(({ id, key }) => (id ?? key) === preview);
  if (!mayCreate)
    return (
      <Page title={t('shell.newProgram')}>
        <ProblemState level="page" problem={new ApiProblem({ status: 403, code: 'access.denied' })} />
      </Page>
    );
  return (
    <Page title={t('shell.newProgram')}>
      <PageHeader
        crumbs={[{ label: t('shell.manage'), href: '/manage' }]}
        title={t('shell.newProgram')}
        description={t('programs.new.what')}
      />
      <Loaded query={query}>
        {({ items }) => {
          const offered = items.filter(({ state }) => state === 'open');
          const gallery = (shown: readonly TemplateItem[]) => (
            <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,18rem),1fr))] gap-3">
              {shown.map((template) => (
                <TemplateCard
                  key={template.id ?? template.key}
                  template={template}
                  onPreview={() => setUrl({ preview: template.id ?? template.key ?? '' }, { push: true })}
                  onUse={() => setStart(startOf(template))}
                />
              ))}
            </ul>
          );
          const ours = offered.filter(({ id }) => id !== null);
          return (
            <>
              {ours.length > 0 && (
                <Section
                  title={t('templates.ours')}
                  description={t('templates.ours.what')}
                  actions={mayKeep && <Link href="/admin/templates">{t('templates.title')}</Link>}
                >
                  {gallery(ours)}
                </Section>
              )}
              <Section title={t('templates.ithaca')} description={t('templates.ithaca.what')}>
                {gallery(offered.filter(({ id }) => id === null))}
              </Section>
            </>
          );
        }}
      </Loaded>
      <Section title={t('programs.new.other')} description={t('programs.new.copy.what')}>
        <div className="flex flex-wrap items-end justify-between gap-4">
          <CopyProgram onUse={setStart} />
          <Button icon={FilePlus} variant="quiet" onPress={() => setStart({ name: '' })}>
            {t('programs.new.blank')}
          </Button>
        </div>
      </Section>
      {previewed && (
        <TemplatePreview
          template={previewed}
          onClose={() => setUrl({ preview: '' })}
          footer={
            <Button
              variant="primary"
              onPress={() => {
                setUrl({ preview: '' });
                setStart(startOf(previewed));
              }}
            >
              {t('templates.use')}
            </Button>
          }
        />
      )}
      {start && <NameProgramForm start={start} onClose={() => setStart(null)} />}
    </Page>
  );
}
