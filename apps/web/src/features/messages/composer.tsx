import { mostAttachments, type Attachment } from '@ithaca/contracts/messages';
import { fileEndings } from '@ithaca/domain/stored-file';
import Paperclip from 'lucide-react/icons/paperclip';
import SendHorizontal from 'lucide-react/icons/send-horizontal';
import { useRef, useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { InfoButton } from '../../ui/info-button.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { AttachingList } from './attaching-list.tsx';
import { useAttachments } from './use-attachments.ts';
import { useGivenFiles } from './use-given-files.ts';

type ComposerProps = {
  pairingId: string;
  /** Whose draft it is, in which thread. */
  place: string;
  name: string;
  onSend: (body: string, files: Attachment[]) => void;
};

const accepted = fileEndings.map((ending) => `.${ending}`).join(',');

/** Where a message is written; its words survive a reload. Ctrl or Cmd with Enter sends; files are chosen, pasted or dropped. */
export function Composer({ pairingId, place, name, onSend }: ComposerProps) {
  const t = useText();
  const draftKey = `ithaca.message.${place}`;
  const [words, setWords] = useState(() => sessionStorage.getItem(draftKey) ?? '');
  const [isTooMany, setTooMany] = useState(false);
  const attachments = useAttachments(pairingId, place);
  const input = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const write = (next: string) => {
    setWords(next);
    sessionStorage.setItem(draftKey, next);
  };
  const attach = (files: readonly File[]) => {
    if (files.length > 0) setTooMany(attachments.add(files).tooMany);
  };
  const form = useRef<HTMLFormElement>(null);
  const isOver = useGivenFiles(form, attach);
  const ready = attachments.files.flatMap(({ attachment }) => attachment ?? []);
  const off = attachments.isUploading
    ? t('messages.files.wait')
    : attachments.hasFailed
      ? t('messages.files.mend')
      : words.trim() === '' && ready.length === 0
        ? t('messages.nothing')
        : undefined;
  const send = () => {
    if (off !== undefined) return;
    onSend(words.trim(), ready);
    setWords('');
    setTooMany(false);
    attachments.clear();
    sessionStorage.removeItem(draftKey);
    input.current?.focus();
  };
  return (
    <form
      ref={form}
      className={cx(
        'sticky bottom-16 flex flex-col gap-2 rounded-lg border bg-raised p-3 sm:bottom-4',
        isOver && 'border-accent bg-accent-tint',
      )}
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
      {attachments.files.length > 0 && (
        <AttachingList
          files={attachments.files}
          onRetry={attachments.retry}
          onRemove={(key) => {
            attachments.remove(key);
            setTooMany(false);
            input.current?.focus();
          }}
        />
      )}
      {isTooMany && (
        <p role="alert" className="text-dense text-danger">
          {t('messages.files.tooMany', { count: mostAttachments })}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-1">
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          accept={accepted}
          onChange={(event) => {
            attach([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <IconButton
          icon={Paperclip}
          label={t('messages.files.add')}
          onPress={() => chooser.current?.click()}
        />
        <p className="flex min-w-48 flex-1 items-center gap-1 text-dense text-muted">
          <span className="min-w-0">{t('messages.who')}</span>
          <InfoButton about={t('messages.marks')}>{t('messages.marks.how')}</InfoButton>
        </p>
        <Button
          type="submit"
          variant="primary"
          className="ms-auto"
          icon={SendHorizontal}
          keys="Mod+Enter"
          disabledReason={off}
        >
          {t('messages.send')}
        </Button>
      </div>
    </form>
  );
}
