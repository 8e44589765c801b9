import { createRootRouteWithContext, createRoute } from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { history } from '../lib/history.ts';
import { hasChosenLocale, setLocale } from '../lib/i18n.tsx';
import { createQueries } from '../lib/query.ts';
import { AppShell } from './app-shell.tsx';
import { showBrand } from './brand.ts';
import { Root, StandingMissingPage, StandingProblemPage } from './root.tsx';
import { isMember, sessionQuery } from './session.tsx';

/** The entrance is an app of its own (entrance.tsx); whoever signs in there comes back to where they wanted to be. */
function askToSignIn(): void {
  window.location.replace(`/sign-in?to=${encodeURIComponent(history.location.href)}`);
}

export const queries = createQueries({ onSignedOut: askToSignIn });

export const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Root,
  errorComponent: StandingProblemPage,
  notFoundComponent: StandingMissingPage,
});

/** Everything for members: who is not signed in is sent to the sign-in page, and back afterwards. */
export const member = createRoute({
  getParentRoute: () => root,
  id: 'member',
  beforeLoad: async ({ context }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (!isMember(session)) {
      if (session.account) window.location.replace('/choose-organisation');
      else askToSignIn();
      // The page is being left: nothing here is shown any more.
      return new Promise<never>(() => undefined);
    }
    await Promise.all([
      showBrand(session.organisation.brandColour),
      hasChosenLocale() ? undefined : setLocale(session.account.locale, { remember: true }),
    ]);
  },
  component: AppShell,
  errorComponent: StandingProblemPage,
});
