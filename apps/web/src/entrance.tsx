import { lazy, Suspense } from 'react';
import { LanguageProvider, loadWords } from './lib/i18n.tsx';
import { ActPage } from './features/identity/act/act.page.tsx';
import { CertificatePage } from './features/identity/certificate.page.tsx';
import { ChooseOrganisationPage } from './features/identity/choose-organisation.page.tsx';
import { LanguageChoice, Wordmark } from './features/identity/entrance-parts.tsx';
import { InvitationPage } from './features/identity/invitation.page.tsx';
import { JoinPage } from './features/identity/join.page.tsx';
import { SignInLinkPage } from './features/identity/sign-in-link.page.tsx';
import { SignInPage } from './features/identity/sign-in.page.tsx';

/** Draws numbers, so it brings the component kit: nobody else waits for it. */
const SharedReportPage = lazy(() => import('./features/reports/built/shared-report.page.tsx'));

/**
 * The map of the pages before anybody is known. They are a small app of their own, without router, query cache and
 * component kit: it is what everybody loads first. From here into the product is a page load.
 */
function pageAt(path: string) {
  const [, first, second] = path.split('/');
  if (first === 'choose-organisation') return <ChooseOrganisationPage />;
  if (first === 'act') return <ActPage token={second ?? ''} />;
  if (first === 'invite') return <InvitationPage token={second ?? ''} />;
  if (first === 'certificates') return <CertificatePage code={decodeURIComponent(second ?? '')} />;
  if (first === 'shared')
    return (
      <Suspense>
        <SharedReportPage
          token={second ?? ''}
          top={
            <>
              <Wordmark />
              <LanguageChoice />
            </>
          }
        />
      </Suspense>
    );
  if (first === 'join') return <JoinPage token={second ?? ''} />;
  return second === 'link' ? <SignInLinkPage /> : <SignInPage />;
}

/** What is to be there before the first render. */
export const prepare = () => {
  const { pathname } = window.location;
  if (pathname.startsWith('/act/')) return loadWords(['identity', 'acts', 'surveys', 'answering']);
  if (pathname.startsWith('/shared/')) return loadWords(['shared', 'metrics', 'builder']);
  return loadWords(['identity']);
};

export function App() {
  return <LanguageProvider>{pageAt(window.location.pathname)}</LanguageProvider>;
}
