import type { ReportLink } from '@ithaca/contracts/report-links';
import type { SavedReport } from '@ithaca/contracts/saved-reports';
import { reportLinkDays, type ReportLinkDays } from '@ithaca/domain/report-link';
import Link2 from 'lucide-react/icons/link-2';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded } from '../../../lib/page.tsx';
import { usePaged } from '../../../lib/paging.ts';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Pagination } from '../../../ui/pagination.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { SecretAddress } from '../../../ui/secret-address.tsx';
import { Status } from '../../../ui/status.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { reportLinksQuery, useMakeReportLink, useRevokeReportLink } from './report-links.queries.ts';

/** The links of a saved report: made, listed with who made them, taken back. */
export function ReportLinks({ saved }: { saved: SavedReport }) {
  const t = useText();
  const { canCoordinate } = useCohort();
  const [isMaking, setMaking] = useState(false);
  const { query, page, pagination } = usePaged(reportLinksQuery(saved.id));
  return (
    <div className="no-print">
      <Card
        level={3}
        title={t('shared.links')}
        description={t('shared.links.what')}
        actions={
          <Button
            icon={Link2}
            onPress={() => setMaking(true)}
            {...(!canCoordinate && { disabledReason: t('cohort.readOnly') })}
          >
            {t('shared.make')}
          </Button>
        }
      >
        <Loaded query={{ ...query, data: page }}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="text-dense text-muted">{t('shared.none')}</p>
            ) : (
              <>
                <ul aria-label={t('shared.links')} className="divide-y divide-divider">
                  {items.map((link) => (
                    <Item key={link.id} link={link} savedReportId={saved.id} mayAct={canCoordinate} />
                  ))}
                </ul>
                {(pagination.hasNext || pagination.hasPrevious) && <Pagination {...pagination} />}
              </>
            )
          }
        </Loaded>
      </Card>
      {isMaking && <MakeLink saved={saved} onClose={() => setMaking(false)} />}
    </div>
  );
}

const tones = { open: 'success', expired: 'neutral', revoked: 'neutral' } as const;

type ItemProps = { link: ReportLink; savedReportId: string; mayAct: boolean };

function Item({ link, savedReportId, mayAct }: ItemProps) {
  const t = useText();
  const { instant, number } = useFormat();
  const [isLeaving, setLeaving] = useState(false);
  const revoke = useRevokeReportLink(savedReportId);
  const { id, state, createdAt, createdByName, expiresAt, revokedAt, opened, lastOpenedAt } = link;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className="text-dense">
          <Status tone={tones[state]} look="plain">
            {t(`shared.state.${state}`, { when: instant(revokedAt ?? expiresAt) })}
          </Status>
        </p>
        <p className="text-caption text-muted">
          {t('shared.made', { when: instant(createdAt), name: createdByName })}
        </p>
        <p className="text-caption text-muted">
          {lastOpenedAt === null
            ? t('shared.opened.never')
            : t('shared.opened', { count: opened, shown: number(opened), when: instant(lastOpenedAt) })}
        </p>
      </div>
      {state === 'open' && mayAct && (
        <Button
          size="small"
          aria-label={t('shared.revoke.of', { when: instant(createdAt) })}
          onPress={() => setLeaving(true)}
        >
          {t('shared.revoke')}
        </Button>
      )}
      <ConfirmDialog
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        title={t('shared.revoke.title')}
        confirmLabel={t('shared.revoke')}
        isDangerous
        isLoading={revoke.isPending}
        onConfirm={() =>
          revoke.mutate(id, {
            onSuccess: () => {
              setLeaving(false);
              showToast({ tone: 'success', title: t('shared.revoked') });
            },
          })
        }
        failure={<ProblemBanner problem={revoke.error} />}
      >
        <p>{t('shared.revoke.what')}</p>
      </ConfirmDialog>
    </li>
  );
}

function MakeLink({ saved, onClose }: { saved: SavedReport; onClose: () => void }) {
  const t = useText();
  const { number } = useFormat();
  const [days, setDays] = useState<ReportLinkDays>(30);
  const make = useMakeReportLink(saved.id);
  const address = make.data && new URL(make.data.path, window.location.origin).href;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('shared.make.title', { name: saved.name })}
      footer={
        address ? (
          <Button variant="primary" onPress={onClose}>
            {t('common.close')}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{t('common.cancel')}</Button>
            <Button variant="primary" isLoading={make.isPending} onPress={() => make.mutate(days)}>
              {t('shared.make')}
            </Button>
          </>
        )
      }
    >
      {address ? (
        <SecretAddress
          address={address}
          title={t('shared.ready')}
          description={t('shared.ready.what')}
          label={t('shared.address')}
        />
      ) : (
        <div className="flex flex-col gap-4">
          <p>{t('shared.make.what')}</p>
          <RadioGroup
            label={t('shared.days')}
            choices={reportLinkDays.map((count) => ({
              id: String(count),
              label: t('shared.days.count', { count, shown: number(count) }),
            }))}
            value={String(days)}
            onChange={(id) => setDays(reportLinkDays.find((count) => String(count) === id) ?? days)}
          />
          <ProblemBanner problem={make.error} />
        </div>
      )}
    </Dialog>
  );
}
