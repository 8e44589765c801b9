import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { useToday } from '../../lib/today.ts';
import { Button } from '../../ui/button.tsx';
import { DatePicker } from '../../ui/date-picker.tsx';
import { Dialog } from '../../ui/dialog.tsx';

type SnoozeDialogProps = { isOpen: boolean; onClose: () => void; onChoose: (day: string) => void };

/** Until which day something of the inbox is put off. */
export function SnoozeDialog({ isOpen, onClose, onChoose }: SnoozeDialogProps) {
  const t = useText();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('inbox.snooze.dayTitle')} size="small">
      {isOpen && <SnoozeForm onClose={onClose} onChoose={onChoose} />}
    </Dialog>
  );
}

function SnoozeForm({ onClose, onChoose }: Omit<SnoozeDialogProps, 'isOpen'>) {
  const t = useText();
  const [day, setDay] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const today = useToday();
  const isGood = day !== null && day > today;
  return (
    <form
      noValidate
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isGood) onChoose(day);
      }}
    >
      <DatePicker
        label={t('inbox.snooze.which')}
        description={t('inbox.snooze.morning')}
        value={day}
        onChange={setDay}
        min={today}
        error={isTried && !isGood ? t('inbox.snooze.choose') : undefined}
      />
      <div className="flex justify-end gap-2">
        <Button onPress={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary">
          {t('inbox.snooze')}
        </Button>
      </div>
    </form>
  );
}
