import type { PolicyState } from '@ithaca/contracts/matching-policy';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import CalendarPlus from 'lucide-react/icons/calendar-plus';
import { PolicyChanges } from './changes.tsx';
import { CircleForm } from './circle.form.tsx';
import { Effect, useVerdict } from './effect.tsx';
import type { SampleChoice } from './effect-sample.tsx';
import { GoalForm } from './goal.form.tsx';
import { RulesForm } from './rules.form.tsx';
import { TimeForm } from './time.form.tsx';
import type { PolicyDraft } from './use-draft.ts';
import { useEffectOf } from './use-effect-of.ts';
import { WeightsForm } from './weights.form.tsx';

type EditorProps = { state: PolicyState; draft: PolicyDraft };

/** What was edited and not saved, beside the sentences, so that nothing moves under the pointer. */
function Edits({ draft: { changes } }: Pick<EditorProps, 'draft'>) {
  const t = useText();
  if (changes.length === 0) return null;
  return (
    <Card title={t('policy.edits', { count: changes.length })}>
      <PolicyChanges changes={changes} />
    </Card>
  );
}

/** The policy, sentence by sentence. */
function Sentences({ draft, state }: EditorProps) {
  const { accessAttributes: attributes } = state;
  const { canCoordinate, program } = useProgramFrame();
  const { policy, edit } = draft;
  const t = useText();
  const hasCircles = program.format === 'circle';
  const isUpwards = (policy.rules.leastGradeGap ?? -1) >= 0;
  const common = { onChange: edit, isReadOnly: !canCoordinate };
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {hasCircles && <CircleForm circle={policy.circle} {...common} />}
      {program.format === 'reverse' && (
        <Banner tone={isUpwards ? 'warning' : 'neutral'}>
          {t(isUpwards ? 'policy.reverse.upwards' : 'policy.reverse')}
        </Banner>
      )}
      <RulesForm
        rules={policy.rules}
        ownRules={policy.ownRules}
        subjects={state.ownRuleSubjects}
        {...common}
      />
      <WeightsForm
        weights={policy.weights}
        band={policy.preferredGradeDistance}
        preferred={policy.function}
        {...common}
      />
      <GoalForm
        hasPlainGoals={hasCircles || program.format === 'peer'}
        objective={policy.objective}
        floor={policy.floor}
        lossPerMille={policy.lossPerMille}
        accessBy={policy.accessBy}
        attributes={attributes}
        {...common}
      />
      <TimeForm searchSeconds={policy.searchSeconds} {...common} />
    </div>
  );
}

function LiveEditor({ state, draft, cohortId }: EditorProps & { cohortId: string }) {
  const [choice, setChoice] = useState<SampleChoice>({ draw: 0, changedOnly: false });
  const verdict = useVerdict();
  const isEdited = draft.changes.length > 0;
  // Without an edit there is nobody who changes.
  const sample = isEdited ? choice : { ...choice, changedOnly: false };
  const effect = useEffectOf(cohortId, state.version, draft.policy, sample);
  const { preview, isBehind } = effect;
  const said = preview && preview.now.mentees > 0 ? verdict(preview, isEdited) : '';
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_23rem]">
      {/* Where the effect stands below the sentences, its verdict goes along. */}
      <output
        className="sticky top-14 z-10 sm:top-0 -mx-1 border-b bg-page px-1 py-2 text-dense font-medium empty:hidden lg:sr-only"
        aria-live="polite"
      >
        {isBehind && isEdited ? null : said}
      </output>
      <Sentences draft={draft} state={state} />
      <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:overflow-y-auto lg:rounded-lg">
        <Edits draft={draft} />
        <Effect effect={effect} isEdited={isEdited} choice={choice} onChoose={setChoice} />
      </div>
    </div>
  );
}

/** The policy in sentences beside what each edit would do; nothing is saved here. */
export function PolicyEditor({ state, draft }: EditorProps) {
  const t = useText();
  const { cohort, canCoordinate, hrefOf } = useProgramFrame();
  if (cohort && canCoordinate) return <LiveEditor state={state} draft={draft} cohortId={cohort.id} />;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_23rem]">
      <Sentences draft={draft} state={state} />
      <div className="flex min-w-0 flex-col gap-4">
        <Edits draft={draft} />
        {!cohort && (
          <Card title={t('policy.effect')}>
            <EmptyState
              icon={CalendarPlus}
              title={t('policy.effect.noCohort')}
              action={
                canCoordinate && (
                  <LinkButton href={hrefOf('setup', { step: 'cohort' })}>
                    {t('policy.effect.plan')}
                  </LinkButton>
                )
              }
            >
              {t('policy.effect.noCohort.why')}
            </EmptyState>
          </Card>
        )}
      </div>
    </div>
  );
}
