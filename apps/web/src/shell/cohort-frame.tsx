import type { Cohort, Program } from '@ithaca/contracts/programs';
import { can } from '@ithaca/domain/permissions';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useSearch } from '@tanstack/react-router';
import CalendarPlus from 'lucide-react/icons/calendar-plus';
import ChevronDown from 'lucide-react/icons/chevron-down';
import { useMemo, type ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { usePathname } from '../lib/history.ts';
import { useText } from '../lib/i18n.tsx';
import { Loaded } from '../lib/page.tsx';
import { useRightedAddress } from '../lib/righted-address.ts';
import { waitingQuery } from '../lib/waiting.queries.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TabLinks } from '../ui/tab-links.tsx';
import { CohortStatus } from './cohort-state.tsx';
import { CohortSteps } from './cohort-steps.tsx';
import {
  chosenCohort,
  CohortContext,
  cohortTabs,
  enrolledWords,
  programQuery,
  useProgramFrame,
  type CohortTab,
  type ProgramFrame,
} from './cohort.ts';
import { useSession } from './session.tsx';

const pathOf = (programId: string, tab: CohortTab) =>
  tab === 'overview' ? `/manage/${programId}` : `/manage/${programId}/${tab}`;

function FrameSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-4 w-24" />
      <Skeleton className="h-7 w-72 max-w-full" />
      <Skeleton className="h-5 w-96 max-w-full" />
      <Skeleton className="mt-2 h-9 w-full" />
      <Skeleton className="mt-4 h-64 w-full rounded-lg" />
    </div>
  );
}

/** Which run of the program is looked at, with the way to the others. */
function CohortSwitcher({ program, cohort }: { program: Program; cohort: Cohort }) {
  const t = useText();
  const { dayRange } = useFormat();
  const path = usePathname();
  return (
    <Menu
      label={t('cohort.switch')}
      groups={[
        {
          id: 'cohorts',
          label: t('cohort.cohorts'),
          entries: program.cohorts.map((other) => ({
            id: other.id,
            label: other.name,
            description: `${t(`cohort.state.${other.state}`)} · ${dayRange(other.startsOn, other.endsOn)}`,
            href: `${path}?cohort=${other.id}`,
          })),
        },
        {
          id: 'new',
          entries: [
            {
              id: 'new',
              icon: CalendarPlus,
              label: t('cohort.plan'),
              href: `${pathOf(program.id, 'setup')}?step=cohort&cohort=new`,
            },
          ],
        },
      ]}
    >
      <Button size="small" aria-label={`${t('cohort.switch')}: ${cohort.name}`}>
        <span className="max-w-56 truncate">{cohort.name}</span>
        <Icon of={ChevronDown} className="-me-0.5 text-muted" />
      </Button>
    </Menu>
  );
}

function FrameHeader() {
  const t = useText();
  const { dayRange } = useFormat();
  const { program, cohort, canCoordinate, hrefOf } = useProgramFrame();
  const path = usePathname();
  const waiting = useQuery({ ...waitingQuery(cohort?.id ?? ''), enabled: canCoordinate && !!cohort });
  const count = waiting.data?.items.length ?? 0;
  // The questions belong to the setup, though they have an address of their own.
  const isForm = path === `/manage/${program.id}/form`;
  const current = isForm
    ? 'setup'
    : (cohortTabs.findLast((tab) => `${path}/`.startsWith(`${pathOf(program.id, tab)}/`)) ?? 'overview');
  return (
    <div className="flex flex-col gap-4 in-[:has([data-sheet])]:print:hidden">
      <div className="flex flex-col gap-2">
        <PageHeader
          title={program.name}
          crumbs={[{ label: t('shell.manage'), href: '/manage' }]}
          status={cohort && <CohortStatus state={cohort.state} />}
          actions={cohort && <CohortSteps />}
        />
        {cohort && (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-dense text-muted">
            <CohortSwitcher program={program} cohort={cohort} />
            <span>{dayRange(cohort.startsOn, cohort.endsOn)}</span>
            <span>{enrolledWords(cohort, t)}</span>
          </div>
        )}
      </div>
      <TabLinks
        label={t('cohort.tabs')}
        links={cohortTabs
          .filter((tab) => {
            if (tab !== 'requests' || tab === current) return true;
            return canCoordinate && (program.pairingMode === 'self-service' || count > 0);
          })
          .map((tab) => ({
            href: hrefOf(tab),
            label: t(`cohort.tab.${tab}`),
            ...(tab === 'requests' && count > 0 && { count }),
          }))}
        current={hrefOf(current)}
      />
    </div>
  );
}

/** Gives the program and the chosen cohort to the pages below; tests of those pages use it without the router. */
export function CohortProvider({
  program,
  wanted,
  children,
}: {
  program: Program;
  /** The cohort of the address, if it names one. */
  wanted?: string | undefined;
  children: ReactNode;
}) {
  const { actor } = useSession();
  const frame = useMemo((): ProgramFrame => {
    const cohort = wanted === 'new' ? undefined : chosenCohort(program.cohorts, wanted);
    return {
      program,
      cohort,
      canCoordinate: can(actor, 'program.coordinate', { programId: program.id }),
      hrefOf: (tab, query = {}) => {
        const search = new URLSearchParams({
          ...query,
          ...(wanted && wanted !== 'new' && { cohort: wanted }),
        });
        return search.size === 0 ? pathOf(program.id, tab) : `${pathOf(program.id, tab)}?${search}`;
      },
    };
  }, [program, wanted, actor]);
  return <CohortContext value={frame}>{children}</CohortContext>;
}

/**
 * Around every page of a cohort: the program as `h1`, which cohort, its stage and next step, and the tabs. The pages
 * below have no `PageHeader` of their own; they read `useCohort()`.
 */
export default function CohortFrame({ programId }: { programId: string }) {
  const t = useText();
  const program = useQuery(programQuery(programId));
  const { cohort: wanted } = useSearch({ strict: false }) as { cohort?: string };
  // While it is asked for anew, a cohort that was just planned may not be among them yet.
  const isUnknown =
    wanted !== undefined &&
    wanted !== 'new' &&
    !program.isFetching &&
    program.data?.cohorts.every(({ id }) => id !== wanted);
  useRightedAddress(isUnknown ? { cohort: '' } : {});
  // How people are matched belongs to the program: it can be settled before there is a cohort.
  const isOfProgram = /\/(setup|library|form|settings|activity|matching\/policy)$/.test(usePathname());
  return (
    <div className="mx-auto flex w-full min-w-0 max-w-280 flex-col gap-6">
      <Loaded query={program} level="page" skeleton={<FrameSkeleton />}>
        {(found) => (
          <CohortProvider program={found} wanted={wanted}>
            <FrameHeader />
            {found.cohorts.length === 0 && !isOfProgram ? (
              <EmptyState
                icon={CalendarPlus}
                title={t('cohort.none')}
                action={
                  <LinkButton variant="primary" href={`${pathOf(programId, 'setup')}?step=cohort`}>
                    {t('cohort.plan')}
                  </LinkButton>
                }
              >
                {t('cohort.none.why')}
              </EmptyState>
            ) : (
              <Outlet />
            )}
          </CohortProvider>
        )}
      </Loaded>
    </div>
  );
}
