import type { ReplyOf } from '@ithaca/contracts/route';
import type { programRoutes } from '@ithaca/contracts/programs';
import { useQuery } from '@tanstack/react-query';
import Clock from 'lucide-react/icons/clock-3';
import Copy from 'lucide-react/icons/copy';
import FilePlus from 'lucide-react/icons/file-plus-2';
import UserCog from 'lucide-react/icons/user-cog';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { ProblemState } from '../../lib/problem.tsx';
import { ApiProblem } from '../../lib/api.ts';
import { useCan } from '../../shell/session.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Select } from '../../ui/select.tsx';
import { NameProgramForm, type Start } from './name-program.form.tsx';
import { programsQuery, templatesQuery } from './programs.queries.ts';
import { useTemplateWords } from './template-words.ts';

type Template = ReplyOf<typeof programRoutes.listTemplates>['items'][number];

function TemplateCard({ template, onUse }: { template: Template; onUse: (start: Start) => void }) {
  const t = useText();
  const { number } = useFormat();
  const { name, purpose, example } = useTemplateWords()(template);
  return (
    <li className="flex min-w-0 flex-col gap-3 rounded-lg border bg-card p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="text-body font-semibold">{name}</h3>
        <Badge>{t(`programs.format.${template.format}`)}</Badge>
      </div>
      <p className="text-pretty">{purpose}</p>
      <p className="text-dense text-pretty text-muted">{t('programs.new.example', { example })}</p>
      <ul className="mt-auto flex flex-col gap-1 border-t pt-3 text-dense">
        <li className="flex items-center gap-2">
          <Icon of={Clock} className="text-muted" />
          {t('programs.new.effort', {
            hours: number(template.hoursPerMonth),
            months: t('programs.months', { count: Math.max(1, Math.round(template.lengthDays / 30.4)) }),
          })}
        </li>
        <li className="flex items-center gap-2">
          <Icon of={UserCog} className="text-muted" />
          {t('programs.new.yours', { minutes: number(template.coordinatorMinutesPerWeek) })}
        </li>
      </ul>
      <Button
        className="self-start"
        aria-label={`${t('programs.new.use')}: ${name}`}
        onPress={() => onUse({ templateKey: template.key, name, purpose })}
      >
        {t('programs.new.use')}
      </Button>
    </li>
  );
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
  const [start, setStart] = useState<Start | null>(null);
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
      <Section title={t('programs.new.templates')}>
        <Loaded query={query}>
          {({ items }) => (
            <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,18rem),1fr))] gap-3">
              {items.map((template) => (
                <TemplateCard key={template.key} template={template} onUse={setStart} />
              ))}
            </ul>
          )}
        </Loaded>
      </Section>
      <Section title={t('programs.new.other')} description={t('programs.new.copy.what')}>
        <div className="flex flex-wrap items-end justify-between gap-4">
          <CopyProgram onUse={setStart} />
          <Button icon={FilePlus} variant="quiet" onPress={() => setStart({ name: '' })}>
            {t('programs.new.blank')}
          </Button>
        </div>
      </Section>
      {start && <NameProgramForm start={start} onClose={() => setStart(null)} />}
    </Page>
  );
}
