import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Pencil from 'lucide-react/icons/pencil';
import Trash from 'lucide-react/icons/trash-2';
import { useText } from '../../../lib/i18n.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';

interface PartActsProps {
  /** How the part is called: a question, a milestone, a plan. */
  label: string;
  /** Where it stands, when its place is chosen by hand. */
  place?: { isFirst: boolean; isLast: boolean; onMove: (by: -1 | 1) => void };
  onEdit: () => void;
  /** Absent where it has to stay. */
  onRemove?: (() => void) | undefined;
}

/** What can be done with one line of a program's settings. */
export function PartActs({ label, place, onEdit, onRemove }: PartActsProps) {
  const t = useText();
  return (
    <div className="flex items-center">
      {place && (
        <>
          <IconButton
            icon={ArrowUp}
            size="small"
            label={t('programs.part.up', { label })}
            isDisabled={place.isFirst}
            onPress={() => place.onMove(-1)}
          />
          <IconButton
            icon={ArrowDown}
            size="small"
            label={t('programs.part.down', { label })}
            isDisabled={place.isLast}
            onPress={() => place.onMove(1)}
          />
        </>
      )}
      <IconButton icon={Pencil} size="small" label={t('programs.part.edit', { label })} onPress={onEdit} />
      {onRemove && (
        <IconButton
          icon={Trash}
          size="small"
          label={t('programs.part.remove', { label })}
          onPress={onRemove}
        />
      )}
    </div>
  );
}
