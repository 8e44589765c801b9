import type { MyEnrolment } from '@ithaca/contracts/enrolments';
import type { OpenCohort, EnrolmentForm } from '@ithaca/contracts/programs';
import { editableStates, waitingStates } from '@ithaca/domain/enrolment';
import { missingAnswers } from '@ithaca/domain/enrolment-form';
import Send from 'lucide-react/icons/send';
import { useEffect, useRef, useState } from 'react';
import { SavedLine, SaveProblem, useAutosave } from '../../../lib/autosave.tsx';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { useAnswerSummary, useSectionTitle } from './answer-summary.ts';
import { ConsentPreview } from './consent-preview.tsx';
import { EnrolPart } from './enrol-section.tsx';
import { bodyOf, draftOf, sectionsOf, type Draft, type EnrolSection } from './enrolment-draft.ts';
import { useMyEnrolment, type Answered } from '../enrolments.queries.ts';
import { findKeptDraft, forgetDraft, keepDraft } from './kept-draft.ts';
import { SectionField } from './question-field.tsx';

const LeaveActs = lazyLayer(
  async () => (await import('./leave-acts.tsx')).LeaveActs,
  () => <span className="h-control" />,
);

type Shown = OpenCohort & { form: EnrolmentForm };

const mayStillMatch: ReadonlySet<OpenCohort['state']> = new Set(['enrolling', 'matching', 'running']);

/** Always the last part of a draft. */
const sending = 'sending';

