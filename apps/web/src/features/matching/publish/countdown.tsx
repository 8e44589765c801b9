import type { MatchingRun } from '@ithaca/contracts/matching';
import type { Publication } from '@ithaca/contracts/publication';
import { useQueryClient } from '@tanstack/react-query';
import Send from 'lucide-react/icons/send';
import Undo2 from 'lucide-react/icons/undo-2';
import { useEffect, useRef } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useNow } from '../../../lib/now.ts';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { runQuery } from '../matching.queries.ts';
import { useCallOff, usePublish } from '../publication.queries.ts';

/** 9:41 before the hour, days and hours further ahead are left to the date beside it. */
function clockOf(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return `${minutes}:${String(rest).padStart(2, '0')}`;
}

const CLOCK_UP_TO = 3600;

/** A planned publication: how long it can still be called off. Nobody has heard of it yet. */
export function Countdown({
  run,
  publication,
  off,
  isFresh,
}: {
  run: MatchingRun;
  publication: Publication;
  off: string | undefined;
  isFresh: boolean;
}) {
  const t = useText();
  const { instant } = useFormat();
  const queries = useQueryClient();
  const callOff = useCallOff(run);
  const publish = usePublish(run);
  const now = useNow(1);
  const title = useRef<HTMLHeadingElement>(null);
  const left = Math.max(0, Math.ceil((Date.parse(publication.publishAt) - now) / 1000));
  useEffect(() => {
    if (isFresh) title.current?.focus();
  }, [isFresh]);
  // Its hour has come: look every second until the job has carried it out.
  useEffect(() => {
    if (left === 0) void queries.invalidateQueries({ queryKey: runQuery(run.id).queryKey });
  }, [left, now, queries, run.id]);
  const isOver = left === 0;
  return (
    <section className="flex max-w-176 flex-col gap-5">
      <div className="flex flex-col gap-1" role="timer" aria-live="off">
        <h2 ref={title} tabIndex={-1} className="rounded-sm text-title font-semibold">
          {isOver
            ? t('matching.planned.publishing')
            : left <= CLOCK_UP_TO
              ? t('matching.planned.in', { clock: clockOf(left) })
              : t('matching.planned.at', { when: instant(publication.publishAt) })}
        </h2>
        <p className="text-muted">{t('matching.planned.what')}</p>
      </div>
      <Card title={t('matching.planned.how')}>
        <ul className="flex list-disc flex-col gap-1.5 ps-4">
          <li>
            {t('matching.planned.by', {
              name: publication.createdByName,
              when: instant(publication.createdAt),
            })}
          </li>
          <li>{t(`matching.plan.delivery.${publication.delivery}.what`)}</li>
          <li>{t(publication.tellUnmatched ? 'matching.planned.told' : 'matching.planned.untold')}</li>
          <li>{t('matching.planned.fixed')}</li>
        </ul>
      </Card>
      <ProblemBanner problem={callOff.error ?? publish.error} />
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          icon={Undo2}
          isLoading={callOff.isPending}
          disabledReason={off ?? (isOver ? t('matching.planned.publishing') : undefined)}
          onPress={() => callOff.mutate()}
        >
          {t('matching.planned.cancel')}
        </Button>
        <Button
          icon={Send}
          isLoading={publish.isPending}
          disabledReason={off ?? (isOver ? t('matching.planned.publishing') : undefined)}
          onPress={() => publish.mutate({ when: 'now' })}
        >
          {t('matching.planned.now')}
        </Button>
      </div>
    </section>
  );
}
