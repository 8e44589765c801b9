import Paperclip from 'lucide-react/icons/paperclip';
import { useText } from '../../lib/i18n.tsx';
import { Marked } from '../../lib/marked.tsx';
import { problemWords } from '../../lib/problem-words.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Icon } from '../../ui/icon.tsx';
import type { Waiting } from './outbox.ts';
import { bubble } from './thread.tsx';

type UnsentMessageProps = { message: Waiting; onRetry: () => void; onGiveUp: () => void };

/** A message that is on its way, or did not get through. */
export function UnsentMessage({ message, onRetry, onGiveUp }: UnsentMessageProps) {
  const t = useText();
  const isSending = message.error === null;
  return (
    <li className="flex flex-col items-end gap-1">
      <div
        className={cx(
          bubble,
          'bg-accent-tint',
          isSending ? 'opacity-70' : 'border border-dashed border-danger',
        )}
      >
        <Marked text={message.body} />
        {message.files.map(({ id, name }) => (
          <p key={id} className="flex items-center gap-1.5 text-dense">
            <Icon of={Paperclip} />
            <bdi>{name}</bdi>
          </p>
        ))}
      </div>
      {isSending ? (
        <span className="px-1 text-caption text-muted">{t('messages.sending')}</span>
      ) : (
        <div role="alert" className="flex flex-wrap items-center justify-end gap-2">
          <span className="text-dense text-danger">
            {message.error === 'reload' ? t('messages.notSent') : problemWords(message.error, t)}
          </span>
          <Button size="small" onPress={onRetry}>
            {t('messages.retry')}
          </Button>
          <Button size="small" variant="quiet" onPress={onGiveUp}>
            {t('messages.giveUp')}
          </Button>
        </div>
      )}
    </li>
  );
}
