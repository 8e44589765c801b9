import { useSyncExternalStore } from 'react';
import { useText } from '../lib/i18n.tsx';
import { Banner } from '../ui/banner.tsx';

const subscribe = (changed: () => void) => {
  addEventListener('online', changed);
  addEventListener('offline', changed);
  return () => {
    removeEventListener('online', changed);
    removeEventListener('offline', changed);
  };
};

/** Says that nothing can be sent at the moment, and that what is on the screen may be read. */
export function OfflineBanner() {
  const t = useText();
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  if (isOnline) return null;
  return (
    <div className="fixed inset-x-0 top-0 z-40 flex justify-center p-2">
      <Banner tone="warning" title={t('shell.offline')} isAnnounced>
        {t('shell.offline.what')}
      </Banner>
    </div>
  );
}
