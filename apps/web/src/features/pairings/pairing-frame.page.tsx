import type { Pairing } from '@ithaca/contracts/pairings';
import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import CalendarPlus from 'lucide-react/icons/calendar-plus';
import { useMemo } from 'react';
import { useFormat } from '../../lib/format.ts';
import { goTo, usePathname } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { useNow } from '../../lib/now.ts';
import { todayIn } from '../../lib/today.ts';
import { Loaded } from '../../lib/page.tsx';
import { pairingQuery, partnersOf, useOffReason } from '../../lib/pairing.ts';
import {
  awaitsAnswer,
  isCircle,
  menteesOf,
  useGuide,
  usePairingName,
  waitsForOthers,
} from '../../lib/pairing-name.ts';
import { useSeen } from '../../lib/pairing-opened.ts';
import { shortName } from '../../lib/short-name.ts';
import { useSession } from '../../shell/session.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TabLinks } from '../../ui/tab-links.tsx';
import { PairingMenu } from './pairing/pairing-menu.tsx';
import { PairingStatus } from './pairing-status.tsx';

/** The head of a pairing above its tabs: with whom, what time it is there, and the main act. */
export default function PairingFrame({ pairingId }: { pairingId: string }) {
  const pairing = useQuery(pairingQuery(pairingId));
  useSeen(useMemo(() => pairing.data && [pairing.data], [pairing.data]));
  return (
    <div className="mx-auto flex w-full max-w-280 min-w-0 flex-col gap-6">
      <Loaded query={pairing} level="page" skeleton={<FrameSkeleton />}>
        {(data) => (
          <>
            <Head pairing={data} />
            <Outlet />
          </>
        )}
      </Loaded>
    </div>
  );
}

function Head({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const nameOf = usePairingName();
  const { actor } = useSession();
  const path = usePathname();
  const offReason = useOffReason();
  const others = partnersOf(pairing, actor.personId);
  const home = `/pairings/${pairing.id}`;
  const isSide = pairing.myRole !== null;
  const off = offReason(pairing, 'plan');
  const wasActive = pairing.startedAt !== null && !(isSide && awaitsAnswer(pairing, actor.personId));
  const waitsInCircle = isCircle(pairing) && waitsForOthers(pairing, actor.personId);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-start gap-4">
        <span className="hidden sm:block">
          <Avatar name={others[0]?.displayName ?? '?'} size="large" />
        </span>
        <div className="min-w-0 flex-1">
          <PageHeader
            crumbs={isSide ? [{ label: t('pairings.my'), href: '/my' }] : []}
            title={nameOf(pairing, actor.personId)}
            status={<PairingStatus pairing={pairing} />}
            description={<Roles pairing={pairing} others={others} />}
            actions={
              isSide && (
                <>
                  {(wasActive || waitsInCircle) && <PairingMenu pairing={pairing} />}
                  {wasActive && (
                    <Button
                      variant={pairing.nextMeeting || off ? 'secondary' : 'primary'}
                      icon={CalendarPlus}
                      disabledReason={off}
                      onPress={() => goTo(`${home}/meetings/new`)}
                    >
                      {t('pairings.plan')}
                    </Button>
                  )}
                </>
              )
            }
          />
          {!isCircle(pairing) && <Clocks others={others} />}
        </div>
      </div>
      {isSide && wasActive && (
        <TabLinks
          label={t('pairings.tabs')}
          current={path}
          links={[
            { href: home, label: t('pairings.tab.overview') },
            { href: `${home}/meetings`, label: t('pairings.tab.meetings') },
            {
              href: `${home}/goals`,
              label: t('pairings.tab.goals'),
              ...(pairing.openGoals > 0 && { count: pairing.openGoals }),
            },
            {
              href: `${home}/messages`,
              label: t('pairings.tab.messages'),
              ...(pairing.unreadMessages > 0 && { count: pairing.unreadMessages }),
            },
            { href: `${home}/introductions`, label: t('pairings.tab.introductions') },
          ]}
        />
      )}
    </div>
  );
}

function Roles({ pairing, others }: { pairing: Pairing; others: Pairing['members'] }) {
  const t = useText();
  const guideOf = useGuide();
  const [first] = others;
  if (isCircle(pairing))
    return (
      <>
        {t('pairings.members.count', { count: menteesOf(pairing).length })} · {pairing.programName},{' '}
        {pairing.cohortName}
      </>
    );
  const job =
    others.length === 1 && first ? [first.jobTitle, first.department].filter(Boolean).join(', ') : '';
  return (
    <>
      {pairing.myRole !== null && first && `${guideOf(pairing, first)}${job && ` · ${job}`} · `}
      {pairing.programName}, {pairing.cohortName}
    </>
  );
}

/** What time it is here and there; one clock when both show the same. */
function Clocks({ others }: { others: Pairing['members'] }) {
  const t = useText();
  const { instant } = useFormat();
  const { person } = useSession();
  const now = new Date(useNow()).toISOString();
  const shown = (zone: string) => instant(now, { zone, withDay: false });
  const today = todayIn(person.timeZone);
  const mine = shown(person.timeZone);
  const elsewhere = others.filter(({ timeZone }) => shown(timeZone) !== mine || todayIn(timeZone) !== today);
  return (
    <p className="mt-2 flex flex-wrap gap-x-4 text-dense text-muted tabular-nums">
      {elsewhere.length === 0 ? (
        <span>{t('pairings.clock.same', { time: mine })}</span>
      ) : (
        <>
          <span>{t('pairings.clock.mine', { time: mine })}</span>
          {elsewhere.map((other) => (
            <span key={other.personId}>
              {t('pairings.clock.other', {
                time: instant(now, {
                  zone: other.timeZone,
                  withDay: todayIn(other.timeZone) !== today,
                }),
                name: shortName(other.displayName),
              })}
            </span>
          ))}
        </>
      )}
      {others.map((other) => (
        <Link key={other.personId} href={`/people/${other.personId}`}>
          {t('pairings.profile', { name: shortName(other.displayName) })}
        </Link>
      ))}
    </p>
  );
}

function FrameSkeleton() {
  return (
    <div className="flex flex-col gap-6">
      <div className="flex items-start gap-4">
        <Skeleton className="size-14 rounded-full" />
        <div className="flex flex-1 flex-col gap-2">
          <Skeleton className="h-7 w-56" />
          <Skeleton className="h-4 w-80 max-w-full" />
        </div>
      </div>
      <Skeleton className="h-9 w-full" />
      <div className="grid gap-4 lg:grid-cols-[1fr_20rem]">
        <Skeleton className="h-40 w-full rounded-lg" />
        <Skeleton className="h-40 w-full rounded-lg" />
      </div>
    </div>
  );
}
