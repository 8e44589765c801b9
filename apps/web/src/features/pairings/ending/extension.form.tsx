import type { Ending, ExtensionProposal } from '@ithaca/contracts/endings';
import type { Pairing } from '@ithaca/contracts/pairings';
import { Controller, useForm } from 'react-hook-form';
import { resolverOf, showFieldProblems } from '../../../lib/form.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { partnersOf } from '../../../lib/pairing.ts';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { shortName } from '../../../lib/short-name.ts';
import { useSession } from '../../../shell/session.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { DatePicker } from '../../../ui/date-picker.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useProposeExtension } from './endings.queries.ts';

interface ExtensionFormProps {
  pairing: Pairing;
  range: NonNullable<Ending['extension']['range']>;
  onClose: () => void;
}

/** Until when, why, and whether what repeats goes on. */
export function ExtensionForm({ pairing, range, onClose }: ExtensionFormProps) {
  const t = useText();
  const { day, list } = useFormat();
  const { actor } = useSession();
  const propose = useProposeExtension(pairing.id);
  const names = list(partnersOf(pairing, actor.personId).map(({ displayName }) => shortName(displayName)));
  const form = useForm<ExtensionProposal, unknown, ExtensionProposal>({
    resolver: resolverOf(
      async () => (await import('@ithaca/contracts/endings')).endingRoutes.proposeExtension.body,
    ),
    defaultValues: { untilOn: range.to, reason: '', keepsSeries: true },
    mode: 'onTouched',
  });
  const submit = form.handleSubmit((proposal) =>
    propose.mutate(proposal, {
      onSuccess: () => {
        showToast({ tone: 'success', title: t('endings.extension.proposed') });
        onClose();
      },
      onError: (error) => showFieldProblems(form, error),
    }),
  );
  return (
    <FormDialog
      onClose={onClose}
      title={t('endings.extension.propose')}
      description={t('endings.extension.what', { to: day(range.to, 'long') })}
      onSubmit={() => void submit()}
      failure={<ProblemBanner problem={propose.error} />}
      sendLabel={t('endings.extension.send')}
      isSending={propose.isPending}
    >
      <Controller
        control={form.control}
        name="untilOn"
        render={({ field: { value, onChange, onBlur, name }, fieldState }) => (
          <DatePicker
            label={t('endings.extension.until')}
            name={name}
            value={value}
            onChange={(next) => onChange(next ?? '')}
            onBlur={onBlur}
            min={range.from}
            max={range.to}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="reason"
        render={({ field: { ref, ...field }, fieldState }) => (
          <TextArea
            {...field}
            label={t('endings.extension.reason')}
            isOptional
            rows={3}
            maxLength={600}
            seenBy={t('endings.thanks.seenBy', { name: names })}
            inputRef={ref}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="keepsSeries"
        render={({ field: { value, onChange } }) => (
          <Checkbox isSelected={value} onChange={onChange} description={t('endings.extension.keeps.what')}>
            {t('endings.extension.keeps')}
          </Checkbox>
        )}
      />
    </FormDialog>
  );
}
