import type { OpenCohort } from '@ithaca/contracts/programs';
import CalendarRange from 'lucide-react/icons/calendar-range';
import Clock from 'lucide-react/icons/clock-3';
import Mail from 'lucide-react/icons/mail';
import UsersRound from 'lucide-react/icons/users-round';
import type { LucideIcon } from 'lucide-react/types';
import type { ReactNode } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Status } from '../../ui/status.tsx';
import { enrolPath, myEnrolments } from './open-cohort.ts';
import { Obstacles } from './obstacles.tsx';

function Fact({ icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <li className="flex items-center gap-2">
      <Icon of={icon} className="text-muted" />
      <span>{children}</span>
    </li>
  );
}

/** One cohort somebody may take part in: what for, how much time, until when, and how I stand to it. */
export function CohortCard({ cohort }: { cohort: OpenCohort }) {
  const t = useText();
  const { day, dayRange, number } = useFormat();
  const mine = myEnrolments(cohort);
  const isOpen = cohort.state === 'enrolling';
  const drafts = mine.filter(({ state }) => state === 'draft');
  return (
    <li className="relative flex min-w-0 flex-col gap-3 rounded-lg border bg-card p-4 has-[h3_a:hover]:border-edge/60">
      <div className="flex flex-col gap-1">
        <div className="flex flex-wrap items-center gap-2">
          <h3 dir="auto" className="text-lead font-semibold">
            <Link
              href={`/programs/${cohort.id}`}
              variant="plain"
              className="after:absolute after:inset-0 after:rounded-lg"
            >
              {cohort.programName}
            </Link>
          </h3>
          <Badge>{t(`programs.format.${cohort.format}`)}</Badge>
        </div>
        <p dir="auto" className="text-dense text-muted">
          {cohort.name}
        </p>
      </div>
      <p dir="auto" className="text-pretty">
        {cohort.purpose}
      </p>
      <ul className="flex flex-col gap-1 text-dense">
        <Fact icon={Clock}>{t('programs.hours', { hours: number(cohort.hoursPerMonth) })}</Fact>
        <Fact icon={CalendarRange}>{dayRange(cohort.startsOn, cohort.endsOn)}</Fact>
        <Fact icon={UsersRound}>{t('programs.enrolled', { count: cohort.enrolled })}</Fact>
      </ul>
      <div className="mt-auto flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t pt-3 text-dense">
        {mine.length > 0 ? (
          <span className="flex flex-col gap-1">
            {mine.map(({ enrolmentId, role, state }) => (
              <Status
                key={enrolmentId}
                look="plain"
                tone={
                  state === 'draft'
                    ? 'warning'
                    : state === 'declined' || state === 'paused'
                      ? 'neutral'
                      : 'success'
                }
              >
                <span className="whitespace-normal">
                  {t(`programs.mine.${state}`, { role: t(`programs.as.${role}`) })}
                </span>
              </Status>
            ))}
          </span>
        ) : cohort.eligible ? (
          <span className="flex flex-col gap-0.5">
            {cohort.invitedAs !== null && (
              <Status look="plain" tone="accent" icon={Mail}>
                {t(`programs.invited.${cohort.invitedAs}`)}
              </Status>
            )}
            <span className="text-muted">{t('programs.until', { day: day(cohort.enrolmentClosesOn) })}</span>
          </span>
        ) : (
          <Obstacles of={cohort.obstacles} />
        )}
        {isOpen && drafts[0] && (
          <span className="relative">
            <LinkButton size="small" href={enrolPath(cohort.id, drafts[0].role)}>
              {t('programs.finish')}
            </LinkButton>
          </span>
        )}
      </div>
    </li>
  );
}
