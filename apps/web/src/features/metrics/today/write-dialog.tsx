import type { PairingItem } from '@ithaca/contracts/pairings';
import Copy from 'lucide-react/icons/copy';
import { useRef, useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { useSession } from '../../../shell/session.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { usePairingWords } from './pairing-words.ts';

type WriteDialogProps = { pairing: PairingItem; programName: string; onClose: () => void };

/** A text for both sides, ready to be changed and taken along: Ithaca does not write in the coordinator's name. */
export function WriteDialog({ pairing, programName, onClose }: WriteDialogProps) {
  const t = useText();
  const { person } = useSession();
  const words = usePairingWords();
  const [text, setText] = useState(() => words.letter(pairing, programName, person.displayName));
  const [isRefused, setRefused] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      showToast({ title: t('metrics.write.copied') });
      onClose();
    } catch {
      setRefused(true);
      field.current?.focus();
      field.current?.select();
    }
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('metrics.write.title', { names: words.names(pairing) })}
      description={t('metrics.write.why')}
      footer={
        <>
          <Button onPress={onClose}>{t('common.close')}</Button>
          <Button variant="primary" icon={Copy} onPress={() => void copy()}>
            {t('metrics.write.copy')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <TextArea label={t('metrics.write.text')} value={text} onChange={setText} rows={8} inputRef={field} />
        {isRefused && (
          <Banner tone="warning" isAnnounced>
            {t('metrics.write.notCopied')}
          </Banner>
        )}
      </div>
    </Dialog>
  );
}
