import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextArea } from '../../../ui/text-area.tsx';

type PasteProps = {
  isSending: boolean;
  error: string | undefined;
  onClose: () => void;
  onPaste: (cells: string) => void;
};

/** Cells of a spreadsheet instead of a file. */
export function PasteDialog({ isSending, error, onClose, onPaste }: PasteProps) {
  const t = useText();
  const [cells, setCells] = useState('');
  const [isMissing, setMissing] = useState(false);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      isDismissable={!isSending}
      size="large"
      title={t('imports.paste')}
      description={t('imports.paste.what')}
      footer={
        <>
          <Button onPress={onClose} isDisabled={isSending}>
            {t('common.cancel')}
          </Button>
          <Button
            variant="primary"
            isLoading={isSending}
            onPress={() => (cells.trim() === '' ? setMissing(true) : onPaste(cells))}
          >
            {t('imports.paste.do')}
          </Button>
        </>
      }
    >
      <TextArea
        label={t('imports.paste.cells')}
        rows={10}
        value={cells}
        onChange={setCells}
        error={isMissing && cells.trim() === '' ? t('problem.field.required') : error}
      />
    </Dialog>
  );
}