/** The answers, a section at a time, saved while somebody types. */
export function EnrolForm({
  cohort,
  enrolment,
  onSent,
}: {
  cohort: Shown;
  enrolment: MyEnrolment;
  onSent: () => void;
}) {
  const t = useText();
  const titleOf = useSectionTitle();
  const summaryOf = useAnswerSummary();
  const { role } = enrolment;
  const isDraft = enrolment.state === 'draft';
  const isReadOnly = cohort.state !== 'enrolling' || !editableStates.includes(enrolment.state);
  // Stepping aside and leaving stay possible as long as a partner may still be found.
  const canLeave = waitingStates.includes(enrolment.state) && mayStillMatch.has(cohort.state);
  const mine = useMyEnrolment(enrolment);
  // What could not be sent from this device, because nothing answered or the page was closed, is taken up again.
  const [left] = useState<Answered | null>(() => {
    const kept = isReadOnly ? null : findKeptDraft(enrolment.id, enrolment.version);
    return kept && { ...bodyOf(draftOf(enrolment)), ...kept };
  });
  const [draft, setDraft] = useState<Draft>(() => ({ ...draftOf(enrolment), ...left }));
  const [tried, setTried] = useState<ReadonlySet<string>>(new Set());

  const sections = sectionsOf(cohort.form, role, draft.answers);
  const missingIn = ({ answers }: Pick<Draft, 'answers'>) =>
    missingAnswers(cohort.form.questions, role, answers);
  const missing = missingIn(draft);
  const isAnswered = ({ key }: EnrolSection) => !missing.includes(key);
  // A draft opens where somebody left off; what was sent is shown closed.
  const [open, setOpen] = useState<string | null>(() =>
    isDraft ? (sections.find((section) => missing.includes(section.key))?.key ?? sending) : null,
  );
  const headings = useRef(new Map<string, HTMLButtonElement>());

  // What was sent must stay complete, so an incomplete change waits.
  const saving = useAutosave(
    async (answered: Answered) => {
      const next = await mine.save(answered);
      forgetDraft(enrolment.id);
      return next;
    },
    (answered: Answered) => isDraft || missingIn(answered).length === 0,
  );
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft((before) => ({ ...before, ...part }));
    if (part.answers || part.capacity !== undefined || part.doNotPairWith || part.blackouts) {
      saving.change(bodyOf(next));
      keepDraft(enrolment.id, mine.version(), bodyOf(next));
    }
  };

  const { change: saveLater } = saving;
  useEffect(() => {
    if (left) saveLater(left);
  }, [left, saveLater]);

  const goToPart = (key: string) => {
    setOpen(key);
    // After the part above has closed, its place on the page is known.
    requestAnimationFrame(() => {
      const heading = headings.current.get(key);
      heading?.focus({ preventScroll: true });
      heading?.scrollIntoView({ block: 'nearest' });
    });
  };
  const goOn = (key: string) => {
    setTried((before) => new Set([...before, key]));
    void saving.flush();
    if (missing.includes(key)) return;
    const index = sections.findIndex((section) => section.key === key);
    const next = sections[index + 1]?.key ?? (isDraft ? sending : null);
    if (next) goToPart(next);
    else setOpen(null);
  };
  const send = async () => {
    setTried(new Set(sections.map(({ key }) => key)));
    const [first] = missing;
    if (first !== undefined) {
      goToPart(first);
      return;
    }
    if (!(await saving.flush())) return;
    // The form is shown anew once it is sent, so what follows hangs on the promise.
    await mine.submit.mutateAsync().then(onSent, () => undefined);
  };
  const leave = async (act: 'pause' | 'withdraw') => {
    if (act === 'pause') await saving.flush();
    else saving.drop();
    forgetDraft(enrolment.id);
  };
  const showTheirs = async () => {
    const next = await mine.reload();
    saving.drop();
    forgetDraft(enrolment.id);
    if (next) setDraft(draftOf(next));
  };
  const answered = sections
    .map((section) => ({
      key: section.key,
      title: titleOf(section, role),
      summary: summaryOf(section, draft),
    }))
    .filter(({ summary }) => summary !== '');

  return (
    <div className="flex flex-col gap-4">
      {isReadOnly && <p className="text-dense text-muted">{t('enrolments.readOnly')}</p>}
      <SaveProblem
        saving={saving}
        onShowTheirs={() => void showTheirs()}
        onKeepMine={() => void mine.reload().then(() => saving.flush())}
      />
      <div className="divide-y overflow-clip rounded-lg border bg-card">
        {sections.map((section, index) => {
          const title = titleOf(section, role);
          const summary = summaryOf(section, draft);
          const isMissing = tried.has(section.key) && !isAnswered(section);
          return (
            <EnrolPart
              key={section.key}
              number={index + 1}
              title={title}
              summary={summary}
              isOptional={section.isOptional}
              state={isMissing ? 'problem' : summary === '' ? 'todo' : 'done'}
              isOpen={open === section.key}
              onToggle={() => setOpen(open === section.key ? null : section.key)}
              headingRef={(element) => {
                if (element) headings.current.set(section.key, element);
              }}
            >
              <SectionField
                section={section}
                label={title}
                draft={draft}
                change={change}
                role={role}
                error={isMissing ? t('problem.field.required') : undefined}
                isReadOnly={isReadOnly}
              />
              {!isReadOnly && (
                <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
                  <Button onPress={() => goOn(section.key)}>
                    {t(
                      isDraft
                        ? section.isOptional && summary === ''
                          ? 'enrolments.skip'
                          : 'common.continue'
                        : 'enrolments.done',
                    )}
                  </Button>
                  <SavedLine saving={saving} />
                </div>
              )}
            </EnrolPart>
          );
        })}
        {isDraft && !isReadOnly && (
          <EnrolPart
            number={sections.length + 1}
            title={t('enrolments.review')}
            summary={t('enrolments.review.what')}
            isOptional={false}
            state="todo"
            isOpen={open === sending}
            onToggle={() => setOpen(open === sending ? null : sending)}
            headingRef={(element) => {
              if (element) headings.current.set(sending, element);
            }}
          >
            <ConsentPreview
              answered={answered}
              isManagerAsked={cohort.approval === 'manager'}
              onEdit={goToPart}
            />
            <ProblemBanner problem={mine.submit.error} />
            <Button
              variant="primary"
              icon={Send}
              className="w-full sm:w-auto sm:self-start"
              isLoading={mine.submit.isPending}
              onPress={() => void send()}
            >
              {t('enrolments.send')}
            </Button>
            {missing.length > 0 && (
              <p className="text-dense text-muted">{t('enrolments.missing', { count: missing.length })}</p>
            )}
          </EnrolPart>
        )}
      </div>
      {(!isReadOnly || canLeave) && (
        <div className="-ms-3 flex flex-wrap items-center justify-between gap-x-4">
          <LeaveActs cohort={cohort} enrolment={enrolment} mine={mine} onLeave={leave} />
          {!isReadOnly && (open === null || open === sending) && <SavedLine saving={saving} />}
        </div>
      )}
    </div>
  );
}
