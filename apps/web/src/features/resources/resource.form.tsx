import type { Program } from '@ithaca/contracts/programs';
import type { Resource } from '@ithaca/contracts/resources';
import { RESOURCE_LIMITS, resourceKinds, resourceSources } from '@ithaca/domain/resource';
import { fileEndings } from '@ithaca/domain/stored-file';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { problemsOf, resolverOf, showFieldProblems } from '../../lib/form.ts';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { spokenLanguages } from '../../lib/spoken-languages.ts';
import { useSession } from '../../shell/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Form } from '../../ui/form.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TagField } from '../../ui/tag-field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { PlaceFields } from './place-fields.tsx';
import {
  resourceQuery,
  useAddResource,
  useUpdateResource,
  useUploadFile,
  type NewResource,
} from './resources.queries.ts';

type ResourceFormProps = {
  program: Program;
  /** Of a change; absent for a new one. */
  resourceId?: string;
  onClose: () => void;
};

/** A new resource of the program, or a change of one wherever it is used. */
export function ResourceForm({ program, resourceId, onClose }: ResourceFormProps) {
  const t = useText();
  const resource = useQuery({ ...resourceQuery(resourceId ?? ''), enabled: resourceId !== undefined });
  const title = t(resourceId === undefined ? 'reading.add' : 'reading.edit');
  return (
    <Dialog isOpen onClose={onClose} title={title} size="medium">
      {resourceId !== undefined && !resource.data ? (
        <Skeleton className="h-64 w-full" />
      ) : (
        <Fields program={program} resource={resource.data} onClose={onClose} />
      )}
    </Dialog>
  );
}

type FieldsProps = { program: Program; resource: Resource | undefined; onClose: () => void };

