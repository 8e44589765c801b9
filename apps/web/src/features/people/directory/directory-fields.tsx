import type { Person } from '@ithaca/contracts/people';
import { useQuery } from '@tanstack/react-query';
import { Controller, type Control, type UseFormReturn } from 'react-hook-form';
import { ApiProblem } from '../../../lib/api.ts';
import { ColleagueField } from '../../../lib/colleague-field.tsx';
import { showFieldProblems } from '../../../lib/form.ts';
import { useText, type Translate } from '../../../lib/i18n.tsx';
import { problemWords } from '../../../lib/problem-words.ts';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { facetsQuery } from './directory.queries.ts';

/** What a person of the directory is known by; empty facts are null, empty words are ''. */
export type PersonFields = Pick<
  Person,
  | 'displayName'
  | 'givenName'
  | 'familyName'
  | 'email'
  | 'employeeNumber'
  | 'jobTitle'
  | 'department'
  | 'site'
  | 'grade'
  | 'managerId'
  | 'hiredOn'
  | 'leftOn'
  | 'leaveFrom'
  | 'leaveUntil'
>;
type Fields = { control: Control<PersonFields> };
const fieldOfCode: Partial<Record<string, keyof PersonFields>> = {
  'person.email-taken': 'email',
  'person.employee-number-taken': 'employeeNumber',
  'person.manager-cycle': 'managerId',
};

/** The field a refusal is about; undefined where it is about none. */
export const fieldAtFault = (problem: unknown): keyof PersonFields | undefined =>
  problem instanceof ApiProblem ? fieldOfCode[problem.code] : undefined;

/** Puts a refusal beside the field it is about and goes there, or the fields that the API names. */
export function showAtField(form: UseFormReturn<PersonFields>, problem: unknown, t: Translate): void {
  const field = fieldAtFault(problem);
  if (field)
    form.setError(field, { type: 'server', message: problemWords(problem, t) }, { shouldFocus: true });
  else showFieldProblems(form, problem);
}

type TextName = 'displayName' | 'givenName' | 'familyName' | 'email' | 'employeeNumber' | 'jobTitle';

const nullable = new Set<TextName>(['email', 'employeeNumber']);

export function PersonTextField({
  control,
  name,
  label,
  isOptional = false,
}: Fields & { name: TextName; label: string; isOptional?: boolean }) {
  return (
    <Controller
      name={name}
      control={control}
      render={({ field: { ref, value, onChange, ...field }, fieldState }) => (
        <TextField
          {...field}
          label={label}
          isOptional={isOptional}
          {...(name === 'email' && { type: 'email' as const, isLeftToRight: true, autoComplete: 'off' })}
          value={value ?? ''}
          onChange={(typed) => onChange(typed === '' && nullable.has(name) ? null : typed)}
          inputRef={ref}
          error={fieldState.error?.message}
        />
      )}
    />
  );
}

const fold = (words: string) => words.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();

/** A department or a site: those there are, or a new word. */
export function UnitField({ control, name }: Fields & { name: 'department' | 'site' }) {
  const t = useText();
  const facets = useQuery(facetsQuery).data;
  const units = (name === 'department' ? facets?.departments : facets?.sites) ?? [];
  return (
    <Controller
      name={name}
      control={control}
      render={({ field: { ref, value, onChange, ...field }, fieldState }) => (
        <ComboBox
          {...field}
          label={t(`directory.${name}`)}
          isOptional
          allowsCustomValue
          allowsEmptyCollection={false}
          choices={units
            .filter(
              (unit) => fold(unit.name).includes(fold(value)) || units.some((one) => one.name === value),
            )
            .map((unit) => ({ id: unit.name, label: unit.name }))}
          inputValue={value}
          onInputChange={onChange}
          inputRef={ref}
          error={fieldState.error?.message}
        />
      )}
    />
  );
}

type ManagerProps = Fields & {
  /** Who it is at the beginning. */
  known?: { id: string; displayName: string } | undefined;
  /** Whose manager it is: nobody reports to themselves. */
  personId?: string;
};

/** A colleague, found by typing. */
export function ManagerField({ control, known, personId }: ManagerProps) {
  const t = useText();
  return (
    <Controller
      name="managerId"
      control={control}
      render={({ field: { ref, ...field }, fieldState }) => (
        <ColleagueField
          {...field}
          label={t('directory.manager')}
          isOptional
          placeholder={t('directory.manager.type')}
          known={known}
          without={personId === undefined ? undefined : [personId]}
          inputRef={ref}
          error={fieldState.error?.message}
        />
      )}
    />
  );
}

export function GradeField({ control }: Fields) {
  const t = useText();
  return (
    <Controller
      name="grade"
      control={control}
      render={({ field: { ref, value, onChange, ...field }, fieldState }) => (
        <NumberField
          {...field}
          label={t('directory.grade')}
          isOptional
          minValue={0}
          maxValue={99}
          value={value ?? Number.NaN}
          onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
          inputRef={ref}
          error={fieldState.error?.message}
        />
      )}
    />
  );
}

const dayLabels = {
  hiredOn: 'directory.hired',
  leftOn: 'directory.leftOn',
  leaveFrom: 'directory.leaveFrom',
  leaveUntil: 'directory.leaveUntil',
} as const;

export function PersonDayField({ control, name }: Fields & { name: keyof typeof dayLabels }) {
  const t = useText();
  return (
    <Controller
      name={name}
      control={control}
      render={({ field: { name: place, value, onChange, onBlur }, fieldState }) => (
        <DateField
          name={place}
          value={value}
          onChange={onChange}
          onBlur={onBlur}
          label={t(dayLabels[name])}
          isOptional
          error={fieldState.error?.message}
        />
      )}
    />
  );
}
