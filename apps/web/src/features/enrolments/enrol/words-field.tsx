import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { TagField, type TagFieldProps } from '../../../ui/tag-field.tsx';

const fold = (words: string) => words.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();

/** Words from a list, or others that somebody types. */
export function WordsField({
  options,
  maxLength,
  ...field
}: Omit<TagFieldProps, 'choices' | 'onInputChange'> & { options: readonly string[]; maxLength: number }) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const word = typed.trim().replaceAll(/\s+/g, ' ').slice(0, maxLength);
  const all = [...new Set([...options, ...field.value])];
  const fitting = all.filter((option) => fold(option).includes(fold(word)));
  const isNew = word.length > 1 && all.every((option) => fold(option) !== fold(word));
  return (
    <TagField
      {...field}
      choices={[
        ...fitting.map((option) => ({ id: option, label: option })),
        ...(isNew ? [{ id: word, label: t('enrolments.addWord', { word }) }] : []),
      ]}
      onInputChange={setTyped}
    />
  );
}
