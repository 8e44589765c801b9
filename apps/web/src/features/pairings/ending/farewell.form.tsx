import type { Farewell } from '@ithaca/contracts/endings';
import { Controller, useForm } from 'react-hook-form';
import { resolverOf, showFieldProblems } from '../../../lib/form.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Form } from '../../../ui/form.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useSetFarewell } from './endings.queries.ts';

/** Thanks to the others, and whether to keep in touch. */
export function FarewellForm({ pairingId, mine, name }: { pairingId: string; mine: Farewell; name: string }) {
  const t = useText();
  const save = useSetFarewell(pairingId);
  const form = useForm<Farewell, unknown, Farewell>({
    resolver: resolverOf(
      async () => (await import('@ithaca/contracts/endings')).endingRoutes.setFarewell.body,
    ),
    defaultValues: mine,
    mode: 'onTouched',
  });
  const submit = form.handleSubmit((farewell) =>
    save.mutate(farewell, {
      onSuccess: () => showToast({ tone: 'success', title: t('endings.thanks.saved') }),
      onError: (error) => showFieldProblems(form, error),
    }),
  );
  return (
    <Form
      onSubmit={() => void submit()}
      failure={<ProblemBanner problem={save.error} />}
      actions={
        <Button type="submit" isLoading={save.isPending}>
          {t('endings.thanks.save')}
        </Button>
      }
    >
      <Controller
        control={form.control}
        name="thanks"
        render={({ field: { ref, ...field }, fieldState }) => (
          <TextArea
            {...field}
            label={t('endings.thanks.mine', { name })}
            isOptional
            rows={4}
            maxLength={2000}
            seenBy={t('endings.thanks.seenBy', { name })}
            inputRef={ref}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="keepInTouch"
        render={({ field: { value, onChange } }) => (
          <Checkbox isSelected={value} onChange={onChange} description={t('endings.inTouch.what', { name })}>
            {t('endings.inTouch.mine')}
          </Checkbox>
        )}
      />
    </Form>
  );
}
