import { standardQuestions, type Question } from '@ithaca/contracts/programs';
import { formFaults, isTranslated, ownKinds } from '@ithaca/domain/enrolment-form';
import { sidesOf, type Side } from '@ithaca/domain/vocabulary';
import { useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import ListChecks from 'lucide-react/icons/list-checks';
import { useState } from 'react';
import { longestFill, minutesToFill } from '../../../lib/fill-time.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Status } from '../../../ui/status.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useAnswersOf } from './answers-of.ts';
import { PartActs } from '../setup/part-acts.tsx';
import { programFormQuery } from './program-form.queries.ts';
import { isStandard, useLabelOf } from './question-label.ts';
import { usedFor, type StepProps } from '../setup/setup.ts';

const QuestionForm = lazyLayer(async () => (await import('./question.form.tsx')).QuestionForm);

function QuestionRow(props: {
  question: Question;
  /** The question it hangs on, when that one comes before it. */
  other: Question | undefined;
  /** Languages people read here in which it is not said yet. */
  missingLanguages: readonly string[];
  policy: StepProps['program']['policy'];
  isOfPeers: boolean;
  isReadOnly: boolean;
  isFirst: boolean;
  isLast: boolean;
  onMove: (by: -1 | 1) => void;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const { question, other, missingLanguages, policy, isOfPeers } = props;
  const { isReadOnly, isFirst, isLast, onMove, onEdit, onRemove } = props;
  const t = useText();
  const { list, language } = useFormat();
  const labelOf = useLabelOf();
  const answersOf = useAnswersOf();
  const label = labelOf(question);
  const { shownWhen } = question;
  const use = usedFor(question, policy);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-60">
        <p dir="auto" className="font-medium">
          {label}
          {question.required && (
            <span className="ms-2 font-normal text-muted">{t('programs.question.required')}</span>
          )}
        </p>
        <p className="flex flex-wrap items-center gap-x-3 text-dense text-muted">
          <span>{t(`programs.kind.${question.kind}`)}</span>
          {!isOfPeers && <span>{t(`programs.askedOf.${question.askedOf}`)}</span>}
          {use === 'nothing' ? (
            <Status tone="warning" look="plain">
              {t('programs.usedFor.nothing')}
            </Status>
          ) : (
            <Badge>{t(`programs.usedFor.${use}`)}</Badge>
          )}
          {missingLanguages.length > 0 && (
            <span>{t('programs.texts.missing', { list: list(missingLanguages.map(language)) })}</span>
          )}
        </p>
        {shownWhen && (
          <p dir="auto" className="text-dense text-muted">
            {other ? (
              t('programs.shown.sentence', {
                label: labelOf(other),
                list: list(
                  answersOf(other)
                    .filter(({ value }) => shownWhen.anyOf.includes(value))
                    .map((one) => one.label),
                  'disjunction',
                ),
              })
            ) : (
              <Status tone="warning" look="plain">
                {t('programs.shown.broken')}
              </Status>
            )}
          </p>
        )}
      </div>
      {!isReadOnly && (
        <PartActs label={label} place={{ isFirst, isLast, onMove }} onEdit={onEdit} onRemove={onRemove} />
      )}
    </li>
  );
}

/** The questions before one; a new one comes last. */
function earlierThan(questions: readonly Question[], key: string): readonly Question[] {
  const index = questions.findIndex((question) => question.key === key);
  return index === -1 ? questions : questions.slice(0, index);
}

