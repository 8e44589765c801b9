import type { MatchingRun } from '@ithaca/contracts/matching';
import CircleStop from 'lucide-react/icons/circle-stop';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { useNow } from '../../lib/now.ts';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useCancelRun } from './runs.queries.ts';

/** Where a run stands, for how long it has been at work, and the button that stops it. */
export function RunUnderWay({ run, off }: { run: MatchingRun; off: string | undefined }) {
  const t = useText();
  const { number } = useFormat();
  const cancel = useCancelRun(run);
  const now = useNow(1);
  const { progress } = run;
  const seconds = progress ? Math.max(0, Math.round((now - Date.parse(progress.startedAt)) / 1000)) : 0;
  return (
    <div className="flex w-full max-w-110 flex-col gap-3">
      <ProgressBar
        label={t(progress ? `matching.phase.${progress.phase}` : 'matching.run.queued.title')}
        {...(progress && { value: progress.fraction * 100 })}
      />
      {progress && (
        <p className="text-dense text-muted tabular-nums">
          {t('matching.run.elapsed', { seconds: number(seconds), budget: number(run.budgetSeconds) })}
        </p>
      )}
      <p className="text-muted">{t('matching.run.running.why')}</p>
      <ProblemBanner problem={cancel.error} />
      <div>
        <Button
          icon={CircleStop}
          isLoading={cancel.isPending}
          {...(off && { disabledReason: off })}
          onPress={() => cancel.mutate()}
        >
          {t('matching.run.cancel')}
        </Button>
      </div>
    </div>
  );
}
