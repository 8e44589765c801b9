import type { Message } from '@ithaca/contracts/messages';
import { concernReasons, type ConcernReason } from '@ithaca/domain/concern';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { showToast } from '../../ui/toast.tsx';
import { readersQuery, useReport } from './messages.queries.ts';

type ReportMessageProps = { pairingId: string; message: Message; onClose: () => void };

/** Reports a message: first who would read it, then why. */
export default function ReportMessageDialog({ pairingId, message, onClose }: ReportMessageProps) {
  const t = useText();
  const { list } = useFormat();
  const readers = useQuery(readersQuery(pairingId));
  return (
    <Dialog isOpen onClose={onClose} title={t('messages.report')}>
      <Loaded query={readers}>
        {({ items }) =>
          items.length === 0 ? (
            <Banner tone="neutral">{t('messages.report.nobody')}</Banner>
          ) : (
            <div className="flex flex-col gap-5">
              <Banner tone="info">
                {t(items.length === 1 ? 'messages.report.who' : 'messages.report.whoMany', {
                  names: list(items.map(({ name }) => name)),
                  author: message.authorName,
                })}
              </Banner>
              <ReportForm pairingId={pairingId} messageId={message.id} onClose={onClose} />
            </div>
          )
        }
      </Loaded>
    </Dialog>
  );
}

type ReportFormProps = { pairingId: string; messageId: string; onClose: () => void };

function ReportForm({ pairingId, messageId, onClose }: ReportFormProps) {
  const t = useText();
  const [reason, setReason] = useState<ConcernReason | null>(null);
  const [note, setNote] = useState('');
  const [isTried, setTried] = useState(false);
  const report = useReport(pairingId, messageId);
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (reason === null) return;
        report.mutate(
          { reason, note },
          {
            onSuccess: () => {
              showToast({ title: t('messages.report.sent') });
              onClose();
            },
          },
        );
      }}
    >
      <RadioGroup
        label={t('messages.report.reason')}
        choices={concernReasons.map((id) => ({ id, label: t(`concerns.reason.${id}`) }))}
        value={reason}
        onChange={setReason}
        error={isTried && reason === null ? t('messages.report.choose') : undefined}
      />
      <TextArea
        label={t('messages.report.note')}
        seenBy={t('messages.report.note.seen')}
        isOptional
        maxLength={1000}
        value={note}
        onChange={setNote}
      />
      <ProblemBanner problem={report.error} />
      <div className="flex justify-end gap-2">
        <Button onPress={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" isLoading={report.isPending}>
          {t('messages.report.send')}
        </Button>
      </div>
    </form>
  );
}