function Fields({ program, resource, onClose }: FieldsProps) {
  const t = useText();
  const { language } = useFormat();
  const { person } = useSession();
  const add = useAddResource(program.id);
  const update = useUpdateResource({ showsProblem: true });
  const uploading = useUploadFile();
  const [file, setFile] = useState<{ id: string; name: string } | null>(resource?.file ?? null);
  const form = useForm<NewResource, unknown, NewResource>({
    resolver: resolverOf<NewResource>(
      async () => (await import('@ithaca/contracts/resources')).resourceRoutes.add.body,
    ),
    defaultValues: {
      kind: resource?.kind ?? 'article',
      title: resource?.title ?? '',
      summary: resource?.summary ?? '',
      languages: resource?.languages ?? [person.locale],
      minutes: resource?.minutes ?? null,
      source: resource?.source ?? 'link',
      link: resource?.link ?? '',
      body: resource?.body ?? '',
      fileId: resource?.file?.id ?? null,
      stage: 'any',
      milestone: null,
    },
    mode: 'onTouched',
  });
  const [source, stage, milestone] = useWatch({
    control: form.control,
    name: ['source', 'stage', 'milestone'],
  });
  const isSaving = add.isPending || update.isPending;
  const done = (title: string) => () => {
    showToast({ tone: 'success', title });
    onClose();
  };
  const onError = (error: unknown) => showFieldProblems(form, error);
  const submit = form.handleSubmit(({ stage: at, milestone: to, ...content }) =>
    resource
      ? update.mutate(
          { id: resource.id, version: resource.version, changes: content },
          { onSuccess: done(t('reading.saved')), onError },
        )
      : add.mutate(
          { ...content, stage: at, milestone: to },
          { onSuccess: done(t('reading.added')), onError },
        ),
  );
  return (
    <Form
      onSubmit={() => void submit()}
      problems={form.formState.isSubmitted ? problemsOf(form.formState.errors) : []}
      onGoTo={(field) => form.setFocus(field as 'title')}
      failure={<ProblemBanner problem={add.error ?? update.error} />}
      actions={
        <>
          <Button onPress={onClose} isDisabled={isSaving}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" isLoading={isSaving} isDisabled={uploading.isPending}>
            {t(resource ? 'reading.save.changes' : 'reading.add')}
          </Button>
        </>
      }
    >
      {resource && <p className="text-dense text-muted">{t('reading.everywhere')}</p>}
      <Controller
        control={form.control}
        name="title"
        render={({ field: { ref, ...field }, fieldState }) => (
          <TextField
            {...field}
            label={t('reading.field.title')}
            maxLength={RESOURCE_LIMITS.title}
            inputRef={ref}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="kind"
        render={({ field: { value, onChange } }) => (
          <RadioGroup
            label={t('reading.field.kind')}
            layout="row"
            choices={resourceKinds.map((id) => ({ id, label: t(`reading.kind.${id}`) }))}
            value={value}
            onChange={onChange}
          />
        )}
      />
      <Controller
        control={form.control}
        name="source"
        render={({ field: { value, onChange }, fieldState }) => (
          <RadioGroup
            label={t('reading.field.source')}
            layout="row"
            choices={resourceSources.map((id) => ({ id, label: t(`reading.source.${id}`) }))}
            value={value}
            onChange={onChange}
            error={fieldState.error && t('reading.source.missing')}
          />
        )}
      />
      {source === 'link' && (
        <Controller
          control={form.control}
          name="link"
          render={({ field: { ref, ...field }, fieldState }) => (
            <TextField
              {...field}
              type="url"
              isLeftToRight
              label={t('reading.source.link')}
              placeholder="https://"
              maxLength={RESOURCE_LIMITS.link}
              inputRef={ref}
              error={fieldState.error && t('reading.link.wrong')}
            />
          )}
        />
      )}
      {source === 'text' && (
        <Controller
          control={form.control}
          name="body"
          render={({ field: { ref, ...field }, fieldState }) => (
            <TextArea
              {...field}
              label={t('reading.source.text')}
              description={t('reading.text.what')}
              rows={8}
              maxLength={RESOURCE_LIMITS.text}
              inputRef={ref}
              error={fieldState.error?.message}
            />
          )}
        />
      )}
      {source === 'file' && (
        <div className="flex flex-col gap-2">
          <FileDrop
            label={t('reading.file.drop')}
            hint={t('reading.file.hint')}
            accept={fileEndings.map((ending) => `.${ending}`)}
            isDisabled={uploading.isPending}
            onFile={(chosen) =>
              uploading.mutate(chosen, {
                onSuccess: ({ id, name }) => {
                  setFile({ id, name });
                  form.setValue('fileId', id, { shouldValidate: true });
                },
              })
            }
          />
          <ProblemBanner problem={uploading.error} />
          <output className="text-dense text-muted">
            {uploading.isPending ? t('reading.file.uploading') : file && <bdi>{file.name}</bdi>}
          </output>
        </div>
      )}
      <Controller
        control={form.control}
        name="summary"
        render={({ field: { ref, ...field }, fieldState }) => (
          <TextArea
            {...field}
            label={t('reading.field.summary')}
            isOptional
            rows={2}
            maxLength={RESOURCE_LIMITS.summary}
            inputRef={ref}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="languages"
        render={({ field: { value, onChange }, fieldState }) => (
          <TagField
            label={t('reading.field.languages')}
            choices={spokenLanguages(value).map((id) => ({ id, label: language(id) }))}
            value={value}
            onChange={onChange}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="minutes"
        render={({ field: { value, onChange }, fieldState }) => (
          <NumberField
            label={t('reading.field.minutes')}
            isOptional
            minValue={1}
            maxValue={RESOURCE_LIMITS.minutes}
            value={value ?? Number.NaN}
            onChange={(minutes) => onChange(Number.isNaN(minutes) ? null : minutes)}
            error={fieldState.error?.message}
          />
        )}
      />
      {!resource && (
        <PlaceFields
          program={program}
          value={{ stage, milestone }}
          onChange={(next) => {
            form.setValue('stage', next.stage);
            form.setValue('milestone', next.milestone);
          }}
        />
      )}
    </Form>
  );
}
