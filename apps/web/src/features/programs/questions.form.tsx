import { standardQuestions, type Question } from '@ithaca/contracts/programs';
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Pencil from 'lucide-react/icons/pencil';
import Plus from 'lucide-react/icons/plus';
import Trash from 'lucide-react/icons/trash-2';
import ListChecks from 'lucide-react/icons/list-checks';
import { useState } from 'react';
import { longestFill, minutesToFill } from '../../lib/fill-time.ts';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Status } from '../../ui/status.tsx';
import { showToast } from '../../ui/toast.tsx';
import { QuestionForm } from './question.form.tsx';
import { usedFor, type StepProps } from './setup.ts';

type Standard = (typeof standardQuestions)[number];
const isStandard = (key: string): key is Standard => standardQuestions.some((known) => known === key);
const ownKinds = ['choice', 'choices', 'scale', 'text'] as const;

/** A standard question speaks the reader's language; an own one is as the coordinator wrote it. */
function useLabelOf(): (question: Question) => string {
  const t = useText();
  return ({ kind, key, label }) =>
    kind === 'standard' && isStandard(key)
      ? t(`programs.question.${key}`)
      : label || t('programs.question.unnamed');
}

function QuestionRow(props: {
  question: Question;
  policy: StepProps['program']['policy'];
  isReadOnly: boolean;
  isFirst: boolean;
  isLast: boolean;
  onMove: (by: -1 | 1) => void;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const { question, policy, isReadOnly, isFirst, isLast, onMove, onEdit, onRemove } = props;
  const t = useText();
  const label = useLabelOf()(question);
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
          <span>{t(`programs.askedOf.${question.askedOf}`)}</span>
          {use === 'nothing' ? (
            <Status tone="warning" look="plain">
              {t('programs.usedFor.nothing')}
            </Status>
          ) : (
            <Badge>{t(`programs.usedFor.${use}`)}</Badge>
          )}
        </p>
      </div>
      {!isReadOnly && (
        <div className="flex items-center">
          <IconButton
            icon={ArrowUp}
            size="small"
            label={t('programs.question.up', { label })}
            isDisabled={isFirst}
            onPress={() => onMove(-1)}
          />
          <IconButton
            icon={ArrowDown}
            size="small"
            label={t('programs.question.down', { label })}
            isDisabled={isLast}
            onPress={() => onMove(1)}
          />
          <IconButton
            icon={Pencil}
            size="small"
            label={t('programs.question.edit', { label })}
            onPress={onEdit}
          />
          <IconButton
            icon={Trash}
            size="small"
            label={t('programs.question.remove', { label })}
            onPress={onRemove}
          />
        </div>
      )}
    </li>
  );
}

/** What people are asked when they enrol, what each answer is for, and how long it takes them. */
export function QuestionsForm({ program, change, isReadOnly }: StepProps) {
  const t = useText();
  const { number } = useFormat();
  const labelOf = useLabelOf();
  const [edited, setEdited] = useState<Question | null>(null);
  const { questions } = program.form;
  const save = (next: readonly Question[]) => change({ form: { questions: [...next] } });
  const unasked = standardQuestions.filter((key) => questions.every((question) => question.key !== key));
  const unused = questions.filter((question) => usedFor(question, program.policy) === 'nothing');
  const minutes = { mentee: minutesToFill(questions, 'mentee'), mentor: minutesToFill(questions, 'mentor') };
  const isLong = Math.max(minutes.mentee, minutes.mentor) > longestFill;
  const hasAnswers = program.cohorts.some(({ state }) => state === 'enrolling' || state === 'matching');

  const move = (index: number, by: -1 | 1) => {
    const next = [...questions];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index + by, 0, moved);
    save(next);
  };
  const remove = (question: Question) => {
    save(questions.filter(({ key }) => key !== question.key));
    showToast({
      title: t('programs.question.removed', { label: labelOf(question) }),
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
          {t('programs.fillTime', {
            mentees: t('programs.minutes', { count: minutes.mentee }),
            mentors: t('programs.minutes', { count: minutes.mentor }),
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
      {hasAnswers && <Banner tone="info">{t('programs.question.live')}</Banner>}
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
              policy={program.policy}
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
          question={edited}
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
