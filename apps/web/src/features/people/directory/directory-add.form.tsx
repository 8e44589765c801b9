import type { Person } from '@ithaca/contracts/people';
import { useEffect } from 'react';
import { useForm } from 'react-hook-form';
import { problemsOf, resolverOf } from '../../../lib/form.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Form } from '../../../ui/form.tsx';
import { showToast } from '../../../ui/toast.tsx';
import {
  fieldAtFault,
  ManagerField,
  PersonDayField,
  PersonTextField,
  showAtField,
  UnitField,
  type PersonFields,
} from './directory-fields.tsx';
import { useAddPerson } from './directory.queries.ts';

type Fields = Omit<
  PersonFields,
  'givenName' | 'familyName' | 'grade' | 'leftOn' | 'leaveFrom' | 'leaveUntil'
>;

const nobody: Fields = {
  displayName: '',
  email: null,
  employeeNumber: null,
  jobTitle: '',
  department: '',
  site: '',
  managerId: null,
  hiredOn: null,
};

type AddPersonProps = { onClose: () => void; onAdded: (person: Person) => void };

/** One person by hand; for more there is the import. Nobody gets a mail. */
export function AddPersonDialog(props: AddPersonProps) {
  const t = useText();
  return (
    <Dialog isOpen onClose={props.onClose} title={t('directory.add')} description={t('directory.add.what')}>
      <AddPersonForm {...props} />
    </Dialog>
  );
}

function AddPersonForm({ onClose, onAdded }: AddPersonProps) {
  const t = useText();
  const add = useAddPerson();
  const form = useForm<PersonFields>({
    mode: 'onTouched',
    resolver: resolverOf(async () => (await import('@ithaca/contracts/people')).peopleRoutes.create.body),
    defaultValues: nobody,
  });
  const { control, setFocus } = form;
  useEffect(() => setFocus('displayName'), [setFocus]);
  const submit = form.handleSubmit((fields) =>
    add.mutate(fields, {
      onSuccess: (person) => {
        showToast({ tone: 'success', title: t('directory.added', { name: person.displayName }) });
        onAdded(person);
      },
      onError: (error) => showAtField(form, error, t),
    }),
  );
  return (
    <Form
      label={t('directory.add')}
      onSubmit={() => void submit()}
      problems={form.formState.isSubmitted ? problemsOf(form.formState.errors) : []}
      onGoTo={(field) => form.setFocus(field as keyof PersonFields)}
      failure={!fieldAtFault(add.error) && <ProblemBanner problem={add.error} />}
      actions={
        <>
          <Button onPress={onClose} isDisabled={add.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" isLoading={add.isPending}>
            {t('directory.add')}
          </Button>
        </>
      }
    >
      <div className="grid gap-x-4 gap-y-5 sm:grid-cols-2">
        <PersonTextField control={control} name="displayName" label={t('directory.name')} />
        <PersonTextField control={control} name="email" label={t('directory.email')} isOptional />
        <PersonTextField control={control} name="jobTitle" label={t('directory.title')} isOptional />
        <PersonTextField control={control} name="employeeNumber" label={t('directory.number')} isOptional />
        <UnitField control={control} name="department" />
        <UnitField control={control} name="site" />
        <ManagerField control={control} />
        <PersonDayField control={control} name="hiredOn" />
      </div>
    </Form>
  );
}
