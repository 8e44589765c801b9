import type { Person } from '@ithaca/contracts/people';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { ApiProblem } from '../../../lib/api.ts';
import { problemsOf, resolverOf } from '../../../lib/form.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Form } from '../../../ui/form.tsx';
import { showToast } from '../../../ui/toast.tsx';
import {
  fieldAtFault,
  GradeField,
  ManagerField,
  PersonDayField,
  PersonTextField,
  showAtField,
  UnitField,
  type PersonFields,
} from './directory-fields.tsx';
import { useCorrectPerson, type PersonChange } from './directory.queries.ts';
import { personQuery } from '../people.queries.ts';
import { StaleBanner } from './stale-banner.tsx';

const fieldsOf = (person: Person): PersonFields => ({
  displayName: person.displayName,
  givenName: person.givenName,
  familyName: person.familyName,
  email: person.email,
  employeeNumber: person.employeeNumber,
  jobTitle: person.jobTitle,
  department: person.department,
  site: person.site,
  grade: person.grade,
  managerId: person.managerId,
  hiredOn: person.hiredOn,
  leftOn: person.leftOn,
  leaveFrom: person.leaveFrom,
  leaveUntil: person.leaveUntil,
});

/** Only what somebody touched is sent, so that nothing else is written over. */
function changesOf(
  fields: PersonFields,
  touched: Partial<Record<keyof PersonFields, boolean>>,
): PersonChange {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => touched[name as keyof PersonFields]));
}

/** What the directory says of a person, to be put right. */
export function CorrectPersonForm({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const save = useCorrectPerson(person.id);
  // What the form was filled from; the person may be read anew meanwhile.
  const [base, setBase] = useState(person);
  const newest = useQuery(personQuery(person.id)).data ?? person;
  const form = useForm<PersonFields>({
    mode: 'onTouched',
    resolver: resolverOf(async () => (await import('@ithaca/contracts/people')).peopleRoutes.update.body),
    defaultValues: fieldsOf(person),
  });
  const { control } = form;
  const { dirtyFields, errors, isSubmitted } = form.formState;
  const { setFocus } = form;
  useEffect(() => setFocus('displayName'), [setFocus]);
  const send = (fields: PersonFields, version: number) => {
    const changes = changesOf(fields, dirtyFields);
    if (Object.keys(changes).length === 0) return onClose();
    save.mutate(
      { ...changes, version },
      {
        onSuccess: ({ displayName }) => {
          showToast({ tone: 'success', title: t('directory.corrected', { name: displayName }) });
          onClose();
        },
        onError: (error) => {
          showAtField(form, error, t);
          if (isStale(error)) void queries.invalidateQueries({ queryKey: personQuery(person.id).queryKey });
        },
      },
    );
  };
  const submitOn = (version: number) => void form.handleSubmit((fields) => send(fields, version))();
  return (
    <Form
      label={t('directory.correct')}
      onSubmit={() => submitOn(base.version)}
      problems={isSubmitted ? problemsOf(errors) : []}
      onGoTo={(field) => form.setFocus(field as keyof PersonFields)}
      failure={
        isStale(save.error) ? (
          <StaleBanner
            onShowTheirs={() => {
              setBase(newest);
              form.reset(fieldsOf(newest));
              save.reset();
            }}
            onKeepMine={() => submitOn(newest.version)}
          />
        ) : (
          !fieldAtFault(save.error) && <ProblemBanner problem={save.error} />
        )
      }
      actions={
        <>
          <Button onPress={onClose} isDisabled={save.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" isLoading={save.isPending}>
            {t('directory.save')}
          </Button>
        </>
      }
    >
      <PersonTextField control={control} name="displayName" label={t('directory.name')} />
      <div className="grid grid-cols-2 gap-4">
        <PersonTextField control={control} name="givenName" label={t('directory.givenName')} isOptional />
        <PersonTextField control={control} name="familyName" label={t('directory.familyName')} isOptional />
      </div>
      <PersonTextField control={control} name="email" label={t('directory.email')} isOptional />
      <PersonTextField control={control} name="employeeNumber" label={t('directory.number')} isOptional />
      <PersonTextField control={control} name="jobTitle" label={t('directory.title')} isOptional />
      <UnitField control={control} name="department" />
      <UnitField control={control} name="site" />
      <ManagerField
        key={base.version}
        control={control}
        personId={person.id}
        known={
          base.managerId && base.managerName
            ? { id: base.managerId, displayName: base.managerName }
            : undefined
        }
      />
      <GradeField control={control} />
      <PersonDayField control={control} name="hiredOn" />
      <PersonDayField control={control} name="leftOn" />
      <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        <PersonDayField control={control} name="leaveFrom" />
        <PersonDayField control={control} name="leaveUntil" />
      </div>
      <p className="-mt-3 text-dense text-muted">{t('directory.leave.what')}</p>
      {dirtyFields.leftOn && <p className="-mt-3 text-dense text-muted">{t('directory.leftOn.what')}</p>}
    </Form>
  );
}

const isStale = (error: unknown) => error instanceof ApiProblem && error.status === 412;
