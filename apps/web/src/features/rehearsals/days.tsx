import type { RehearsalRoom } from '@ithaca/contracts/rehearsals';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { cx } from '../../ui/cx.ts';
import { Link } from '../../ui/link.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { usePassDays } from './rehearsals.queries.ts';

const WEEK = 7;

/** What a coordinator has to do herself before more days make sense. */
function Hint({ room }: { room: RehearsalRoom }) {
  const t = useText();
  const { programId, cohortState, cohortId } = room;
  if (cohortState === 'matching')
    return (
      <Banner tone="info" title={t('rehearsal.hint.matching')}>
        <Link href={`/manage/${programId}/matching?cohort=${cohortId}`}>
          {t('rehearsal.hint.matching.do')}
        </Link>
      </Banner>
    );
  if (cohortState === 'enrolling')
    return (
      <Banner tone="info" title={t('rehearsal.hint.enrolling')}>
        <Link href={`/manage/${programId}/people?cohort=${cohortId}`}>
          {t('rehearsal.hint.enrolling.do')}
        </Link>
      </Banner>
    );
  return null;
}

/** The calendar of the cohort as days that pass by themselves, and the buttons that let them. */
export function Days({ room }: { room: RehearsalRoom }) {
  const t = useText();
  const { day, number } = useFormat();
  const pass = usePassDays();
  const { daysPassed, walkingTo, stops } = room;
  const isWalking = walkingTo !== null || pass.isPending;
  const disabledReason = isWalking ? t('rehearsal.days.passing') : undefined;
  return (
    <Card
      title={t('rehearsal.days')}
      description={t('rehearsal.days.what', { day: day(room.day, 'long') })}
      actions={
        <>
          <Button size="small" disabledReason={disabledReason} onPress={() => pass.mutate(daysPassed + 1)}>
            {t('rehearsal.days.day')}
          </Button>
          <Button size="small" disabledReason={disabledReason} onPress={() => pass.mutate(daysPassed + WEEK)}>
            {t('rehearsal.days.week')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {walkingTo !== null && (
          <ProgressBar
            label={t('rehearsal.days.passing')}
            value={daysPassed}
            max={walkingTo}
            valueText={t('rehearsal.days.left', {
              count: walkingTo - daysPassed,
              shown: number(walkingTo - daysPassed),
            })}
          />
        )}
        <ProblemBanner problem={pass.error} />
        {!isWalking && <Hint room={room} />}
        <ol className="flex flex-col divide-y">
          {stops.map((stop) => {
            const isOver = stop.daysPassed <= daysPassed;
            const words = stop.kind === 'milestone' ? stop.title : t(`rehearsal.stop.${stop.kind}`);
            return (
              <li
                key={`${stop.kind} ${stop.daysPassed} ${stop.title}`}
                className="flex min-h-11 items-center gap-x-4 py-1.5"
              >
                <div className="flex min-w-0 flex-1 flex-col sm:flex-row sm:gap-4">
                  <span className="w-32 shrink-0 text-muted tabular-nums">{day(stop.day)}</span>
                  <span className={cx('min-w-0 flex-1', isOver && 'text-muted')}>
                    <bdi>{words}</bdi>
                  </span>
                </div>
                {isOver ? (
                  <Badge tone="neutral">{t('rehearsal.stop.over')}</Badge>
                ) : (
                  <Button
                    size="small"
                    variant="quiet"
                    aria-label={t('rehearsal.stop.go.to', { name: words })}
                    disabledReason={disabledReason}
                    onPress={() => pass.mutate(stop.daysPassed)}
                  >
                    {t('rehearsal.stop.go')}
                  </Button>
                )}
              </li>
            );
          })}
        </ol>
      </div>
    </Card>
  );
}
