import type { Message } from '@ithaca/contracts/messages';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Flag from 'lucide-react/icons/flag';
import { Fragment, lazy, Suspense, useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Marked } from '../../lib/marked.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { MessageFiles } from './message-files.tsx';

/** Messages by day; a screen reader hears what comes in. */
const ReportMessageDialog = lazy(() => import('./report-message.form.tsx'));

type ThreadProps = {
  pairingId: string;
  messages: readonly Message[];
  isMany: boolean;
  /** How far was read when the thread was opened: what has come since is new. */
  readUntil: string | null;
  readers: readonly { name: string; readAt: string }[];
};

export function Thread({ pairingId, messages, isMany, readUntil, readers }: ThreadProps) {
  const t = useText();
  const { instant, day, list } = useFormat();
  const [reported, setReported] = useState<Message | null>(null);
  const firstNew = messages.find(({ mine, sentAt }) => !mine && readUntil !== null && sentAt > readUntil)?.id;
  const lastOfMine = messages.findLast(({ mine }) => mine);
  const readBy = readers.filter(({ readAt }) => lastOfMine && readAt >= lastOfMine.sentAt);
  return (
    <div role="log" aria-label={t('pairings.tab.messages')} className="flex flex-col">
      {messages.map((message, index) => {
        const previous = messages[index - 1];
        const isNewDay = !previous || day(previous.sentAt) !== day(message.sentAt);
        const isNewAuthor = isNewDay || previous.authorId !== message.authorId;
        return (
          <Fragment key={message.id}>
            {isNewDay && (
              <p className="my-4 flex items-center gap-3 text-dense text-muted before:h-px before:flex-1 before:bg-divider after:h-px after:flex-1 after:bg-divider">
                {day(message.sentAt, 'long')}
              </p>
            )}
            {message.id === firstNew && (
              <p className="my-3 flex items-center gap-3 text-dense font-medium text-accent-text before:h-px before:flex-1 before:bg-accent after:h-px after:flex-1 after:bg-accent">
                {t('messages.new')}
              </p>
            )}
            <div
              className={cx(
                'flex items-end gap-2',
                message.mine && 'flex-row-reverse',
                isNewAuthor ? 'mt-3' : 'mt-1',
              )}
            >
              {!message.mine && (
                <span className="w-8 shrink-0 self-start">
                  {isNewAuthor && <Avatar name={message.authorName} />}
                </span>
              )}
              <div
                className={cx(
                  'flex max-w-[85%] min-w-0 flex-col',
                  message.mine ? 'items-end' : 'items-start',
                )}
              >
                {isNewAuthor && (
                  <span className={cx('px-1 text-dense text-muted', (message.mine || !isMany) && 'sr-only')}>
                    {message.mine ? t('pairings.you') : message.authorName}
                  </span>
                )}
                {message.body !== '' && (
                  <div className={cx(bubble, 'wrap-anywhere', message.mine ? 'bg-accent-tint' : 'bg-hover')}>
                    <Marked text={message.body} />
                  </div>
                )}
                {message.attachments.length > 0 && (
                  <MessageFiles pairingId={pairingId} files={message.attachments} />
                )}
                <span className="flex items-center gap-1">
                  <time dateTime={message.sentAt} className="px-1 text-caption text-muted tabular-nums">
                    {instant(message.sentAt, { withDay: false })}
                  </time>
                  {!message.mine && message.concern === null && (
                    <Menu
                      label={t('messages.more')}
                      entries={[
                        {
                          id: 'report',
                          label: t('messages.report'),
                          icon: Flag,
                          onAction: () => setReported(message),
                        },
                      ]}
                    >
                      <IconButton size="small" icon={Ellipsis} label={t('messages.more')} />
                    </Menu>
                  )}
                </span>
                {message.concern && (
                  <span className="px-1 text-dense text-muted">
                    {message.concern.outcome === null
                      ? t('messages.report.open')
                      : t('messages.report.closed', {
                          outcome: t(`concerns.outcome.${message.concern.outcome}`),
                        })}
                  </span>
                )}
                {message === lastOfMine && readBy.length > 0 && (
                  <span className="px-1 text-caption text-muted">
                    {t('messages.readBy', { names: list(readBy.map(({ name }) => name)) })}
                  </span>
                )}
              </div>
            </div>
          </Fragment>
        );
      })}
      {reported && (
        <Suspense>
          <ReportMessageDialog
            key={reported.id}
            pairingId={pairingId}
            message={reported}
            onClose={() => setReported(null)}
          />
        </Suspense>
      )}
    </div>
  );
}

/** What the words of a message stand in. */
export const bubble = 'max-w-full rounded-xl px-3.5 py-2 forced-colors:border';
