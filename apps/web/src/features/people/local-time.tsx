import { useEffect, useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';

/** What time it is where the person is, and the zone's name. Moves on every half minute. */
export function LocalTime({ zone }: { zone: string }) {
  const t = useText();
  const { instant } = useFormat();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return t('people.localTime.now', {
    time: instant(now, { zone, withDay: false }),
    zone: zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone,
  });
}
