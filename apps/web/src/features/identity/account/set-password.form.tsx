import { Controller, useForm } from 'react-hook-form';
import { problemsOf, resolverOf, showFieldProblems } from '../../../lib/form.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Form } from '../../../ui/form.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useSetPassword } from '../identity.queries.ts';

const empty = { current: '', next: '' };

/** A password, set for the first time or changed. */
export function SetPasswordForm() {
  const t = useText();
  const save = useSetPassword();
  const form = useForm({
    mode: 'onTouched',
    defaultValues: empty,
    resolver: (values, context, options) =>
      resolverOf<typeof empty>(
        async () => (await import('@ithaca/contracts/identity')).identityRoutes.setPassword.body,
      )(
        // Nothing written means that there is no password yet.
        (values.current === '' ? { next: values.next } : values) as typeof empty,
        context,
        options,
      ),
  });
  const submit = form.handleSubmit(({ current, next }) =>
    save.mutate(current ? { current, next } : { next }, {
      onSuccess: () => {
        form.reset(empty);
        showToast({ title: t('identity.password.changed') });
      },
      onError: (error) => showFieldProblems(form, error),
    }),
  );
  return (
    <Card title={t('identity.password.title')} description={t('identity.password.what')}>
      <Form
        label={t('identity.password.title')}
        onSubmit={() => void submit()}
        problems={form.formState.isSubmitted ? problemsOf(form.formState.errors) : []}
        onGoTo={(field) => form.setFocus(field as keyof typeof empty)}
        failure={<ProblemBanner problem={save.error} />}
        actions={
          <Button type="submit" isLoading={save.isPending}>
            {t('identity.password.change')}
          </Button>
        }
      >
        <Controller
          name="current"
          control={form.control}
          render={({ field: { ref, ...field }, fieldState }) => (
            <TextField
              {...field}
              label={t('identity.password.current')}
              description={t('identity.password.current.none')}
              type="password"
              autoComplete="current-password"
              isLeftToRight
              inputRef={ref}
              error={fieldState.error?.message}
              className="sm:max-w-80"
            />
          )}
        />
        <Controller
          name="next"
          control={form.control}
          render={({ field: { ref, ...field }, fieldState }) => (
            <TextField
              {...field}
              label={t('identity.password.next')}
              description={t('identity.password.least')}
              type="password"
              autoComplete="new-password"
              isLeftToRight
              inputRef={ref}
              error={fieldState.error?.message}
              className="sm:max-w-80"
            />
          )}
        />
      </Form>
    </Card>
  );
}
