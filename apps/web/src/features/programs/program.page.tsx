import type { OpenCohort, Question } from '@ithaca/contracts/programs';
import { addDays } from '@ithaca/domain/cohort';
import { editableStates } from '@ithaca/domain/enrolment';
import { sidesOf, type Side } from '@ithaca/domain/vocabulary';
import { useQuery } from '@tanstack/react-query';
import Check from 'lucide-react/icons/check';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { minutesToFill } from '../../lib/fill-time.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { useObstacleWords } from './obstacles.tsx';
import { enrolPath, myEnrolments } from './open-cohort.ts';
import { openCohortQuery } from './programs.queries.ts';

type Shown = OpenCohort & { form: { questions: readonly Question[] } };

function EnrolButton({ cohort, role, isMain }: { cohort: Shown; role: Side; isMain: boolean }) {
  const t = useText();
  const obstacleWords = useObstacleWords();
  const reason =
    cohort.state !== 'enrolling'
      ? t('programs.closed.short')
      : cohort.eligible
        ? undefined
        : obstacleWords(cohort.obstacles);
  const words = t(`programs.enrol.${role}`);
  const variant = isMain ? 'primary' : 'secondary';
  return reason === undefined ? (
    <LinkButton variant={variant} href={enrolPath(cohort.id, role)} className="py-1.5 whitespace-normal!">
      {words}
    </LinkButton>
  ) : (
    <Button variant={variant} disabledReason={reason} className="py-1.5 whitespace-normal!">
      {words}
    </Button>
  );
}

/** What stands between enrolling and being in: a yes, a draw, a list. */
function Door({ cohort }: { cohort: Shown }) {
  const t = useText();
  const { number } = useFormat();
  const lines = [
    ...(cohort.approval === 'manager' ? [t('programs.needsManager')] : []),
    ...(cohort.admissionOrder === 'lottery' ? [t('programs.seats.lottery')] : []),
    ...(cohort.admissionOrder === 'first-come' && cohort.waiting > 0
      ? [t('programs.seats.waiting', { count: cohort.waiting, shown: number(cohort.waiting) })]
      : []),
  ];
  return lines.length > 0 && <p className="text-dense text-muted">{lines.join(' ')}</p>;
}

/** How I stand to it, and the way in. */
function Enrolment({ cohort }: { cohort: Shown }) {
  const t = useText();
  const { day, number } = useFormat();
  const obstacleWords = useObstacleWords();
  const mine = myEnrolments(cohort);
  const sides = sidesOf(cohort.format).toReversed();
  const free = sides.filter((side) => mine.every(({ role }) => role !== side));
  const isOpen = cohort.state === 'enrolling';
  const main = cohort.invitedAs ?? 'mentee';
  const minutes = Math.max(...sides.map((side) => minutesToFill(cohort.form.questions, side)));
  return (
    <Card className="lg:sticky lg:top-6">
      <div className="flex flex-col gap-4">
        {mine.map((one) => (
          <div key={one.enrolmentId} className="flex flex-col gap-2">
            <Status
              tone={
                one.state === 'draft'
                  ? 'warning'
                  : one.state === 'declined' || one.state === 'paused'
                    ? 'neutral'
                    : 'success'
              }
              look="plain"
            >
              <span className="font-medium whitespace-normal">
                {t(`programs.mine.${one.state}`, { role: t(`programs.as.${one.role}`) })}
              </span>
            </Status>
            {isOpen && editableStates.includes(one.state) && (
              <LinkButton
                variant={one.state === 'draft' ? 'primary' : 'secondary'}
                href={enrolPath(cohort.id, one.role)}
              >
                {t(one.state === 'draft' ? 'programs.finish' : 'programs.editAnswers')}
              </LinkButton>
            )}
          </div>
        ))}
        {mine.length === 0 && cohort.invitedAs && (
          <p className="font-medium">{t(`programs.invited.${cohort.invitedAs}`)}</p>
        )}
        {(mine.length === 0 || isOpen) && (
          <div className="flex flex-col gap-2">
            {(free.length === 2 && main === 'mentor' ? free.toReversed() : free).map((role, index) => (
              <EnrolButton key={role} cohort={cohort} role={role} isMain={mine.length === 0 && index === 0} />
            ))}
          </div>
        )}
        {isOpen && !cohort.eligible && mine.length === 0 && (
          <p className="text-dense text-muted">{obstacleWords(cohort.obstacles)}</p>
        )}
        {isOpen && mine.length === 0 && cohort.eligible && (
          <p className="text-dense text-muted">
            {t('programs.takes', { count: minutes, shown: number(minutes) })}
          </p>
        )}
        {isOpen && <Door cohort={cohort} />}
        <DescriptionList
          facts={[
            ...(cohort.seatsLeft === null || cohort.admissionOrder === 'lottery'
              ? []
              : [
                  {
                    term: t(cohort.format === 'peer' ? 'programs.fact.seats.peers' : 'programs.fact.seats'),
                    value: t('programs.seats.left', {
                      count: cohort.seatsLeft,
                      shown: number(cohort.seatsLeft),
                    }),
                  },
                ]),
            { term: t('programs.fact.until'), value: day(cohort.enrolmentClosesOn) },
            { term: t('programs.fact.runs'), value: `${day(cohort.startsOn)} – ${day(cohort.endsOn)}` },
            {
              term: t('programs.fact.time'),
              value: t('programs.hours', { hours: number(cohort.hoursPerMonth) }),
            },
            { term: t('programs.fact.people'), value: t('programs.enrolled', { count: cohort.enrolled }) },
          ]}
        />
      </div>
    </Card>
  );
}

