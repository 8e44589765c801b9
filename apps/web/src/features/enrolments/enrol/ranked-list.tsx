import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';

/** What was chosen, the best first, each with a way up and down. */
export function RankedList(props: {
  label: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
  nameOf: (id: string) => string;
  isDisabled: boolean;
}) {
  const { label, value, onChange, nameOf, isDisabled } = props;
  const t = useText();
  const { number } = useFormat();
  const move = (index: number, by: -1 | 1) => {
    const next = [...value];
    const [moved] = next.splice(index, 1);
    if (moved !== undefined) next.splice(index + by, 0, moved);
    onChange(next);
  };
  return (
    <ol aria-label={label} className="divide-y rounded-lg border bg-card">
      {value.map((id, index) => (
        <li key={id} className="flex items-center gap-3 px-4 py-1.5">
          <span className="w-4 text-muted tabular-nums">{number(index + 1)}</span>
          <span dir="auto" className="min-w-0 flex-1 truncate">
            {nameOf(id)}
          </span>
          <IconButton
            icon={ArrowUp}
            size="small"
            label={t('enrolments.wishes.up', { name: nameOf(id) })}
            isDisabled={isDisabled || index === 0}
            onPress={() => move(index, -1)}
          />
          <IconButton
            icon={ArrowDown}
            size="small"
            label={t('enrolments.wishes.down', { name: nameOf(id) })}
            isDisabled={isDisabled || index === value.length - 1}
            onPress={() => move(index, 1)}
          />
        </li>
      ))}
    </ol>
  );
}
