import type { PairingItem } from '@ithaca/contracts/pairings';
import Copy from 'lucide-react/icons/copy';
import { useRef, useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { useSession } from '../../../shell/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { copyText, markField } from '../../../ui/copy-text.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { usePairingWords } from './pairing-words.ts';

type WriteDialogProps = { pairing: PairingItem; programName: string; onClose: () => void };

/** A text for both sides, ready to be changed and taken along: Ithaca does not write in the coordinator's name. */
export function WriteDialog({ pairing, programName, onClose }: WriteDialogProps) {
  const t = useText();
  const { person } = useSession();
  const words = usePairingWords();
  const [text, setText] = useState(() => words.letter(pairing, programName, person.displayName));
  const field = useRef<HTMLTextAreaElement>(null);
  const copy = async () => {
    if (await copyText(text)) onClose();
    else markField(field.current);
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
            {t('ui.copy')}
          </Button>
        </>
      }
    >
      <TextArea label={t('metrics.write.text')} value={text} onChange={setText} rows={8} inputRef={field} />
    </Dialog>
  );
}
