import type { Organisation } from '@ithaca/contracts/organisations';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { problemsOf, resolverOf, showFieldProblems } from '../../lib/form.ts';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { LocaleField, TimeZoneField } from '../../lib/locale-fields.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { showBrand } from '../../shell/brand.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Form } from '../../ui/form.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { BrandField } from './brand-field.tsx';
import { useChangeOrganisation, type OrganisationChange } from './organisations.queries.ts';

/** Below what is in sight at first; its code comes while that is looked at. */
const ReportLinksCard = lazyLayer(
  async () => (await import('./report-links-card.tsx')).ReportLinksCard,
  () => <Skeleton className="h-40 w-full rounded-lg" />,
);

const reminderCounts = [0, 1, 2, 3, 4, 5, 6, 7];

/** Name, language, zone and colour of the organisation. */
export function ChangeOrganisationForm({ organisation }: { organisation: Organisation }) {
  const t = useText();
  const { number } = useFormat();
  const save = useChangeOrganisation();
  const { name, timeZone, locale, brandColour, remindersPerWeek, meetingLink, openReportLinks, version } =
    organisation;
  const form = useForm<OrganisationChange>({
    mode: 'onTouched',
    resolver: resolverOf(
      async () => (await import('@ithaca/contracts/organisations')).organisationRoutes.update.body,
    ),
    defaultValues: { name, timeZone, locale, brandColour, remindersPerWeek, meetingLink, openReportLinks },
  });
  const colour = useWatch({ control: form.control, name: 'brandColour' });
  const submit = form.handleSubmit((fields) =>
    save.mutate(
      { ...fields, version },
      {
        onSuccess: () => {
          void showBrand(fields.brandColour);
          showToast({ title: t('organisations.saved') });
        },
        onError: (error) => showFieldProblems(form, error),
      },
    ),
  );
  return (
    <Form
      label={t('organisations.title')}
      onSubmit={() => void submit()}
      problems={form.formState.isSubmitted ? problemsOf(form.formState.errors) : []}
      onGoTo={(field) => form.setFocus(field as keyof OrganisationChange)}
      failure={<ProblemBanner problem={save.error} />}
      actions={
        <Button type="submit" variant="primary" isLoading={save.isPending}>
          {t('organisations.save')}
        </Button>
      }
    >
      <Card title={t('organisations.basics')}>
        <div className="flex flex-col gap-4">
          <Controller
            name="name"
            control={form.control}
            render={({ field: { ref, ...field }, fieldState }) => (
              <TextField
                {...field}
                label={t('organisations.name')}
                inputRef={ref}
                error={fieldState.error?.message}
              />
            )}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <LocaleField
              control={form.control}
              name="locale"
              label={t('organisations.locale')}
              description={t('organisations.locale.what')}
            />
            <TimeZoneField
              control={form.control}
              name="timeZone"
              known={timeZone}
              label={t('organisations.timeZone')}
              description={t('organisations.timeZone.what')}
            />
          </div>
        </div>
      </Card>
      <Card title={t('organisations.reminders')} description={t('organisations.reminders.what')}>
        <Controller
          name="remindersPerWeek"
          control={form.control}
          render={({ field: { ref, ...field }, fieldState }) => (
            <Select
              label={t('organisations.remindersPerWeek')}
              choices={reminderCounts.map((count) => ({ id: String(count), label: number(count) }))}
              value={String(field.value)}
              onChange={(count) => field.onChange(Number(count))}
              inputRef={ref}
              error={fieldState.error?.message}
              className="max-w-60"
            />
          )}
        />
      </Card>
      <Card title={t('organisations.meetingLink')} description={t('organisations.meetingLink.what')}>
        <Controller
          name="meetingLink"
          control={form.control}
          render={({ field: { ref, value = '', ...field }, fieldState }) => (
            <TextField
              {...field}
              value={value}
              label={t('organisations.meetingLink.template')}
              description={t('organisations.meetingLink.help', {
                example: 'https://meet.example/{pairing}',
                pairing: '{pairing}',
                random: '{random}',
              })}
              isOptional
              isLeftToRight
              maxLength={300}
              inputRef={ref}
              error={fieldState.error && t('organisations.meetingLink.wrong')}
            />
          )}
        />
      </Card>
      <ReportLinksCard control={form.control} />
      <Card title={t('organisations.brand')} description={t('organisations.brand.what')}>
        <Controller
          name="brandColour"
          control={form.control}
          render={({ field, fieldState }) => (
            <BrandField
              value={colour}
              onChange={field.onChange}
              onBlur={field.onBlur}
              inputRef={field.ref}
              error={fieldState.error?.message}
            />
          )}
        />
      </Card>
    </Form>
  );
}
