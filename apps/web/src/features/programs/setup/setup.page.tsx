import ArrowLeft from 'lucide-react/icons/arrow-left';
import ArrowRight from 'lucide-react/icons/arrow-right';
import { isAtRest, SavedLine, SaveProblem } from '../../../lib/autosave.tsx';
import { useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Page } from '../../../lib/page.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { PresenceFaces, usePresence } from '../../../shell/presence.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Section } from '../../../ui/section.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Stepper } from '../../../ui/stepper.tsx';
import { loadRehearsalCard } from '../rehearsal/load-rehearsal-card.ts';
import { setupSteps, stepState } from './setup.ts';
import { loadSurveysForm } from '../surveys/load-surveys-form.ts';
import { useProgramSetup } from './use-program-setup.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';

const stepSkeleton = () => <Skeleton className="h-72 w-full rounded-lg" />;
const BasicsForm = lazyLayer(async () => (await import('./basics.form.tsx')).BasicsForm, stepSkeleton);
const CohortForm = lazyLayer(async () => (await import('./cohort.form.tsx')).CohortForm, stepSkeleton);
const EligibilityForm = lazyLayer(
  async () => (await import('./eligibility.form.tsx')).EligibilityForm,
  stepSkeleton,
);
const MatchingForm = lazyLayer(async () => (await import('./matching.form.tsx')).MatchingForm, stepSkeleton);
const PlanCohortForm = lazyLayer(
  async () => (await import('./plan-cohort.form.tsx')).PlanCohortForm,
  stepSkeleton,
);
const NudgesForm = lazyLayer(async () => (await import('./nudges.form.tsx')).NudgesForm, stepSkeleton);
const QuestionList = lazyLayer(
  async () => (await import('../form/question-list.tsx')).QuestionList,
  stepSkeleton,
);
const FormPublication = lazyLayer(async () => (await import('../form/form-publication.tsx')).FormPublication);
const LaunchReview = lazyLayer(async () => (await import('./launch-review.tsx')).LaunchReview, stepSkeleton);
const RehearsalCard = lazyLayer(loadRehearsalCard);
const RhythmForm = lazyLayer(async () => (await import('./rhythm.form.tsx')).RhythmForm, stepSkeleton);
const SurveysForm = lazyLayer(loadSurveysForm, stepSkeleton);

/** What is left before launch? Each step can be opened at any time and saves itself. */
export default function SetupPage() {
  const t = useText();
  const { program: known, cohort, canCoordinate, hrefOf } = useProgramFrame();
  const [{ step: asked, cohort: wanted }] = useUrlState({ step: 'basics', cohort: '' });
  const { step, saving, forget, refresh, showTheirs, keepMine } = useProgramSetup();
  const current = setupSteps.find((one) => one === asked) ?? 'basics';
  const index = setupSteps.indexOf(current);
  const [before, after] = [setupSteps[index - 1], setupSteps[index + 1]];
  const isNew = wanted === 'new';
  const { here } = usePresence({ programId: known.id, page: 'setup' }, null, {
    // What is not saved here meets the newer version when it is: the saving says so. The cohort's form minds its own.
    onChanged: ({ what }) => {
      if (isAtRest(saving) && !(what === 'cohorts' && current === 'cohort')) refresh();
    },
  });
  const hrefOfStep = (one: string) => hrefOf('setup', { step: one, ...(isNew && { cohort: 'new' }) });
  return (
    <Page title={`${t(`programs.step.${current}`)} · ${known.name}`} width="full">
      <div className="grid items-start gap-x-10 gap-y-6 lg:grid-cols-[13rem_1fr]">
        <div className="min-w-0 lg:sticky lg:top-6">
          <div className="max-lg:hidden">
            <Stepper
              label={t('programs.steps')}
              layout="stack"
              steps={setupSteps.map((id) => ({
                id,
                label: t(`programs.step.${id}`),
                state: stepState(id, current, step.program, cohort),
                href: hrefOfStep(id),
              }))}
            />
          </div>
          <div className="lg:hidden">
            <Stepper
              label={t('programs.steps')}
              steps={setupSteps.map((id) => ({
                id,
                label: t(`programs.step.${id}`),
                state: stepState(id, current, step.program, cohort),
                href: hrefOfStep(id),
              }))}
            />
          </div>
        </div>
        <div className="flex min-w-0 max-w-180 flex-col gap-6">
          <PresenceFaces people={here} />
          {!canCoordinate && <Banner tone="neutral">{t('cohort.readOnly')}</Banner>}
          <Section
            title={t(`programs.step.${current}`)}
            description={t(`programs.step.${current}.what`)}
            actions={<SavedLine saving={saving} />}
          >
            <SaveProblem
              saving={saving}
              onShowTheirs={() => void showTheirs()}
              onKeepMine={() => void keepMine()}
            />
            <div className="flex flex-col gap-6 pt-2" key={current}>
              {current === 'basics' && <BasicsForm {...step} />}
              {current === 'eligibility' && <EligibilityForm {...step} />}
              {current === 'questions' && (
                <>
                  <FormPublication saveFirst={saving.flush} onSettled={forget} />
                  <QuestionList {...step} />
                  <Link href={`/manage/${known.id}/form`}>{t('programs.form.page')}</Link>
                </>
              )}
              {current === 'matching' && <MatchingForm {...step} />}
              {current === 'rhythm' && <RhythmForm {...step} />}
              {current === 'nudges' && <NudgesForm {...step} />}
              {current === 'surveys' && <SurveysForm program={known} isReadOnly={!canCoordinate} />}
              {current === 'cohort' &&
                (cohort ? (
                  <>
                    <CohortForm key={cohort.id} cohort={cohort} isReadOnly={!canCoordinate} />
                    {(cohort.state === 'draft' || cohort.state === 'scheduled') && (
                      <RehearsalCard cohort={cohort} />
                    )}
                  </>
                ) : (
                  <PlanCohortForm program={step.program} isReadOnly={!canCoordinate} />
                ))}
              {current === 'review' && (
                <>
                  <LaunchReview program={step.program} saveFirst={saving.flush} />
                  <Link href={`/manage/${known.id}/roles${cohort ? `?cohort=${cohort.id}` : ''}`}>
                    {t('programs.roles')}
                  </Link>
                </>
              )}
            </div>
          </Section>
          <nav
            aria-label={t('programs.steps.walk')}
            className="flex flex-wrap justify-between gap-2 border-t pt-4"
          >
            {before ? (
              <LinkButton href={hrefOfStep(before)}>
                <Icon of={ArrowLeft} isMirrored />
                {t(`programs.step.${before}`)}
              </LinkButton>
            ) : (
              <span />
            )}
            {after && (
              <LinkButton
                variant={current === 'cohort' && !cohort ? 'secondary' : 'primary'}
                href={hrefOfStep(after)}
              >
                {t(`programs.step.${after}`)}
                <Icon of={ArrowRight} isMirrored />
              </LinkButton>
            )}
          </nav>
        </div>
      </div>
    </Page>
  );
}
