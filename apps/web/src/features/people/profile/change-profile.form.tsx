import type { Person } from '@ithaca/contracts/people';
import { useMemo } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useFormat } from '../../../lib/format.ts';
import { problemsOf, resolverOf, showFieldProblems } from '../../../lib/form.ts';
import { setLocale, useText } from '../../../lib/i18n.tsx';
import { LocaleField, TimeZoneField } from '../../../lib/locale-fields.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { spokenLanguages } from '../../../lib/spoken-languages.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Form } from '../../../ui/form.tsx';
import { TagField } from '../../../ui/tag-field.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useChangeProfile, type ProfileChange } from '../people.queries.ts';
import { WorkingHoursFields } from './working-hours.tsx';

type Fields = { [K in keyof ProfileChange]-?: NonNullable<ProfileChange[K]> };

const usualHours = { from: '09:00', to: '17:00', days: [1, 2, 3, 4, 5] };

/** What others see of me, in which language I am written to, and when I work. */
export function ChangeProfileForm({ person }: { person: Person }) {
  const t = useText();
  const { language } = useFormat();
  const save = useChangeProfile();
  const form = useForm<Fields>({
    mode: 'onTouched',
    resolver: resolverOf(
      async () => (await import('@ithaca/contracts/people')).peopleRoutes.updateMyProfile.body,
    ),
    defaultValues: {
      pronouns: person.pronouns,
      about: person.about,
      timeZone: person.timeZone,
      locale: person.locale,
      languages: person.languages,
      workingHours: person.workingHours ?? usualHours,
    },
  });
  const spoken = useMemo(
    () => spokenLanguages(person.languages).map((id) => ({ id, label: language(id) })),
    [language, person.languages],
  );
  const submit = form.handleSubmit((fields) =>
    save.mutate(
      { ...fields, version: person.version },
      {
        onSuccess: () => {
          if (fields.locale !== person.locale) void setLocale(fields.locale, { remember: true });
          form.reset(fields);
          showToast({ title: t('people.saved') });
        },
        onError: (error) => showFieldProblems(form, error),
      },
    ),
  );
  return (
    <Form
      label={t('people.tab.profile')}
      onSubmit={() => void submit()}
      problems={form.formState.isSubmitted ? problemsOf(form.formState.errors) : []}
      onGoTo={(field) => form.setFocus(field as keyof Fields)}
      failure={<ProblemBanner problem={save.error} />}
      actions={
        <Button type="submit" variant="primary" isLoading={save.isPending}>
          {t('people.save')}
        </Button>
      }
    >
      <Card title={t('people.whatOthersSee')} description={t('people.whatOthersSee.who')}>
        <div className="flex flex-col gap-4">
          <Controller
            name="pronouns"
            control={form.control}
            render={({ field: { ref, ...field }, fieldState }) => (
              <TextField
                {...field}
                label={t('people.pronouns')}
                isOptional
                placeholder={t('people.pronouns.example')}
                inputRef={ref}
                error={fieldState.error?.message}
                className="sm:max-w-80"
              />
            )}
          />
          <Controller
            name="about"
            control={form.control}
            render={({ field: { ref, ...field }, fieldState }) => (
              <TextArea
                {...field}
                label={t('people.about')}
                description={t('people.about.help')}
                isOptional
                rows={5}
                maxLength={2000}
                inputRef={ref}
                error={fieldState.error?.message}
              />
            )}
          />
          <Controller
            name="languages"
            control={form.control}
            render={({ field: { name, value, onChange, onBlur }, fieldState }) => (
              <TagField
                name={name}
                value={value}
                onChange={onChange}
                onBlur={onBlur}
                label={t('people.languages')}
                choices={spoken}
                limit={12}
                error={fieldState.error?.message}
              />
            )}
          />
        </div>
      </Card>
      <Card title={t('people.time')} description={t('people.time.why')}>
        <div className="flex flex-col gap-4">
          <TimeZoneField
            control={form.control}
            name="timeZone"
            known={person.timeZone}
            label={t('people.timeZone')}
            className="sm:max-w-80"
          />
          <Controller
            name="workingHours"
            control={form.control}
            render={({ field }) => <WorkingHoursFields value={field.value} onChange={field.onChange} />}
          />
        </div>
      </Card>
      <Card title={t('people.writing')}>
        <LocaleField
          control={form.control}
          name="locale"
          label={t('people.locale')}
          description={t('people.locale.what')}
          className="sm:max-w-80"
        />
      </Card>
    </Form>
  );
}
