import type { Cohort, Program } from '@ithaca/contracts/programs';
import { addDays } from '@ithaca/domain/cohort';
import { useQuery } from '@tanstack/react-query';
import CalendarPlus from 'lucide-react/icons/calendar-plus';
import Rocket from 'lucide-react/icons/rocket';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { CohortStatus } from '../../../shell/cohort-state.tsx';
import { useMoveCohort, useProgramFrame } from '../../../shell/cohort.ts';
import { useSession } from '../../../shell/session.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Link } from '../../../ui/link.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { LaunchAdvice } from './launch-advice.tsx';
import { loadRehearsalCard } from '../rehearsal/load-rehearsal-card.ts';
import { eligibilityQuery } from '../programs.queries.ts';
import { todayIn } from '../../../lib/today.ts';
import { stepOf } from './setup.ts';

const RehearsalCard = lazyLayer(loadRehearsalCard);

type Launch = 'scheduled' | 'enrolling';

/** A time on the wall, whatever the zone, as the reader writes it. */
function useWallTime(): (minutes: number) => string {
  const { instant } = useFormat();
  return (minutes) => instant(new Date(minutes * 60_000).toISOString(), { zone: 'UTC', withDay: false });
}

/** What happens on which day, from the dates and milestones. */
function Calendar({ program, cohort }: { program: Program; cohort: Cohort }) {
  const t = useText();
  const { day } = useFormat();
  const timeOf = useWallTime();
  const { organisation } = useSession();
  const days = [
    {
      on: cohort.enrolmentOpensOn,
      words: t('programs.day.opensAt', { time: timeOf(cohort.opensAtMinute) }),
    },
    { on: cohort.enrolmentClosesOn, words: t('programs.day.closes') },
    { on: addDays(cohort.enrolmentClosesOn, 1), words: t('programs.day.matching') },
    { on: cohort.startsOn, words: t('programs.day.starts') },
    ...program.journey.milestones.map(({ title, dayOfCohort }) => ({
      on: addDays(cohort.startsOn, dayOfCohort),
      words: t('programs.day.milestone', { title }),
    })),
    { on: cohort.endsOn, words: t('programs.day.ends') },
  ].toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0));
  return (
    <Card
      isFlush
      title={t('programs.calendar')}
      description={t('programs.calendar.zone', { zone: organisation.timeZone.replaceAll('_', ' ') })}
    >
      <ol className="divide-y">
        {days.map(({ on, words }, index) => (
          <li key={`${on} ${index}`} className="grid gap-x-6 px-4 py-2.5 sm:grid-cols-[9rem_1fr]">
            <span className="text-muted tabular-nums">{day(on)}</span>
            <span>{words}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function LaunchPanel({
  program,
  cohort,
  saveFirst,
}: {
  program: Program;
  cohort: Cohort;
  saveFirst: () => Promise<boolean>;
}) {
  const t = useText();
  const { day, list, number } = useFormat();
  const timeOf = useWallTime();
  const { canCoordinate, hrefOf } = useProgramFrame();
  const { organisation } = useSession();
  const [asked, setAsked] = useState<Launch | null>(null);
  const move = useMoveCohort(cohort);
  const eligible = useQuery(eligibilityQuery(program.id, program.eligibility)).data?.eligible;
  const isLater = cohort.enrolmentOpensOn > todayIn(organisation.timeZone);
  const reason = !canCoordinate
    ? t('cohort.readOnly')
    : cohort.missing.length > 0
      ? t('programs.launch.missing', {
          list: list(cohort.missing.map((item) => t(`programs.missing.${item}`))),
        })
      : undefined;
  const launch = async (to: Launch) => {
    if (!(await saveFirst())) return;
    move.mutate(
      { to },
      {
        onSuccess: ({ state }) => {
          setAsked(null);
          showToast({
            tone: 'success',
            title: t(`programs.launched.${state === 'enrolling' ? 'enrolling' : 'scheduled'}`),
          });
        },
      },
    );
  };
  const effects: Record<Launch, string[]> = {
    scheduled: [
      t('programs.launch.effect.opensAt', {
        day: day(cohort.enrolmentOpensOn),
        time: timeOf(cohort.opensAtMinute),
        zone: organisation.timeZone.replaceAll('_', ' '),
      }),
      t('programs.launch.effect.people', { count: eligible ?? 0, shown: number(eligible ?? 0) }),
      t('programs.launch.effect.back'),
    ],
    enrolling: [
      t('programs.launch.effect.now'),
      t('programs.launch.effect.people', { count: eligible ?? 0, shown: number(eligible ?? 0) }),
      t('programs.launch.effect.noMail'),
    ],
  };
  return (
    <>
      {cohort.missing.length > 0 && (
        <Banner tone="warning" title={t('programs.missing', { count: cohort.missing.length })}>
          <ul className="mt-1 flex flex-col gap-1">
            {cohort.missing.map((item) => (
              <li key={item}>
                <Link href={hrefOf('setup', { step: stepOf[item] })}>{t(`programs.missing.${item}.do`)}</Link>
              </li>
            ))}
          </ul>
        </Banner>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {isLater && (
          <Button
            variant="primary"
            icon={Rocket}
            disabledReason={reason}
            onPress={() => setAsked('scheduled')}
          >
            {t('programs.launch.schedule', { day: day(cohort.enrolmentOpensOn, 'short') })}
          </Button>
        )}
        <Button
          variant={isLater ? 'secondary' : 'primary'}
          {...(!isLater && { icon: Rocket })}
          disabledReason={reason}
          onPress={() => setAsked('enrolling')}
        >
          {t('programs.launch.now')}
        </Button>
        {reason && <p className="text-dense text-muted">{reason}</p>}
      </div>
      {asked && (
        <ConfirmDialog
          isOpen
          onClose={() => {
            setAsked(null);
            move.reset();
          }}
          onConfirm={() => void launch(asked)}
          title={t('programs.launch.ask', { name: cohort.name })}
          confirmLabel={
            asked === 'scheduled'
              ? t('programs.launch.schedule', { day: day(cohort.enrolmentOpensOn, 'short') })
              : t('programs.launch.now')
          }
          isLoading={move.isPending}
          effects={effects[asked]}
          failure={<ProblemBanner problem={move.error} />}
        />
      )}
    </>
  );
}

/** The last look: what is missing, what happens when, and the launch itself. */
export function LaunchReview({
  program,
  saveFirst,
}: {
  program: Program;
  saveFirst: () => Promise<boolean>;
}) {
  const t = useText();
  const { cohort, hrefOf } = useProgramFrame();
  if (!cohort)
    return (
      <div className="rounded-lg border bg-card">
        <EmptyState
          icon={CalendarPlus}
          title={t('cohort.none')}
          action={
            <LinkButton variant="primary" href={hrefOf('setup', { step: 'cohort' })}>
              {t('cohort.plan')}
            </LinkButton>
          }
        >
          {t('cohort.none.why')}
        </EmptyState>
      </div>
    );
  return (
    <>
      {cohort.state === 'draft' ? (
        <LaunchPanel program={program} cohort={cohort} saveFirst={saveFirst} />
      ) : (
        <div className="flex flex-wrap items-center gap-3">
          <CohortStatus state={cohort.state} />
          <span className="text-muted">{t('programs.launch.done')}</span>
          {cohort.state === 'enrolling' && (
            <LinkButton href={hrefOf('people', { tab: 'invited' })}>{t('programs.launch.invite')}</LinkButton>
          )}
        </div>
      )}
      {(cohort.state === 'draft' || cohort.state === 'scheduled') && (
        <>
          <LaunchAdvice program={program} cohort={cohort} />
          <RehearsalCard cohort={cohort} />
        </>
      )}
      <Calendar program={program} cohort={cohort} />
    </>
  );
}