/** What people are asked when they enrol, what each answer is for, and how long it takes them. */
export function QuestionList({ program, change, isReadOnly }: StepProps) {
  const t = useText();
  const { number, list, language } = useFormat();
  const labelOf = useLabelOf();
  const [edited, setEdited] = useState<Question | null>(null);
  const { questions } = program.form;
  const save = (next: readonly Question[]) => change({ form: { questions: [...next] } });
  const details = useQuery(programFormQuery(program.id)).data;
  // The words of a question itself are in the organisation's own language.
  const otherLocales = (details?.languages ?? []).slice(1).map(({ locale }) => locale);
  const missingIn = (question: Question) => otherLocales.filter((locale) => !isTranslated(question, locale));
  const unsaid = questions.filter((question) => missingIn(question).length > 0);
  const isOfPeers = program.format === 'peer';
  // Only peers both want and give.
  const unasked = standardQuestions.filter(
    (key) => (isOfPeers || key !== 'offers') && questions.every((question) => question.key !== key),
  );
  const unused = questions.filter((question) => usedFor(question, program.policy) === 'nothing');
  const minutesOf = (side: Side) => minutesToFill(questions, side);
  const isLong = Math.max(...sidesOf(program.format).map(minutesOf)) > longestFill;

  const move = (index: number, by: -1 | 1) => {
    const next = [...questions];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    // A question that would come before the one it hangs on could never be shown.
    if (formFaults(next, standardQuestions).some(({ field }) => field === 'shownWhen'))
      showToast({ tone: 'warning', title: t('programs.shown.order') });
    else save(next);
  };
  const remove = (question: Question) => {
    // What hangs on it is asked of everyone from now on.
    save(
      questions
        .filter(({ key }) => key !== question.key)
        .map((one) => (one.shownWhen?.question === question.key ? { ...one, shownWhen: null } : one)),
    );
    showToast({
      title: t('programs.part.removed', { label: labelOf(question) }),
      onUndo: () => save(questions),
    });
  };
  const add = (kind: Question['kind'], key: string) =>
    setEdited({
      key,
      kind,
      label: kind === 'standard' && isStandard(key) ? t(`programs.question.${key}`) : '',
      help: '',
      options: [],
      required: false,
      askedOf: 'both',
      usedFor: kind === 'standard' ? 'matching' : 'report',
    });
  const keep = (question: Question) => {
    const isKnown = questions.some(({ key }) => key === question.key);
    save(
      isKnown
        ? questions.map((one) => (one.key === question.key ? question : one))
        : [...questions, question],
    );
    setEdited(null);
  };

  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-dense text-muted">
          {isOfPeers
            ? t('programs.fillTime.peers', {
                minutes: t('programs.minutes', { count: minutesOf('peer') }),
              })
            : t('programs.fillTime', {
                mentees: t('programs.minutes', { count: minutesOf('mentee') }),
                mentors: t('programs.minutes', { count: minutesOf('mentor') }),
              })}
        </p>
        {!isReadOnly && (
          <Menu
            label={t('programs.question.add')}
            groups={[
              ...(unasked.length > 0
                ? [
                    {
                      id: 'standard',
                      label: t('programs.question.standard'),
                      entries: unasked.map((key) => ({
                        id: key,
                        label: t(`programs.question.${key}`),
                        onAction: () => add('standard', key),
                      })),
                    },
                  ]
                : []),
              {
                id: 'own',
                label: t('programs.question.own'),
                entries: ownKinds.map((kind) => ({
                  id: kind,
                  label: t(`programs.kind.${kind}`),
                  onAction: () => add(kind, `q-${crypto.randomUUID().slice(0, 8)}`),
                })),
              },
            ]}
          >
            <Button icon={Plus}>{t('programs.question.add')}</Button>
          </Menu>
        )}
      </div>
      {isLong && <Banner tone="warning">{t('programs.fillTime.long', { most: number(longestFill) })}</Banner>}
      {unused.length > 0 && (
        <Banner
          tone="warning"
          title={t('programs.unused', { count: unused.length, shown: number(unused.length) })}
        >
          {t('programs.unused.why')}
        </Banner>
      )}
      {unsaid.length > 0 && (
        <Banner
          tone="neutral"
          title={t('programs.texts.missing.all', { count: unsaid.length, shown: number(unsaid.length) })}
        >
          {t('programs.texts.missing.why', {
            list: list([...new Set(unsaid.flatMap(missingIn))].map(language)),
          })}
        </Banner>
      )}
      {questions.length === 0 ? (
        <div className="rounded-lg border bg-card">
          <EmptyState icon={ListChecks} title={t('programs.question.none')}>
            {t('programs.question.none.why')}
          </EmptyState>
        </div>
      ) : (
        <ol className="divide-y rounded-lg border bg-card">
          {questions.map((question, index) => (
            <QuestionRow
              key={question.key}
              question={question}
              other={questions.slice(0, index).find(({ key }) => key === question.shownWhen?.question)}
              missingLanguages={missingIn(question)}
              policy={program.policy}
              isOfPeers={isOfPeers}
              isReadOnly={isReadOnly}
              isFirst={index === 0}
              isLast={index === questions.length - 1}
              onMove={(by) => move(index, by)}
              onEdit={() => setEdited(question)}
              onRemove={() => remove(question)}
            />
          ))}
        </ol>
      )}
      {edited && (
        <QuestionForm
          isOfPeers={isOfPeers}
          question={edited}
          earlier={earlierThan(questions, edited.key)}
          locales={otherLocales}
          title={
            edited.kind === 'standard'
              ? labelOf(edited)
              : t(
                  questions.some(({ key }) => key === edited.key)
                    ? 'programs.question.change'
                    : 'programs.question.new',
                )
          }
          onSave={keep}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}
