import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { SecretAddress } from '../../ui/secret-address.tsx';
import { Switch } from '../../ui/switch.tsx';
import { showToast } from '../../ui/toast.tsx';
import { BusyHours } from './busy-hours.tsx';
import { calendarQuery, useChangeCalendar, useCloseCalendar, useOpenCalendar } from './calendar.queries.ts';

/** How do my meetings get into my own calendar? */
export default function CalendarPage() {
  const t = useText();
  const { day } = useFormat();
  const calendar = useQuery(calendarQuery);
  const open = useOpenCalendar();
  const change = useChangeCalendar();
  const close = useCloseCalendar();
  const [address, setAddress] = useState<string | null>(null);
  const make = (details: boolean) => open.mutate(details, { onSuccess: (made) => setAddress(made.address) });
  const withdraw = () =>
    close.mutate(undefined, {
      onSuccess: () => {
        setAddress(null);
        showToast({ title: t('calendar.withdrawn') });
      },
    });
  return (
    <div className="flex flex-col gap-4">
      <Card title={t('calendar.title')} description={t('calendar.what')}>
        <Loaded query={calendar}>
          {({ feed }) =>
            feed === null ? (
              <div className="flex flex-col items-start gap-4 pt-2">
                <p className="text-dense text-muted">{t('calendar.invitations')}</p>
                <Button variant="primary" onPress={() => make(false)} isLoading={open.isPending}>
                  {t('calendar.make')}
                </Button>
              </div>
            ) : (
              <div className="flex flex-col gap-5 pt-2">
                {address ? (
                  <SecretAddress
                    address={address}
                    title={t('calendar.ready')}
                    description={t('calendar.ready.what')}
                    label={t('calendar.address')}
                  />
                ) : (
                  <p className="text-dense text-muted">{t('calendar.made', { date: day(feed.createdAt) })}</p>
                )}
                <div className="flex flex-col gap-1">
                  <Switch isSelected={feed.details} onChange={(details) => change.mutate(details)}>
                    {t('calendar.details')}
                  </Switch>
                  <p className="ps-10.5 text-dense text-muted">
                    {t(feed.details ? 'calendar.details.shown' : 'calendar.details.hidden')}
                  </p>
                </div>
                <p className="text-dense text-muted">{t('calendar.slow')}</p>
                <div className="flex flex-wrap gap-2">
                  <Button onPress={() => make(feed.details)} isLoading={open.isPending}>
                    {t('calendar.renew')}
                  </Button>
                  <Button variant="quiet" onPress={withdraw} isLoading={close.isPending}>
                    {t('calendar.withdraw')}
                  </Button>
                </div>
              </div>
            )
          }
        </Loaded>
      </Card>
      <BusyHours />
    </div>
  );
}
