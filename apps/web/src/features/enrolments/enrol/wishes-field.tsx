import { useText } from '../../../lib/i18n.tsx';
import { PeopleField } from './people-field.tsx';
import { RankedList } from './ranked-list.tsx';

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
  const nameOf = (id: string) => known.find((one) => one.id === id)?.displayName ?? '';
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
        <RankedList
          label={t('enrolments.wishes.order')}
          value={value}
          onChange={onChange}
          nameOf={nameOf}
          isDisabled={isDisabled}
        />
      )}
    </div>
  );
}
