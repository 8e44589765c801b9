import type { MatchingRun } from '@ithaca/contracts/matching';
import { remedyOf } from '@ithaca/domain/run-problem';
import { goTo } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { longerThan, useDraftPairings } from './matching.queries.ts';
import { useProblemWords } from './run-problem-words.ts';
import { useSearchTime } from './search-time.ts';

/** Where the remedies lead. */
export interface RemedyPlaces {
  overview: string;
  policy: string;
  mentors: string;
  hrefOf: (runId: string) => string;
}

type RunFailedProps = {
  run: MatchingRun;
  places: RemedyPlaces;
  /** Why nothing may be started; undefined when it may. */
  off: string | undefined;
};

function Remedy({ run, places, off }: RunFailedProps) {
  const t = useText();
  const time = useSearchTime();
  const draft = useDraftPairings(run.cohortId);
  const remedy = run.problem ? remedyOf[run.problem.code] : 'run-again';
  if (remedy === 'change-policy' || remedy === 'release-pairs' || remedy === 'check-places') {
    const href = {
      'change-policy': places.policy,
      'release-pairs': places.overview,
      'check-places': places.mentors,
    }[remedy];
    return (
      <LinkButton variant="primary" href={href}>
        {t(`runs.act.${remedy}`)}
      </LinkButton>
    );
  }
  const seconds = remedy === 'more-time' ? longerThan(run.budgetSeconds) : undefined;
  return (
    <>
      <Button
        variant="primary"
        disabledReason={off}
        isLoading={draft.isPending}
        onPress={() => draft.mutate(seconds, { onSuccess: ({ id }) => goTo(places.hrefOf(id)) })}
      >
        {seconds === undefined ? t('runs.act.run-again') : t('runs.act.more-time', { time: time(seconds) })}
      </Button>
      <ProblemBanner problem={draft.error} />
    </>
  );
}

/** Why a run came to nothing, that nothing was changed, and the act that helps. */
export function RunFailed(props: RunFailedProps) {
  const { run, places } = props;
  const t = useText();
  const words = useProblemWords();
  const remedy = run.problem && remedyOf[run.problem.code];
  return (
    <ErrorState title={run.problem ? words(run.problem) : t('runs.problem.not-solved')}>
      <span className="flex flex-col items-center gap-3">
        <span>
          {remedy && t(`runs.remedy.${remedy}`)} {t('runs.nothing-changed')}
        </span>
        <span className="flex flex-wrap justify-center gap-2">
          <Remedy {...props} />
          {remedy !== 'release-pairs' && (
            <LinkButton href={places.overview}>{t('matching.run.superseded.open')}</LinkButton>
          )}
        </span>
      </span>
    </ErrorState>
  );
}
