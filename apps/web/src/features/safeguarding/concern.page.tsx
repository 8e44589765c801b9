import type { ConcernContent } from '@ithaca/contracts/safeguarding';
import { concernOutcomes, type ConcernOutcome } from '@ithaca/domain/concern';
import Download from 'lucide-react/icons/download';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { goTo } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { Marked } from '../../lib/marked.tsx';
import { Page } from '../../lib/page.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { cx } from '../../ui/cx.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { showToast } from '../../ui/toast.tsx';
import { saveFile, useClose, useLook } from './safeguarding.queries.ts';

/** What was written, and what have I done about it? The messages come only when asked for. */
export default function ConcernPage({ concernId }: { concernId: string }) {
  const t = useText();
  const look = useLook(concernId);
  return (
    <Page title={t('concerns.one')} width="reading">
      <PageHeader
        title={t('concerns.one')}
        crumbs={[{ label: t('concerns.title'), href: '/concerns' }]}
        {...(look.data && { description: look.data.programName })}
      />
      {look.data ? (
        <Content concern={look.data} />
      ) : (
        <div className="flex flex-col items-start gap-4">
          <ProblemBanner problem={look.error} />
          <p className="max-w-prose">{t('concerns.look.what')}</p>
          <Button variant="primary" isLoading={look.isPending} onPress={() => look.mutate()}>
            {t('concerns.look')}
          </Button>
        </div>
      )}
    </Page>
  );
}

function Content({ concern }: { concern: ConcernContent }) {
  const t = useText();
  return (
    <>
      <Banner tone="warning" title={t(`concerns.reason.${concern.reason}`)}>
        <p>{t('concerns.by', { name: concern.raisedBy })}</p>
        {concern.note !== '' && (
          <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
            {concern.note}
          </p>
        )}
        <p className="text-muted">{t('concerns.secret')}</p>
      </Banner>
      <ol className="flex flex-col gap-3">
        {concern.messages.map((message) => (
          <li key={message.id}>
            <Message concernId={concern.id} message={message} />
          </li>
        ))}
      </ol>
      <CloseConcern concernId={concern.id} />
    </>
  );
}

type MessageProps = { concernId: string; message: ConcernContent['messages'][number] };

function Message({ concernId, message }: MessageProps) {
  const t = useText();
  const { instant } = useFormat();
  return (
    <Card className={cx(message.isReported && 'border-warning')}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">{message.authorName}</span>
        <time dateTime={message.sentAt} className="text-dense text-muted">
          {instant(message.sentAt)}
        </time>
        {message.isReported && <Status tone="warning">{t('concerns.reported')}</Status>}
      </div>
      <div className="wrap-anywhere">
        <Marked text={message.body} />
      </div>
      {message.attachments.map((file) => (
        <Button
          key={file.id}
          size="small"
          icon={Download}
          className="self-start"
          onPress={() => {
            saveFile(concernId, file).catch(() =>
              showToast({ title: t('problem.service.failed'), tone: 'danger' }),
            );
          }}
        >
          {t('concerns.file', { name: file.name })}
        </Button>
      ))}
    </Card>
  );
}

function CloseConcern({ concernId }: { concernId: string }) {
  const t = useText();
  const [outcome, setOutcome] = useState<ConcernOutcome | null>(null);
  const [isSure, setSure] = useState(false);
  const close = useClose(concernId);
  return (
    <Section title={t('concerns.close')} description={t('concerns.close.what')}>
      <RadioGroup
        label={t('concerns.outcome')}
        choices={concernOutcomes.map((id) => ({ id, label: t(`concerns.outcome.${id}`) }))}
        value={outcome}
        onChange={setOutcome}
      />
      <ProblemBanner problem={close.error} />
      <Button
        variant="primary"
        className="self-start"
        disabledReason={outcome === null ? t('concerns.close.what') : undefined}
        onPress={() => setSure(true)}
      >
        {t('concerns.close')}
      </Button>
      <ConfirmDialog
        isOpen={isSure}
        onClose={() => setSure(false)}
        title={t('concerns.close')}
        confirmLabel={t('concerns.close')}
        isLoading={close.isPending}
        onConfirm={() => {
          if (outcome === null) return;
          close.mutate(outcome, {
            onSuccess: () => {
              showToast({ title: t('concerns.closed') });
              goTo('/concerns');
            },
            onError: () => setSure(false),
          });
        }}
      >
        {t('concerns.close.then')}
      </ConfirmDialog>
    </Section>
  );
}
