import { useEffect, useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { problemsOf, resolverOf, showFieldProblems } from '../../lib/form.ts';
import { goTo } from '../../lib/history.ts';
import { useText } from '../../lib/i18n.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useCreateProgram } from './programs.queries.ts';

/** What a program starts from: a template, another program, or nothing. */
export type Start = {
  name: string;
  purpose?: string;
  templateKey?: string;
  templateId?: string;
  copyOf?: string;
};

/** The only question before the setup: how is it called? */
export function NameProgramForm({ start, onClose }: { start: Start; onClose: () => void }) {
  const t = useText();
  const create = useCreateProgram();
  const [isLeaving, setLeaving] = useState(false);
  const form = useForm({
    resolver: resolverOf(async () => (await import('@ithaca/contracts/programs')).programRoutes.create.body),
    defaultValues: start,
    mode: 'onTouched',
  });
  const { setFocus } = form;
  useEffect(() => setFocus('name', { shouldSelect: true }), [setFocus]);
  const send = form.handleSubmit((body) =>
    create.mutate(body, {
      onSuccess: (program) => {
        setLeaving(true);
        goTo(`/manage/${program.id}/setup`);
      },
      onError: (error) => showFieldProblems(form, error),
    }),
  );
  return (
    <FormDialog
      size="small"
      onClose={onClose}

      title={t('programs.new.name.title')}
      description={t(start.copyOf ? 'programs.new.copy.what' : 'programs.new.name.what')}
      onSubmit={() => void send()}
      problems={problemsOf(form.formState.errors)}
      onGoTo={() => form.setFocus('name')}
      failure={<ProblemBanner problem={create.error} />}
      sendLabel={t('programs.new.create')}
      isSending={create.isPending || isLeaving}
    >
      <Controller
        control={form.control}
        name="name"
        render={({ field: { ref, value, onChange, onBlur, name }, fieldState }) => (
          <TextField
            label={t('programs.name')}
            description={t('programs.name.what')}
            name={name}
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
