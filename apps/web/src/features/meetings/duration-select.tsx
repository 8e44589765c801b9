import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Select } from '../../ui/select.tsx';

const usual = [15, 30, 45, 60, 90, 120];

/** How long a meeting lasts; an unusual length that it has already stays possible. */
export function DurationSelect({ value, onChange }: { value: number; onChange: (minutes: number) => void }) {
  const t = useText();
  const { number } = useFormat();
  const choices = [...new Set([...usual, value])].toSorted((a, b) => a - b);
  return (
    <Select
      label={t('meetings.duration')}
      choices={choices.map((minutes) => ({
        id: String(minutes),
        label: t('pairings.minutes', { count: minutes, minutes: number(minutes) }),
      }))}
      value={String(value)}
      onChange={(id) => onChange(Number(id))}
    />
  );
}
