import type { Person } from '@ithaca/contracts/people';
import { useQuery } from '@tanstack/react-query';
import CalendarPlus from 'lucide-react/icons/calendar-plus';
import MessageSquare from 'lucide-react/icons/message-square';
import Pencil from 'lucide-react/icons/pencil';
import type { ReactNode } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { myPairingsQuery } from '../../lib/pairing.ts';
import { useCan, useSession } from '../../shell/session.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Link } from '../../ui/link.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Status } from '../../ui/status.tsx';
import { LocalTime } from './local-time.tsx';
import { personQuery } from './people.queries.ts';
import { useWeekday } from './weekday.ts';

/** Who is this, what can we talk about? Facts of the directory only for those who work with it. */
export default function PersonPage({ personId }: { personId: string }) {
  const t = useText();
  const { actor } = useSession();
  const person = useQuery(personQuery(personId));
  return (
    <Page title={person.data?.displayName ?? t('people.person')} width="reading">
      <Loaded query={person} level="page">
        {(data) => (
          <>
            <Header person={data} isMe={data.id === actor.personId} />
            <Bounce person={data} isMe={data.id === actor.personId} />
            <Work person={data} />
            <DirectoryFacts person={data} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Header({ person, isMe }: { person: Person; isMe: boolean }) {
  const t = useText();
  const place = [person.jobTitle, person.department, person.site].filter(Boolean).join(' · ');
  return (
    <header className="flex flex-wrap items-start gap-4">
      <Avatar name={person.displayName} size="large" />
      <div className="min-w-48 flex-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 tabIndex={-1} className="text-title font-semibold outline-none">
            <bdi>{person.displayName}</bdi>
            {person.pronouns && (
              <span className="ms-2 text-body font-normal tracking-normal text-muted">{person.pronouns}</span>
            )}
          </h1>
          {person.leftOn && <Status tone="neutral">{t('people.left')}</Status>}
        </div>
        {place && <p className="text-body text-muted">{place}</p>}
      </div>
      {isMe ? (
        <LinkButton icon={Pencil} href="/me">
          {t('people.editProfile')}
        </LinkButton>
      ) : (
        <Together personId={person.id} />
      )}
    </header>
  );
}

/** The next step with somebody whom I mentor or who mentors me; with others there is none here. */
function Together({ personId }: { personId: string }) {
  const t = useText();
  const { data } = useQuery(myPairingsQuery);
  const pairing = data?.items.find(
    ({ state, members }) => state === 'active' && members.some((member) => member.personId === personId),
  );
  if (!pairing) return null;
  return (
    <div className="flex flex-wrap gap-2">
      <LinkButton icon={MessageSquare} href={`/pairings/${pairing.id}/messages`}>
        {t('people.message')}
      </LinkButton>
      <LinkButton variant="primary" icon={CalendarPlus} href={`/pairings/${pairing.id}/meetings/new`}>
        {t('people.plan')}
      </LinkButton>
    </div>
  );
}

/** Mail does not arrive: since when, why, and what helps. */
function Bounce({ person, isMe }: { person: Person; isMe: boolean }) {
  const t = useText();
  const { instant } = useFormat();
  const mayCorrect = useCan('directory.write');
  if (!person.bounce) return null;
  const day = instant(person.bounce.since);
  return (
    <Banner
      tone="warning"
      title={t(isMe ? 'people.bounce.me' : 'people.bounce', { day })}
      {...(mayCorrect && {
        actions: <LinkButton href={`/people?panel=${person.id}`}>{t('people.bounce.correct')}</LinkButton>,
      })}
    >
      {t(isMe && !mayCorrect ? 'people.bounce.me.do' : 'people.bounce.do')}{' '}
      <bdi dir="ltr" className="wrap-anywhere text-muted">
        {person.bounce.reason}
      </bdi>
    </Banner>
  );
}

function Work({ person }: { person: Person }) {
  const t = useText();
  const { language, list } = useFormat();
  const hours = person.workingHours;
  return (
    <Card title={t('people.about')}>
      <div className="flex flex-col gap-4">
        {person.about ? (
          <p className="max-w-prose text-body whitespace-pre-line">{person.about}</p>
        ) : (
          <p className="text-body text-muted">{t('people.about.none')}</p>
        )}
        <DescriptionList
          facts={[
            { term: t('people.localTime'), value: <LocalTime zone={person.timeZone} /> },
            ...(hours ? [{ term: t('people.workingHours'), value: <WorkingHours hours={hours} /> }] : []),
            ...(person.languages.length > 0
              ? [{ term: t('people.languages'), value: list(person.languages.map(language)) }]
              : []),
            ...(person.offers.length > 0 ? [{ term: t('people.offers'), value: list(person.offers) }] : []),
            ...(person.wants.length > 0 ? [{ term: t('people.wants'), value: list(person.wants) }] : []),
            ...(person.managerId && person.managerName
              ? [
                  {
                    term: t('people.manager'),
                    value: <Link href={`/people/${person.managerId}`}>{person.managerName}</Link>,
                  },
                ]
              : []),
          ]}
        />
      </div>
    </Card>
  );
}

function WorkingHours({ hours }: { hours: NonNullable<Person['workingHours']> }) {
  const t = useText();
  const { instant, list } = useFormat();
  const weekday = useWeekday();
  const days = hours.days.toSorted((one, other) => one - other);
  const [first = 1, last = 1] = [days[0], days.at(-1)];
  // A time on the wall, as the reader writes times.
  const onWall = (time: string) => instant(`2026-01-05T${time}:00Z`, { zone: 'UTC', withDay: false });
  const isRun = days.length > 2 && last - first === days.length - 1;
  return t('people.workingHours.from', {
    from: onWall(hours.from),
    to: onWall(hours.to),
    days: isRun ? t('people.days', { from: weekday(first), to: weekday(last) }) : list(days.map(weekday)),
  });
}

/** Null for those who only work with the person: then the whole card is left out. */
function DirectoryFacts({ person }: { person: Person }) {
  const t = useText();
  const { day, dayRange, number } = useFormat();
  const facts: { term: string; value: ReactNode }[] = [
    ...(person.email ? [{ term: t('people.email'), value: <bdi>{person.email}</bdi> }] : []),
    ...(person.employeeNumber
      ? [{ term: t('people.employeeNumber'), value: <bdi>{person.employeeNumber}</bdi> }]
      : []),
    ...(person.grade === null ? [] : [{ term: t('people.grade'), value: number(person.grade) }]),
    ...(person.hiredOn ? [{ term: t('people.hiredOn'), value: day(person.hiredOn) }] : []),
    ...(person.leftOn ? [{ term: t('people.leftOn'), value: day(person.leftOn) }] : []),
    ...(person.leaveFrom
      ? [
          {
            term: t('people.leave'),
            value: person.leaveUntil
              ? dayRange(person.leaveFrom, person.leaveUntil)
              : t('people.leave.open', { day: day(person.leaveFrom) }),
          },
        ]
      : []),
    ...(person.reports > 0 ? [{ term: t('people.reports'), value: number(person.reports) }] : []),
  ];
  if (facts.length === 0) return null;
  return (
    <Card title={t('people.directory')} description={t('people.directory.who')}>
      <DescriptionList facts={facts} />
    </Card>
  );
}
