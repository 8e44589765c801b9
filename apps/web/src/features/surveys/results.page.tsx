import type { SurveyResult, SurveyResults } from '@ithaca/contracts/survey-answers';
import { useQuery } from '@tanstack/react-query';
import MessagesSquare from 'lucide-react/icons/messages-square';
import { ExportMenu } from '../../lib/export-menu.tsx';
import { useFormat } from '../../lib/format.ts';
import { useUrlState } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { useShare } from '../../lib/share.ts';
import { useCohort } from '../../shell/cohort.ts';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ChangeCard } from './change-card.tsx';
import { FitCard } from './fit-card.tsx';
import { QuestionResultView } from './question-result.tsx';
import { ReplyToSurvey } from './reply-to-survey.form.tsx';
import { exportResults, surveyResultsQuery } from './survey-results.queries.ts';

/** What do people tell us? Sums under the privacy rule, how many kept silent, what changed, and what came of it. */
export default function SurveyResultsPage() {
  const t = useText();
  const { program, cohort, canCoordinate } = useCohort();
  const results = useQuery(surveyResultsQuery(cohort.id));
  return (
    <Page title={`${t('cohort.tab.surveys')} · ${program.name}`} width="full">
      <Section
        title={t('listening.results')}
        description={t('listening.results.what')}
        actions={
          <ExportMenu
            disabledReason={canCoordinate ? undefined : t('cohort.readOnly')}
            make={({ format }) => exportResults(cohort.id, format)}
          />
        }
      >
        <Loaded query={results} skeleton={<Skeleton className="h-96 w-full rounded-lg" />}>
          {(found) => <Results results={found} />}
        </Loaded>
      </Section>
    </Page>
  );
}

function Results({ results }: { results: SurveyResults }) {
  const t = useText();
  const { canCoordinate, hrefOf } = useCohort();
  const [{ moment }, setMoment] = useUrlState({ moment: '' });
  const items = results.items.filter(({ isOn, asked }) => isOn || asked > 0);
  const latest = items.findLast(({ asked }) => asked > 0) ?? items[0];
  const selected = items.find((item) => item.moment === moment) ?? latest;
  if (!selected)
    return (
      <EmptyState
        icon={MessagesSquare}
        title={t('listening.results.none')}
        action={
          canCoordinate && (
            <LinkButton href={hrefOf('setup', { step: 'surveys' })}>{t('listening.setup')}</LinkButton>
          )
        }
      >
        {t('listening.results.none.why')}
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-6 pt-2">
      {results.changes.length > 0 && <ChangeCard changes={results.changes} />}
      <Tabs
        label={t('listening.moments')}
        selected={selected.moment}
        onSelect={(next) => setMoment({ moment: next })}
        tabs={items.map((item) => ({
          id: item.moment,
          label: t(`answering.moment.${item.moment}`),
          content: <Moment key={item.moment} item={item} />,
        }))}
      />
    </div>
  );
}

function Moment({ item }: { item: SurveyResult }) {
  const t = useText();
  const { day, number } = useFormat();
  const share = useShare();
  const { cohort, canCoordinate } = useCohort();
  const { moment, state, asked, answered, waiting, response, closesAt, dueOn, questions } = item;
  if (state === 'coming')
    return (
      <p className="py-6 text-muted">
        {moment === 'fit' || dueOn === null
          ? t('listening.coming.fit')
          : t('listening.coming', { day: day(dueOn) })}
      </p>
    );
  const { numerator, denominator, pending, excluded } = response;
  const left = Object.values(excluded).reduce((sum, count) => sum + count, 0);
  return (
    <div className="flex flex-col gap-5 pt-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 text-body">
        <Status tone={state === 'counted' ? 'success' : 'info'}>{t(`listening.state.${state}`)}</Status>
        <span className="font-medium">{t('listening.response', { share: share(answered, asked) })}</span>
        <span className="text-dense text-muted">
          {[
            denominator !== null &&
              denominator > 0 &&
              numerator !== null &&
              t('listening.response.due', { share: share(numerator, denominator) }),
            pending !== null &&
              pending > 0 &&
              t('listening.response.pending', { count: pending, shown: number(pending) }),
            left > 0 && t('listening.response.left', { count: left, shown: number(left) }),
            t(
              item.isAnonymous
                ? 'listening.mode.anonymous'
                : moment === 'fit'
                  ? 'listening.mode.fit'
                  : 'listening.mode.named',
            ),
          ]
            .filter((part) => typeof part === 'string')
            .join(' · ')}
        </span>
      </div>
      {moment === 'fit' && canCoordinate && <FitCard cohortId={cohort.id} />}
      {waiting > 0 && (
        <Banner tone="info">
          {closesAt === null
            ? t('listening.waiting.few', { count: waiting, shown: number(waiting) })
            : t('listening.waiting', { count: waiting, shown: number(waiting), day: day(closesAt, 'long') })}
        </Banner>
      )}
      {questions.length > 0 && (
        <Card isFlush>
          <ol className="divide-y">
            {questions.map((result) => (
              <li key={result.question.key} className="px-4 py-4">
                <QuestionResultView result={result} />
              </li>
            ))}
          </ol>
        </Card>
      )}
      {moment !== 'fit' && (
        <ReplyToSurvey key={moment} cohortId={cohort.id} item={item} isReadOnly={!canCoordinate} />
      )}
    </div>
  );
}
