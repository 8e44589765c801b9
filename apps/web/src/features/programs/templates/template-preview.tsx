import type { ProgramTemplate, TemplateItem } from '@ithaca/contracts/program-templates';
import { questionWords } from '@ithaca/domain/enrolment-form';
import { goalPlanIn } from '@ithaca/domain/goal-plan';
import { milestoneWords } from '@ithaca/domain/session-guide';
import { locales, type Locale } from '@ithaca/domain/vocabulary';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useLocale, useText } from '../../../lib/i18n.tsx';
import { Marked } from '../../../lib/marked.tsx';
import { Loaded } from '../../../lib/page.tsx';
import { PolicySentences } from '../../../lib/policy-sentences.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Drawer } from '../../../ui/drawer.tsx';
import { Select } from '../../../ui/select.tsx';
import { Status } from '../../../ui/status.tsx';
import { isStandard } from '../form/question-label.ts';
import { RuleSentences } from '../setup/rule-sentences.tsx';
import { monthsOf, TemplateEffort } from './template-effort.tsx';
import { useTemplateWords } from './template-words.ts';
import { templateQuery } from './templates.queries.ts';

/** What a program made from a template begins with, in full. */
export function TemplatePreview({
  template,
  footer,
  onClose,
}: {
  template: TemplateItem;
  footer?: ReactNode;
  onClose: () => void;
}) {
  const { name } = useTemplateWords()(template);
  return (
    <Drawer isOpen size="large" title={name} footer={footer} onClose={onClose}>
      <Loaded query={useQuery(templateQuery(template))}>{(whole) => <Contents template={whole} />}</Loaded>
    </Drawer>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2 border-t pt-4">
      <h3 className="text-body font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Contents({ template }: { template: ProgramTemplate }) {
  const t = useText();
  const { day, list, number } = useFormat();
  const { locale } = useLocale();
  const { description } = useTemplateWords()(template);
  const { journey, kept } = template;
  return (
    // Nothing in it needs to be pressed: it takes the focus itself, so that the keyboard can scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section tabIndex={0} aria-label={t('templates.contents')} className="flex flex-col gap-5">
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <Badge>{t(`programs.format.${template.format}`)}</Badge>
          {template.state === 'retired' && <Status tone="neutral">{t('templates.retired')}</Status>}
          <span className="text-dense text-muted">{t('templates.used', { count: template.programs })}</span>
        </div>
        {description && (
          <p dir="auto" className="text-pretty">
            {description}
          </p>
        )}
        <TemplateEffort template={template} />
        {kept && (
          <p className="text-dense text-muted">
            {t('templates.keptFrom', { program: kept.programName, name: kept.byName, day: day(kept.at) })}
          </p>
        )}
      </div>
      {template.key === null && template.purpose !== '' && (
        <Part title={t('templates.part.purpose')}>
          <p dir="auto">{template.purpose}</p>
        </Part>
      )}
      <Part title={t('templates.part.who')}>
        <RuleSentences rule={template.eligibility} />
      </Part>
      <Questions template={template} />
      <Part title={t('templates.part.matching')}>
        <p>
          {t(
            template.pairingMode === 'self-service' && template.format === 'peer'
              ? 'programs.mode.self-service.what.peers'
              : `programs.mode.${template.pairingMode}.what`,
          )}
        </p>
        <PolicySentences policy={template.policy} isOfPeers={template.format === 'peer'} />
      </Part>
      <Part title={t('templates.part.journey')}>
        <p>
          {t('templates.journey.rhythm', {
            every: t('programs.every', { count: journey.cadenceDays }),
            minutes: number(journey.meetingMinutes),
            months: t('programs.months', { count: monthsOf(journey.lengthDays) }),
          })}
        </p>
        {journey.milestones.length > 0 && (
          <ol className="flex flex-col gap-4">
            {journey.milestones.map((milestone, index) => {
              const { title, guide, agenda } = milestoneWords(milestone, locale);
              return (
                <li key={index} className="flex flex-col gap-1 border-s ps-3">
                  <p className="text-dense text-muted">
                    {t('programs.milestone.day', { day: number(milestone.dayOfCohort) })}
                  </p>
                  <p dir="auto" className="font-medium">
                    {title}
                  </p>
                  {guide && <Marked text={guide} />}
                  {agenda.length > 0 && (
                    <p dir="auto" className="text-dense text-muted">
                      {t('programs.milestone.agenda')}: {list([...agenda], 'conjunction')}
                    </p>
                  )}
                </li>
              );
            })}
          </ol>
        )}
      </Part>
      {template.goalPlans.length > 0 && (
        <Part title={t('templates.part.goals')}>
          <ul className="flex flex-col gap-2">
            {template.goalPlans.map((plan, index) => {
              const { title, measure, steps } = goalPlanIn(plan, locale);
              return (
                <li key={index}>
                  <p dir="auto" className="font-medium">
                    {title}
                  </p>
                  <p className="text-dense text-muted">
                    {measure && (
                      <>
                        <bdi>{measure}</bdi> ·{' '}
                      </>
                    )}
                    {t('programs.plan.steps.count', { count: steps.length })}
                  </p>
                </li>
              );
            })}
          </ul>
        </Part>
      )}
      {journey.agreement && (
        <Part title={t('templates.part.agreement')}>
          <p dir="auto">{journey.agreement}</p>
        </Part>
      )}
    </section>
  );
}

/** The questions in the reader's language, or in any other they are written in. */
function Questions({ template }: { template: ProgramTemplate }) {
  const t = useText();
  const { list, language } = useFormat();
  const { locale } = useLocale();
  const { questions } = template.form;
  const written = locales.filter((one) => questions.some(({ texts }) => texts?.[one]));
  const [chosen, setChosen] = useState<Locale>(locale);
  return (
    <Part title={t('templates.part.questions', { count: questions.length })}>
      {written.length > 0 && (
        <Select
          label={t('templates.language')}
          className="max-w-60"
          choices={locales.map((id) => ({ id, label: language(id) }))}
          value={chosen}
          onChange={setChosen}
        />
      )}
      <ol className="flex flex-col gap-2">
        {questions.map((question) => {
          const words = questionWords(question, chosen);
          const isOwn = question.kind !== 'standard';
          return (
            <li key={question.key}>
              <p dir="auto" className="font-medium">
                {!isOwn && isStandard(question.key)
                  ? t(`programs.question.${question.key}`)
                  : words.label || t('programs.question.unnamed')}
              </p>
              <p dir="auto" className="text-dense text-muted">
                {isOwn && words.options.length > 0
                  ? list(
                      words.options.map(({ label }) => label),
                      'disjunction',
                    )
                  : t(`programs.kind.${question.kind}`)}
              </p>
            </li>
          );
        })}
      </ol>
    </Part>
  );
}
