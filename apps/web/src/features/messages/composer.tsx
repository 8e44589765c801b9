import SendHorizontal from 'lucide-react/icons/send-horizontal';
import { useRef, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/text-area.tsx';

type ComposerProps = { draftKey: string; name: string; onSend: (body: string) => void };

/** Where a message is written; its words survive a reload. Ctrl or Cmd with Enter sends. */
export function Composer({ draftKey, name, onSend }: ComposerProps) {
  const t = useText();
  const [words, setWords] = useState(() => sessionStorage.getItem(draftKey) ?? '');
  const input = useRef<HTMLTextAreaElement>(null);
  const write = (next: string) => {
    setWords(next);
    sessionStorage.setItem(draftKey, next);
  };
  const send = () => {
    const body = words.trim();
    if (body !== '') onSend(body);
    setWords('');
    sessionStorage.removeItem(draftKey);
    input.current?.focus();
  };
  return (
    <form
      className="sticky bottom-16 flex flex-col gap-2 rounded-lg border bg-raised p-3 sm:bottom-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextArea
        label={t('messages.write', { name })}
        isLabelHidden
        placeholder={t('messages.write', { name })}
        rows={2}
        maxLength={8000}
        value={words}
        onChange={write}
        inputRef={input}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          send();
        }}
      />
      <div className="flex items-center justify-between gap-3">
        <p className="text-dense text-muted">{t('messages.who')}</p>
        <Button
          type="submit"
          variant="primary"
          icon={SendHorizontal}
          keys="Mod+Enter"
          disabledReason={words.trim() === '' ? t('messages.nothing') : undefined}
        >
          {t('messages.send')}
        </Button>
      </div>
    </form>
  );
}
