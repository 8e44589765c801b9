import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { TagField, type TagFieldProps } from '../../../ui/tag-field.tsx';
import { useSession } from '../../../shell/session.tsx';
import { choiceOf, colleaguesQuery, FEWEST_LETTERS } from '../../../lib/colleagues.ts';

type Known = { id: string; displayName: string };

/** Colleagues by search. `known` are names of people chosen before. */
export function PeopleField({
  known,
  onFound,
  ...field
}: Omit<TagFieldProps, 'choices' | 'onInputChange'> & {
  known: readonly Known[];
  /** Tells the names of people found, for those who show them elsewhere. */
  onFound?: (people: readonly Known[]) => void;
}) {
  const t = useText();
  const { actor } = useSession();
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed.trim());
  const query = useQuery(colleaguesQuery(words));
  const found =
    words.length < FEWEST_LETTERS ? [] : (query.data?.items ?? []).filter(({ id }) => id !== actor.personId);
  const chosen = known
    .filter(({ id }) => field.value.includes(id))
    .map(({ id, displayName }) => ({ id, label: displayName }));
  const choices =
    words.length < FEWEST_LETTERS
      ? [...chosen, { id: 'hint', label: t('enrolments.people.hint'), isDisabled: true }]
      : found.map(choiceOf);
  return (
    <TagField
      {...field}
      choices={choices}
      onInputChange={setTyped}
      onChange={(ids) => {
        onFound?.(found);
        field.onChange(ids.filter((id) => id !== 'hint'));
      }}
    />
  );
}
