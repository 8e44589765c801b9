import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded } from '../../../lib/page.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Status } from '../../../ui/status.tsx';
import { deviceOf } from './device.ts';
import { sessionsQuery, useEndSession } from '../identity.queries.ts';
import { SetPasswordForm } from './set-password.form.tsx';

/** How do I sign in, and where am I signed in? */
export default function SecurityPage() {
  return (
    <>
      <SetPasswordForm />
      <Sessions />
    </>
  );
}

function Sessions() {
  const t = useText();
  const { relative } = useFormat();
  const sessions = useQuery(sessionsQuery);
  const end = useEndSession();
  return (
    <Card title={t('identity.sessions.title')} isFlush>
      <Loaded query={sessions} skeleton={<Skeleton className="m-4 h-5" />}>
        {({ items }) => (
          <ul className="divide-y">
            {items.map((session) => (
              <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
                <div className="min-w-40 flex-1">
                  <p className="font-medium">
                    <bdi>{deviceOf(session.userAgent) ?? t('identity.sessions.unknown')}</bdi>
                  </p>
                  <p className="text-dense text-muted">
                    {t('identity.sessions.seen', { when: relative(session.lastSeenAt) })}
                  </p>
                </div>
                {session.current ? (
                  <Status tone="success">{t('identity.sessions.this')}</Status>
                ) : (
                  <Button
                    size="small"
                    isLoading={end.isPending && end.variables === session.id}
                    onPress={() => end.mutate(session.id)}
                  >
                    {t('identity.sessions.end')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}
