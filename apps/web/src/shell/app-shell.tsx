import { Outlet } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useText } from '../lib/i18n.tsx';
import { Toasts } from '../ui/toast.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { Finder } from './finder.tsx';
import { KeysHelp } from './keys-help.tsx';
import { useKeys } from './keys.ts';
import { placesFor } from './navigation.ts';
import { useSession } from './session.tsx';
import { Sidebar } from './sidebar.tsx';
import { TopBar } from './top-bar.tsx';

/** The frame around every page of a member: navigation at the start side, on phones a bar below. */
export function AppShell() {
  const t = useText();
  const { actor } = useSession();
  const [layer, setLayer] = useState<'finder' | 'keys' | null>(null);
  const groups = useMemo(() => placesFor(actor), [actor]);
  const places = useMemo(() => groups.flatMap((group) => group.places), [groups]);
  const openFinder = useCallback(() => setLayer('finder'), []);
  const openKeys = useCallback(() => setLayer('keys'), []);
  const close = useCallback(() => setLayer(null), []);
  useKeys({ onPalette: openFinder, onHelp: openKeys, places });
  return (
    <>
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:start-3 focus:top-3"
      >
        {t('shell.skip')}
      </a>
      <div className="flex min-h-dvh flex-col sm:flex-row">
        <TopBar onFind={openFinder} onKeys={openKeys} />
        <Sidebar groups={groups} onFind={openFinder} onKeys={openKeys} />
        <main
          id="main"
          tabIndex={-1}
          className="min-w-0 flex-1 scroll-mt-16 px-4 pt-5 pb-24 sm:px-6 sm:pt-7 sm:pb-12 lg:px-10 print:p-0"
        >
          <Outlet />
        </main>
        <BottomBar groups={groups} />
      </div>
      <Toasts />
      <Finder isOpen={layer === 'finder'} onClose={close} places={places} onKeys={openKeys} />
      <KeysHelp isOpen={layer === 'keys'} onClose={close} places={places} />
    </>
  );
}
