import type { Program } from '@ithaca/contracts/programs';
import { surveyPlanRoutes, type Survey, type SurveyPlan } from '@ithaca/contracts/survey-plans';
import { surveyFaults } from '@ithaca/domain/survey';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as z from 'zod/mini';
import { SavedLine, SaveProblem, useAutosave } from '../../../lib/autosave.tsx';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded } from '../../../lib/page.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { SurveyCard } from './survey-card.tsx';
import { surveyPlanQuery, useSaveSurveys, type SurveyPlanChange } from './survey-plans.queries.ts';

/** What the program asks at which moment of the journey. Saves itself. */
export function SurveysForm({
  program: { id, format },
  isReadOnly,
}: {
  program: Pick<Program, 'id' | 'format'>;
  isReadOnly: boolean;
}) {
  const plan = useQuery(surveyPlanQuery(id));
  return (
    <Loaded query={plan} skeleton={<Skeleton className="h-96 w-full rounded-lg" />}>
      {(found) => <Surveys plan={found} isOfPeers={format === 'peer'} isReadOnly={isReadOnly} />}
    </Loaded>
  );
}

function Surveys({
  plan,
  isOfPeers,
  isReadOnly,
}: {
  plan: SurveyPlan;
  isOfPeers: boolean;
  isReadOnly: boolean;
}) {
  const t = useText();
  const { number } = useFormat();
  const queries = useQueryClient();
  const [typed, setTyped] = useState<Survey[] | null>(null);
  const [open, setOpen] = useState<Survey['moment'] | null>(null);
  const isSendable = (change: SurveyPlanChange) =>
    z.safeParse(surveyPlanRoutes.save.body, change).success && surveyFaults(change.surveys).length === 0;
  const saving = useAutosave(useSaveSurveys(plan.programId), isSendable);
  const surveys = typed ?? plan.surveys;
  const reload = () => queries.fetchQuery({ ...surveyPlanQuery(plan.programId), staleTime: 0 });
  const change = (next: Survey) => {
    const all = surveys.map((one) => (one.moment === next.moment ? next : one));
    setTyped(all);
    saving.change({ surveys: all });
  };
  const isSomethingAsked = surveys.some(({ isOn, questions }) => isOn && questions.length === 0);
  return (
    <>
      <SaveProblem
        saving={saving}
        onShowTheirs={() =>
          void reload().then(() => {
            saving.drop();
            setTyped(null);
          })
        }
        onKeepMine={() => void reload().then(() => saving.flush())}
      />
      {plan.isAsked && (
        <Banner tone="info" title={t('listening.asked', { number: number(plan.number) })}>
          {t('listening.asked.what')}
        </Banner>
      )}
      {isSomethingAsked && <Banner tone="warning">{t('listening.empty')}</Banner>}
      <ol className="divide-y overflow-hidden rounded-lg border bg-card">
        {surveys.map((survey) => (
          <SurveyCard
            key={survey.moment}
            survey={survey}
            isOfPeers={isOfPeers}
            isOpen={open === survey.moment}
            onToggle={() => setOpen(open === survey.moment ? null : survey.moment)}
            onChange={change}
            locales={plan.languages.slice(1).map(({ locale }) => locale)}
            isReadOnly={isReadOnly}
          />
        ))}
      </ol>
      {plan.versions.some(({ asked }) => asked > 0) && (
        <ul className="flex flex-col gap-1 text-dense text-muted">
          {plan.versions.map((version) => (
            <li key={version.number}>
              {t('listening.version', {
                number: number(version.number),
                by: version.savedByName ?? t('listening.version.ours'),
                asked: version.asked,
                shown: number(version.asked),
                answered: number(version.answered),
              })}
            </li>
          ))}
        </ul>
      )}
      <div className="-my-2 flex justify-end">
        <SavedLine saving={saving} />
      </div>
    </>
  );
}
