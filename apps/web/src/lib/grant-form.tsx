import { useState, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { DateField } from '../ui/date-field.tsx';
import { showToast } from '../ui/toast.tsx';
import { ColleagueField } from './colleague-field.tsx';
import { useText } from './i18n.tsx';
import { ProblemBanner } from './problem.tsx';

/** To whom a role is given, and its last day where it has one. */
export type Granted = { personId: string; lastsUntil?: string };

type GrantFormProps = {
  words: {
    person: string;
    lastDay: string;
    lastDayWhat: string;
    verb: string;
    done: (name: string) => string;
  };
  grant: {
    mutate: (granted: Granted, on: { onSuccess: (made: { personName: string }) => void }) => void;
    isPending: boolean;
    error: unknown;
  };
  onClose: () => void;
  /** What else is to be chosen of the role. */
  children?: ReactNode;
};

/** Gives a role to a colleague, until a last day where one is wanted. */
export function GrantForm({ words, grant, onClose, children }: GrantFormProps) {
  const t = useText();
  const [personId, setPersonId] = useState<string | null>(null);
  const [lastsUntil, setLastsUntil] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (personId === null) return;
    grant.mutate(
      { personId, ...(lastsUntil && { lastsUntil }) },
      {
        onSuccess: ({ personName }) => {
          showToast({ tone: 'success', title: words.done(personName) });
          onClose();
        },
      },
    );
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="flex flex-col gap-5"
    >
      <ColleagueField
        label={words.person}
        value={personId}
        onChange={setPersonId}
        error={isTried && personId === null ? t('problem.field.required') : undefined}
      />
      {children}
      <DateField
        label={words.lastDay}
        description={words.lastDayWhat}
        isOptional
        value={lastsUntil}
        onChange={setLastsUntil}
      />
      <ProblemBanner problem={grant.error} />
      <div className="flex justify-end gap-2">
        <Button onPress={onClose}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" isLoading={grant.isPending}>
          {words.verb}
        </Button>
      </div>
    </form>
  );
}
