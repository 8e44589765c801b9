import type { TemplateItem } from '@ithaca/contracts/program-templates';
import { TEMPLATE_LIMITS } from '@ithaca/domain/program';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { problemsOf, resolverOf, showFieldProblems } from '../../../lib/form.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { programsQuery } from '../programs.queries.ts';
import { useChangeTemplate, useKeepTemplate } from './templates.queries.ts';

/** The usual week of whoever runs a cohort, until experience says otherwise. */
const usualMinutes = 20;

type Fields = { name: string; description: string; coordinatorMinutesPerWeek: number; programId?: string };

/** Keeps the program that is chosen; `program` when it is known already. */
export function KeepTemplate({
  program,
  onClose,
}: {
  program?: { id: string; name: string };
  onClose: () => void;
}) {
  const t = useText();
  const keep = useKeepTemplate();
  const programs = useQuery({ ...programsQuery, enabled: !program }).data?.items ?? [];
  const form = useForm<Fields>({
    resolver: resolverOf(
      async () => (await import('@ithaca/contracts/program-templates')).programTemplateRoutes.create.body,
    ),
    defaultValues: {
      name: program?.name ?? '',
      description: '',
      coordinatorMinutesPerWeek: usualMinutes,
      ...(program && { programId: program.id }),
    },
    mode: 'onTouched',
  });
  const send = form.handleSubmit((body) =>
    keep.mutate(
      { ...body, programId: body.programId ?? '' },
      {
        onSuccess: () => {
          showToast({ tone: 'success', title: t('templates.kept') });
          onClose();
        },
        onError: (error) => showFieldProblems(form, error),
      },
    ),
  );
  return (
    <TemplateDialog
      form={form}
      title={t('templates.keep')}
      description={t('templates.keep.what')}
      confirmLabel={t('templates.keep.do')}
      isSaving={keep.isPending}
      problem={keep.error}
      onSend={() => void send()}
      onClose={onClose}
    >
      {!program && (
        <Controller
          control={form.control}
          name="programId"
          render={({ field: { ref, value, onChange, onBlur }, fieldState }) => (
            <Select
              label={t('templates.program')}
              placeholder={t('templates.program.choose')}
              choices={programs.map(({ id, name }) => ({ id, label: name }))}
              isDisabled={programs.length === 0}
              value={value ?? null}
              onChange={(id) => {
                onChange(id);
                // Until another name is typed, the template is called as the program is.
                if (!form.formState.dirtyFields.name)
                  form.setValue('name', programs.find((one) => one.id === id)?.name ?? '');
              }}
              onBlur={onBlur}
              inputRef={ref}
              error={fieldState.error?.message}
            />
          )}
        />
      )}
    </TemplateDialog>
  );
}

/** Words and contents of a template that is there. */
export function EditTemplate({
  template,
  onClose,
}: {
  template: TemplateItem & { id: string };
  onClose: () => void;
}) {
  const t = useText();
  const change = useChangeTemplate({ showsProblem: true });
  const programs = useQuery(programsQuery).data?.items ?? [];
  const [contentOf, setContentOf] = useState<string>('');
  const { name, description, coordinatorMinutesPerWeek } = template;
  const form = useForm<Fields>({
    resolver: resolverOf(
      async () => (await import('@ithaca/contracts/program-templates')).programTemplateRoutes.update.body,
    ),
    defaultValues: { name, description, coordinatorMinutesPerWeek },
    mode: 'onTouched',
  });
  const send = form.handleSubmit((body) =>
    change.mutate(
      { id: template.id, version: template.version, ...body, ...(contentOf !== '' && { contentOf }) },
      {
        onSuccess: () => {
          showToast({ tone: 'success', title: t('templates.changed') });
          onClose();
        },
        onError: (error) => showFieldProblems(form, error),
      },
    ),
  );
  return (
    <TemplateDialog
      form={form}
      title={t('templates.edit')}
      description={t('templates.edit.what')}
      confirmLabel={t('common.save')}
      isSaving={change.isPending}
      problem={change.error}
      onSend={() => void send()}
      onClose={onClose}
    >
      <Select
        label={t('templates.contentOf')}
        description={t('templates.contentOf.what')}
        choices={[
          { id: '', label: t('templates.contentOf.as') },
          ...programs.map((program) => ({
            id: program.id,
            label: t('templates.contentOf.now', { name: program.name }),
          })),
        ]}
        value={contentOf}
        onChange={setContentOf}
      />
    </TemplateDialog>
  );
}

function TemplateDialog(props: {
  form: ReturnType<typeof useForm<Fields>>;
  title: string;
  description: string;
  confirmLabel: string;
  isSaving: boolean;
  problem: unknown;
  onSend: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { form, isSaving, onClose } = props;
  const t = useText();
  const { setFocus } = form;
  useEffect(() => setFocus('name'), [setFocus]);
  return (
    <FormDialog
      onClose={onClose}

      title={props.title}
      description={props.description}
      onSubmit={props.onSend}
      problems={problemsOf(form.formState.errors)}
      onGoTo={(field) => form.setFocus(field as keyof Fields)}
      failure={<ProblemBanner problem={props.problem} />}
      sendLabel={props.confirmLabel}
      isSending={isSaving}
    >
      {props.children}
      <Controller
        control={form.control}
        name="name"
        render={({ field: { ref, value, onChange, onBlur, name }, fieldState }) => (
          <TextField
            label={t('templates.name')}
            description={t('templates.name.what')}
            name={name}
            value={value}
            onChange={onChange}
            onBlur={onBlur}
            maxLength={120}
            inputRef={ref}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="description"
        render={({ field: { ref, value, onChange, onBlur, name }, fieldState }) => (
          <TextArea
            label={t('templates.description')}
            description={t('templates.description.what')}
            isOptional
            rows={3}
            name={name}
            value={value}
            onChange={onChange}
            onBlur={onBlur}
            maxLength={600}
            inputRef={ref}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="coordinatorMinutesPerWeek"
        render={({ field: { ref, value, onChange, onBlur, name }, fieldState }) => (
          <NumberField
            label={t('templates.minutes')}
            description={t('templates.minutes.what')}
            className="max-w-60"
            name={name}
            minValue={0}
            maxValue={TEMPLATE_LIMITS.coordinatorMinutesPerWeek}
            step={5}
            value={value}
            onChange={onChange}
            onBlur={onBlur}
            inputRef={ref}
            error={fieldState.error?.message}
          />
        )}
      />
    </FormDialog>
  );
}
