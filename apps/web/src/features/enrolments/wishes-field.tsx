import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { PeopleField } from './people-field.tsx';

type Known = { id: string; displayName: string };

/** Up to five colleagues, the best first. */
export function WishesField(props: {
  label: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
  known: readonly Known[];
  onFound: (people: readonly Known[]) => void;
  isDisabled: boolean;
}) {
  const { label, value, onChange, known, onFound, isDisabled } = props;
  const t = useText();
  const { number } = useFormat();
  const nameOf = (id: string) => known.find((one) => one.id === id)?.displayName ?? '';
  const move = (index: number, by: -1 | 1) => {
    const next = [...value];
    const [moved] = next.splice(index, 1);
    if (moved !== undefined) next.splice(index + by, 0, moved);
    onChange(next);
  };
  return (
    <div className="flex flex-col gap-3">
      <PeopleField
        label={label}
        isLabelHidden
        description={t('enrolments.wishes.what')}
        limit={5}
        value={value}
        onChange={onChange}
        known={known}
        onFound={onFound}
        isDisabled={isDisabled}
      />
      {value.length > 1 && (
        <ol aria-label={t('enrolments.wishes.order')} className="divide-y rounded-lg border bg-card">
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
      )}
    </div>
  );
}
