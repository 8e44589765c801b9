import type { PastProgram } from '@ithaca/contracts/endings';
import { useQuery } from '@tanstack/react-query';
import Download from 'lucide-react/icons/download';
import History from 'lucide-react/icons/history';
import { useFormat } from '../../lib/format.ts';
import { goTo } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Status } from '../../ui/status.tsx';
import { historyQuery, useTakeData } from './ending/history.queries.ts';

/** What have I done, and how do I take it along? */
export default function HistoryPage() {
  const t = useText();
  const history = useQuery(historyQuery);
  return (
    <Page title={t('history.title')} width="reading">
      <PageHeader
        crumbs={[{ label: t('history.my'), href: '/my' }]}
        title={t('history.title')}
        description={t('history.what')}
      />
      <Loaded query={history}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              icon={History}
              title={t('history.none')}
              action={<LinkButton href="/programs">{t('history.none.find')}</LinkButton>}
            >
              {t('history.none.why')}
            </EmptyState>
          ) : (
            <ul className="flex flex-col gap-4" aria-label={t('history.title')}>
              {items.map((item) => (
                <li key={`${item.enrolmentId} ${item.pairingId ?? ''}`}>
                  <Past item={item} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <TakeData />
    </Page>
  );
}

function Past({ item }: { item: PastProgram }) {
  const t = useText();
  const { number, day, list } = useFormat();
  const { pairingId, state } = item;
  const isOpen = state === 'active' || state === 'paused';
  return (
    <Card
      title={item.programName}
      description={[
        item.cohortName,
        t(`history.role.${item.format === 'peer' ? 'peer' : item.role}`),
        item.endedOn === null
          ? t('history.since', { day: day(item.startedOn, 'medium') })
          : t('history.from', { from: day(item.startedOn, 'medium'), to: day(item.endedOn, 'medium') }),
      ].join(' · ')}
      actions={
        <Status tone={isOpen ? 'success' : state === 'completed' ? 'accent' : 'neutral'} look="plain">
          {t(`history.state.${state === 'offered' || state === 'declined' ? 'none' : (state ?? 'none')}`)}
        </Status>
      }
    >
      {pairingId === null ? (
        <p className="text-muted">{t('history.noPairing')}</p>
      ) : (
        <div className="flex flex-col gap-3">
          {item.partners.length > 0 && <p>{t('history.with', { names: list(item.partners) })}</p>}
          <p className="text-muted">
            {t('history.met', {
              count: item.heldMeetings,
              shown: number(item.heldMeetings),
              hours: number(item.minutes / 60, { maximumFractionDigits: 1 }),
            })}
            {item.goals > 0 &&
              ` · ${t('history.goals', { reached: number(item.goalsReached), goals: number(item.goals), count: item.goals })}`}
          </p>
          <div className="flex flex-wrap items-center gap-3">
            {item.certificateCode !== null && (
              <LinkButton
                size="small"
                icon={Download}
                href={`/api/pairings/${pairingId}/certificate/file`}
                download="certificate.pdf"
              >
                {t('history.certificate', { program: item.programName })}
              </LinkButton>
            )}
            <Link href={`/pairings/${pairingId}${isOpen ? '' : '/finish'}`}>
              {item.certificateCode === null && item.isCertifiable
                ? t('history.makeCertificate')
                : t('history.open')}
            </Link>
          </div>
        </div>
      )}
    </Card>
  );
}

function TakeData() {
  const t = useText();
  const take = useTakeData();
  return (
    <Card title={t('history.data')} description={t('history.data.what')}>
      <Button
        icon={Download}
        isLoading={take.isPending}
        onPress={() => take.mutate(undefined, { onSuccess: ({ id }) => goTo(`/exports/${id}`) })}
      >
        {t('history.data.take')}
      </Button>
    </Card>
  );
}
