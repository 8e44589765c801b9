import Ban from 'lucide-react/icons/ban';
import Compass from 'lucide-react/icons/compass';
import { Banner } from '../ui/banner.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { ApiProblem, isOfAddress } from './api.ts';
import { useText } from './i18n.tsx';
import { problemWords } from './problem-words.ts';

type ProblemProps = { problem: unknown; onRetry?: () => void; level?: 'page' | 'part' };

/** A page or a part that cannot be shown: forbidden says who can grant it, missing says so, the rest can be tried again. */
export function ProblemState({ problem, onRetry, level = 'part' }: ProblemProps) {
  const t = useText();
  const status = isOfAddress(problem) ? 404 : problem instanceof ApiProblem ? problem.status : 500;
  const home = level === 'page' && <LinkButton href="/">{t('problem.page.home')}</LinkButton>;
  if (status === 403)
    return (
      <EmptyState icon={Ban} level={level} title={t('problem.page.forbidden')} action={home}>
        {problemWords(problem, t)}
      </EmptyState>
    );
  if (status === 404)
    return (
      <EmptyState icon={Compass} level={level} title={t('problem.page.missing')} action={home}>
        {t('problem.page.missing.why')}
      </EmptyState>
    );
  const titles = { 0: 'problem.page.offline', 503: 'problem.page.busy' } as const;
  return (
    <ErrorState
      level={level}
      title={t(titles[status as keyof typeof titles] ?? 'problem.page.failed')}
      requestId={problem instanceof ApiProblem && problem.requestId ? problem.requestId : undefined}
      {...(onRetry && { onRetry })}
    >
      {problemWords(problem, t)}
    </ErrorState>
  );
}

/** What stopped a form, above its buttons: `failure={<ProblemBanner problem={mutation.error} />}`; nothing when all is well. */
export function ProblemBanner({ problem }: { problem: unknown }) {
  const t = useText();
  if (problem === null || problem === undefined) return null;
  return (
    <Banner tone="danger" isAnnounced>
      {problemWords(problem, t)}
    </Banner>
  );
}