function Points({ items }: { items: readonly string[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {items.map((item) => (
        <li key={item} className="flex items-start gap-2.5">
          <Icon of={Check} className="mt-1 text-accent-text" />
          <span>{item}</span>
        </li>
      ))}
    </ul>
  );
}

const readers = ['coordinator', 'partner', 'manager', 'others'] as const;

function Details({ cohort }: { cohort: Shown }) {
  const t = useText();
  const { day, number } = useFormat();
  const minutes = number(cohort.meetingMinutes);
  const rhythm =
    cohort.format === 'flash'
      ? t('programs.do.meetOnce', { minutes })
      : t('programs.do.meet', { minutes, every: t('programs.every', { count: cohort.cadenceDays }) });
  return (
    <div className="flex min-w-0 flex-col gap-8">
      {cohort.format !== 'one-to-one' && (
        <p className="max-w-prose text-lead">{t(`programs.format.${cohort.format}.what`)}</p>
      )}
      <div className="grid gap-8 sm:grid-cols-2">
        {sidesOf(cohort.format)
          .toReversed()
          .map((side) => (
            <Section key={side} title={t(`programs.do.${side}.title`)}>
              <Points items={[t(`programs.do.${side}`), rhythm, t(`programs.get.${side}`)]} />
            </Section>
          ))}
      </div>
      <Section title={t('programs.when')}>
        <ol className="flex flex-col gap-3 border-s ps-4">
          {(
            [
              ['enrol', cohort.enrolmentClosesOn],
              ['match', addDays(cohort.enrolmentClosesOn, 1)],
              ['start', cohort.startsOn],
              ['end', cohort.endsOn],
            ] as const
          ).map(([step, on]) => (
            <li key={step}>
              <p className="text-dense text-muted">{day(on, 'long')}</p>
              <p>{t(`programs.when.${step}`)}</p>
            </li>
          ))}
        </ol>
      </Section>
      <Section title={t('programs.sees')}>
        <dl className="divide-y rounded-lg border bg-card">
          {readers.map((reader) => (
            <div key={reader} className="grid gap-x-6 gap-y-0.5 px-4 py-3 sm:grid-cols-[10rem_1fr]">
              <dt className="font-medium">{t(`programs.sees.${reader}`)}</dt>
              <dd className="text-muted">{t(`programs.sees.${reader}.what`)}</dd>
            </div>
          ))}
        </dl>
      </Section>
      {cohort.coordinators.length > 0 && (
        <Section title={t('programs.organiser')} description={t('programs.organiser.what')}>
          <ul className="flex flex-wrap gap-x-6 gap-y-2">
            {cohort.coordinators.map(({ personId, displayName }) => (
              <li key={personId} className="flex items-center gap-2.5">
                <Avatar name={displayName} />
                <Link href={`/people/${personId}`}>{displayName}</Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

/** Is it worth my time? */
export default function ProgramPage({ cohortId }: { cohortId: string }) {
  const t = useText();
  const { day } = useFormat();
  const query = useQuery(openCohortQuery(cohortId));
  return (
    <Page title={query.data?.programName ?? t('shell.programs')}>
      <Loaded query={query} level="page">
        {(cohort) => (
          <>
            <PageHeader
              crumbs={[{ label: t('shell.programs'), href: '/programs' }]}
              title={cohort.programName}
              status={<Badge>{t(`programs.format.${cohort.format}`)}</Badge>}
              description={cohort.purpose}
            />
            {cohort.state !== 'enrolling' && (
              <Banner tone="neutral">
                {t(cohort.state === 'scheduled' ? 'programs.notYet' : 'programs.closed', {
                  day: day(cohort.enrolmentClosesOn),
                })}
              </Banner>
            )}
            <div className="grid items-start gap-8 lg:grid-cols-[1fr_20rem]">
              <div className="min-w-0 lg:order-2">
                <Enrolment cohort={cohort} />
              </div>
              <Details cohort={cohort} />
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}
