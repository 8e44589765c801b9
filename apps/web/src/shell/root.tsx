import { Outlet, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, type SyntheticEvent } from 'react';
import { ClientLinks } from '../lib/client-links.tsx';
import { goTo } from '../lib/history.ts';
import { useText } from '../lib/i18n.tsx';
import { Page } from '../lib/page.tsx';
import { ProblemState } from '../lib/problem.tsx';
import { ApiProblem } from '../lib/api.ts';
import { focusTitle, useKeptFocus } from './kept-focus.ts';
import { LoadingBar } from './loading-bar.tsx';
import { OfflineBanner } from './offline-banner.tsx';

/** A link that somebody points at or reaches with Tab is fetched beforehand. */
function usePreload(): (event: SyntheticEvent) => void {
  const router = useRouter();
  const last = useRef('');
  return useCallback(
    (event) => {
      const href = (event.target as Element).closest?.('a[href^="/"]')?.getAttribute('href');
      const path = href?.split(/[?#]/)[0];
      if (!path || path === last.current || path.startsWith('/api/')) return;
      last.current = path;
      void router
        .preloadRoute({ to: path } as Parameters<typeof router.preloadRoute>[0])
        .catch(() => undefined);
    },
    [router],
  );
}

/** After a change of page the focus goes to its title. */
function useFocusOnTitle(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (pathChanged && fromLocation) focusTitle();
      }),
    [router],
  );
}

export function Root() {
  const preload = usePreload();
  useFocusOnTitle();
  useKeptFocus();
  return (
    <ClientLinks navigate={goTo}>
      <div className="contents" onPointerOver={preload} onFocus={preload}>
        <LoadingBar />
        <OfflineBanner />
        <Outlet />
      </div>
    </ClientLinks>
  );
}

export function MissingPage() {
  const t = useText();
  return (
    <Page title={t('problem.page.missing')}>
      <ProblemState level="page" problem={new ApiProblem({ status: 404, code: 'route.not-found' })} />
    </Page>
  );
}

export function ProblemPage({ error, reset }: ErrorComponentProps) {
  const t = useText();
  return (
    <Page title={t('problem.page.failed')}>
      <ProblemState level="page" problem={error} onRetry={reset} />
    </Page>
  );
}

/** Where there is no shell around: a problem before anybody is known. */
export function StandingProblemPage(props: ErrorComponentProps) {
  return (
    <main className="flex min-h-dvh items-center p-4">
      <ProblemPage {...props} />
    </main>
  );
}

export function StandingMissingPage() {
  return (
    <main className="flex min-h-dvh items-center p-4">
      <MissingPage />
    </main>
  );
}
