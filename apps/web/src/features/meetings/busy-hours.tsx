import type { CalendarConnections } from '@ithaca/contracts/calendar';
import type { CalendarProviderName } from '@ithaca/domain/calendar-connection';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useFormat } from '../../lib/format.ts';
import { goTo, history } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Status } from '../../ui/status.tsx';
import { showToast } from '../../ui/toast.tsx';
import { connectionsQuery, useConnect, useDisconnect, useFinishConnecting } from './calendar.queries.ts';

/** Calendars that meetings keep out of; nothing where the operator offers none and none is connected. */
export function BusyHours() {
  const t = useText();
  const { data } = useQuery(connectionsQuery);
  const finish = useFinishConnecting();
  const isTaken = useRef(false);
  const { mutate } = finish;
  // Back from the provider: what it answered stands in the address, is handed in once and leaves the address.
  useEffect(() => {
    const answer = history.location.search.replace(/^\?/, '');
    if (isTaken.current || !new URLSearchParams(answer).has('state')) return;
    isTaken.current = true;
    goTo('/me/calendar', { replace: true });
    mutate(answer, { onSuccess: () => showToast({ title: t('calendar.busy.connected') }) });
  }, [mutate, t]);
  if (!data) return null;
  const names = [...new Set([...data.offered, ...data.items.map(({ provider }) => provider)])];
  if (names.length === 0) return null;
  return (
    <Card title={t('calendar.busy')} description={t('calendar.busy.what')}>
      <div className="flex flex-col gap-3 pt-2">
        <ProblemBanner problem={finish.error} />
        {finish.isPending && (
          <output className="text-dense text-muted">{t('calendar.busy.connecting')}</output>
        )}
        <ul className="flex flex-col divide-y">
          {names.map((provider) => (
            <Connection key={provider} provider={provider} connections={data} />
          ))}
        </ul>
      </div>
    </Card>
  );
}

function Connection({
  provider,
  connections: { offered, items },
}: {
  provider: CalendarProviderName;
  connections: CalendarConnections;
}) {
  const t = useText();
  const { relative } = useFormat();
  const connect = useConnect();
  const disconnect = useDisconnect();
  const found = items.find((item) => item.provider === provider);
  const isExpired = found?.state === 'expired';
  const words =
    found === undefined
      ? t('calendar.busy.none')
      : isExpired
        ? t('calendar.busy.expired')
        : found.readAt === null
          ? t('calendar.busy.reading')
          : t('calendar.busy.read', { when: relative(found.readAt) });
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="flex min-w-0 flex-col gap-0.5">
        <span className="font-medium">{t(`calendar.busy.${provider}`)}</span>
        <Status look="plain" tone={isExpired ? 'warning' : found ? 'success' : 'neutral'}>
          {words}
        </Status>
      </div>
      <div className="flex flex-wrap gap-2">
        {offered.includes(provider) && (!found || isExpired) && (
          <Button
            variant={isExpired ? 'primary' : 'secondary'}
            isLoading={connect.isPending}
            onPress={() => connect.mutate(provider)}
          >
            {t(isExpired ? 'calendar.busy.reconnect' : 'calendar.busy.connect')}
          </Button>
        )}
        {found && (
          <Button
            variant="quiet"
            isLoading={disconnect.isPending}
            onPress={() =>
              disconnect.mutate(provider, {
                onSuccess: () => showToast({ title: t('calendar.busy.disconnected') }),
              })
            }
          >
            {t('calendar.busy.disconnect')}
          </Button>
        )}
      </div>
    </li>
  );
}
