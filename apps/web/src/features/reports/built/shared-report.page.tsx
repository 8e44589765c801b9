import { reportLinkRoutes, type OpenedLink, type SharedReport } from '@ithaca/contracts/report-links';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import Clock from 'lucide-react/icons/clock';
import Compass from 'lucide-react/icons/compass';
import Link2Off from 'lucide-react/icons/link-2-off';
import Lock from 'lucide-react/icons/lock';
import { type ReactNode, useState } from 'react';
import { ApiProblem, call } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { problemWords } from '../../../lib/problem-words.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { SkeletonPage } from '../../../ui/skeleton.tsx';
import { BuiltSheet } from './built-sheet.tsx';

type Props = {
  token: string;
  /** What every page before signing in has at its top. */
  top: ReactNode;
};

/** A report that somebody handed on as a link: as it stood then, for whoever may read it. */
export default function SharedReportPage(props: Props) {
  // Of its own: who is not signed in reads here why, and goes on from here.
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: false } } }));
  return (
    <QueryClientProvider client={queries}>
      <Shared {...props} />
    </QueryClientProvider>
  );
}

const isWhole = (token: string) => /^[\w-]{43}$/.test(token);

function Shared({ token, top }: Props) {
  const t = useText();
  const found = useQuery({
    queryKey: ['report-links', token],
    queryFn: ({ signal }) => call(reportLinkRoutes.open, { body: { token } }, { signal }),
    enabled: isWhole(token),
    // It is frozen.
    staleTime: Infinity,
  });
  return (
    <div className="min-h-dvh bg-surface">
      <header className="no-print flex flex-wrap items-center justify-between gap-3 p-3 sm:p-5">{top}</header>
      <main className="px-4 pb-16">
        <div className="mx-auto flex w-full max-w-280 min-w-0 flex-col gap-6">
          <title>{`${found.data?.shared?.name ?? t('shared.title')} · Ithaca`}</title>
          {found.data ? (
            <Opened link={found.data} token={token} />
          ) : !isWhole(token) ? (
            <Closed why="unknown" token={token} />
          ) : found.isError ? (
            <Refused problem={found.error} token={token} onRetry={() => void found.refetch()} />
          ) : (
            <SkeletonPage />
          )}
        </div>
      </main>
    </div>
  );
}

function Opened({ link: { state, shared }, token }: { link: OpenedLink; token: string }) {
  if (shared) return <Sheet shared={shared} />;
  return <Closed why={state === 'revoked' ? 'revoked' : 'expired'} token={token} />;
}

function Sheet({ shared: { name, report, expiresAt } }: { shared: SharedReport }) {
  const t = useText();
  const { instant } = useFormat();
  return (
    <>
      <PageHeader title={name} description={`${report.organisationName} · ${report.programName}`} />
      <BuiltSheet report={report} more={t('shared.until', { until: instant(expiresAt) })} isAlone />
    </>
  );
}

type Why = 'unknown' | 'expired' | 'revoked' | 'not-yours' | 'sign-in';

function whyOf({ code }: ApiProblem): Why | undefined {
  if (code === 'record.not-found') return 'unknown';
  if (code === 'access.denied') return 'not-yours';
  return code === 'session.required' ? 'sign-in' : undefined;
}

type RefusedProps = { problem: unknown; token: string; onRetry: () => void };

function Refused({ problem, token, onRetry }: RefusedProps) {
  const t = useText();
  const why = problem instanceof ApiProblem ? whyOf(problem) : undefined;
  if (why) return <Closed why={why} token={token} />;
  return (
    <EmptyState
      level="page"
      icon={Compass}
      title={t('problem.page.failed')}
      action={<Button onPress={onRetry}>{t('common.retry')}</Button>}
    >
      {problemWords(problem, t)}
    </EmptyState>
  );
}

const icons = {
  unknown: Compass,
  expired: Clock,
  revoked: Link2Off,
  'not-yours': Lock,
  'sign-in': Lock,
} satisfies Record<Why, typeof Lock>;

/** Why the link shows nothing, in plain words. */
function Closed({ why, token }: { why: Why; token: string }) {
  const t = useText();
  return (
    <EmptyState
      level="page"
      icon={icons[why]}
      title={t(`shared.closed.${why}`)}
      action={
        why === 'sign-in' && (
          <LinkButton variant="primary" href={`/sign-in?to=${encodeURIComponent(`/shared/${token}`)}`}>
            {t('shared.signIn')}
          </LinkButton>
        )
      }
    >
      {t(`shared.closed.${why}.why`)}
    </EmptyState>
  );
}
