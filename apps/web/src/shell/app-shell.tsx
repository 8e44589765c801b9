import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useText } from '../lib/i18n.tsx';
import { ReadersZone } from '../lib/today.ts';
import { BottomBar } from './bottom-bar.tsx';
import { useKeys } from './keys.ts';
import type { Layer } from './layers.tsx';
import { placesFor } from './navigation.ts';
import { useSession } from './session.tsx';
import { Sidebar } from './sidebar.tsx';
import { TopBar } from './top-bar.tsx';
import { useLiveInbox } from './unread.ts';
import { useIdle } from '../ui/use-idle.ts';

const RehearsalBanner = lazy(() => import('./rehearsal-banner.tsx'));
const Layers = lazy(() => import('./layers.tsx'));

/** The frame around every page of a member: navigation at the start side, on phones a bar below. */
export function AppShell() {
  const t = useText();
  const { actor, person, organisation } = useSession();
  const [layer, setLayer] = useState<Layer>(null);
  const groups = useMemo(() => placesFor(actor), [actor]);
  const places = useMemo(() => groups.flatMap((group) => group.places), [groups]);
  const openFinder = useCallback(() => setLayer('finder'), []);
  const openKeys = useCallback(() => setLayer('keys'), []);
  useKeys({ onPalette: openFinder, onHelp: openKeys, places });
  const isIdle = useIdle();
  useLiveInbox(isIdle);
  return (
    <ReadersZone value={person.timeZone}>
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:start-3 focus:top-3"
      >
        {t('shell.skip')}
      </a>
      <div className="flex min-h-dvh flex-col sm:flex-row">
        <TopBar onFind={openFinder} onKeys={openKeys} />
        <Sidebar groups={groups} onFind={openFinder} onKeys={openKeys} />
        <div className="flex min-w-0 flex-1 flex-col">
          {organisation.rehearsal && (
            <Suspense fallback={null}>
              <RehearsalBanner />
            </Suspense>
          )}
          <main
            id="main"
            tabIndex={-1}
            className="min-w-0 flex-1 px-4 pt-5 pb-24 sm:px-6 sm:pt-7 sm:pb-12 lg:px-10 print:p-0"
          >
            <Outlet />
          </main>
        </div>
        <BottomBar groups={groups} />
      </div>
      {(isIdle || layer !== null) && (
        <Suspense fallback={null}>
          <Layers layer={layer} onChange={setLayer} places={places} />
        </Suspense>
      )}
    </ReadersZone>
  );
}
