import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { ComboBox, type ComboBoxProps } from '../ui/combo-box.tsx';
import { choiceOf, colleaguesQuery, FEWEST_LETTERS } from './colleagues.ts';

type ColleagueFieldProps = Omit<
  ComboBoxProps<string>,
  'choices' | 'onInputChange' | 'allowsEmptyCollection'
> & {
  /** Who is chosen at the beginning. */
  known?: { id: string; displayName: string } | undefined;
  /** Who cannot be chosen. */
  without?: readonly string[] | undefined;
};

/** One colleague, found by typing. */
export function ColleagueField({ known, without, onChange, ...field }: ColleagueFieldProps) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(known && { id: known.id, label: known.displayName });
  const words = useDeferredValue(typed.trim());
  const { data } = useQuery(colleaguesQuery(words));
  const isNamed = words === chosen?.label;
  const found = (isNamed || words.length < FEWEST_LETTERS ? [] : (data?.items ?? []))
    .filter(({ id }) => !without?.includes(id) && id !== chosen?.id)
    .map(choiceOf);
  return (
    <ComboBox
      {...field}
      allowsEmptyCollection={words.length >= FEWEST_LETTERS}
      choices={[...(chosen ? [chosen] : []), ...found]}
      onInputChange={setTyped}
      onChange={(id) => {
        setChosen(found.find((one) => one.id === id) ?? (id === chosen?.id ? chosen : undefined));
        onChange?.(id);
      }}
    />
  );
}
