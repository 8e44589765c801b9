import type { Agreement, Pairing } from '@ithaca/contracts/pairings';
import { MEETING_MINUTES } from '@ithaca/domain/meeting';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { ApiProblem } from '../../../lib/api.ts';
import { problemsOf, resolverOf, showFieldProblems } from '../../../lib/form.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { pairingQuery, partnersOf } from '../../../lib/pairing.ts';
import { shortName } from '../../../lib/short-name.ts';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useSession } from '../../../shell/session.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { AgreementTerms } from './agreement-terms.tsx';
import { cadenceWords, usualCadences } from './cadence.ts';
import { useSetAgreement } from '../pairings.queries.ts';

const empty: Agreement = {
  cadenceDays: 14,
  minutes: MEETING_MINUTES.usual,
  channel: '',
  expectations: '',
  boundaries: '',
  confidentiality: '',
};
const usualMinutes = [15, 30, 45, 60, 90, 120];

type AgreementFormProps = {
  pairing: Pairing;
  /** The words to begin with; those that stand, where nothing else is given. */
  from?: Agreement;
  onClose: () => void;
};

/** Settle or amend the agreement. When the partner saved meanwhile their words are shown and the typed ones kept. */
export function AgreementForm({ pairing, from, onClose }: AgreementFormProps) {
  const t = useText();
  const { number } = useFormat();
  const { actor } = useSession();
  const { data: latest = pairing } = useQuery(pairingQuery(pairing.id));
  const [version, setVersion] = useState(pairing.version);
  const save = useSetAgreement(pairing);
  const form = useForm<Agreement, unknown, Agreement>({
    resolver: resolverOf(
      async () => (await import('@ithaca/contracts/pairings')).pairingRoutes.setAgreement.body,
    ),
    defaultValues: from ?? pairing.agreement ?? empty,
    mode: 'onTouched',
  });
  const name = shortName(partnersOf(pairing, actor.personId)[0]?.displayName ?? '');
  const isStale = save.error instanceof ApiProblem && save.error.code === 'record.changed';
  const submit = form.handleSubmit((agreement) =>
    save.mutate(
      { agreement, version },
      {
        onSuccess: () => {
          showToast({ title: t('pairings.agreement.saved', { name }) });
          onClose();
        },
        onError: (error) => showFieldProblems(form, error),
      },
    ),
  );
  const [days, length] = useWatch({ control: form.control, name: ['cadenceDays', 'minutes'] });
  const cadences = [...new Set([...usualCadences, days])].toSorted((a, b) => a - b);
  const lengths = [...new Set([...usualMinutes, length])].toSorted((a, b) => a - b);
  const takeTheirs = () => {
    form.reset(latest.agreement ?? empty);
    setVersion(latest.version);
    save.reset();
  };
  const keepMine = () => {
    setVersion(latest.version);
    save.reset();
  };
  return (
    <FormDialog
      onClose={onClose}
      title={t('pairings.agreement')}
      description={t('pairings.agreement.what', { name })}
      onSubmit={() => void submit()}
      problems={form.formState.isSubmitted ? problemsOf(form.formState.errors) : []}
      onGoTo={(field) => form.setFocus(field as keyof Agreement)}
      failure={
        isStale ? (
          <Banner tone="warning" isAnnounced title={t('pairings.agreement.changed', { name })}>
            {latest.agreement && <AgreementTerms terms={latest.agreement} />}
            <div className="mt-3 flex flex-wrap gap-2">
              <Button size="small" onPress={takeTheirs}>
                {t('pairings.agreement.takeTheirs')}
              </Button>
              <Button size="small" onPress={keepMine}>
                {t('pairings.agreement.keepMine')}
              </Button>
            </div>
          </Banner>
        ) : (
          <ProblemBanner problem={save.error} />
        )
      }
      sendLabel={t('pairings.agreement.save')}
      isSending={save.isPending}
      sendButton={{ isDisabled: isStale }}
    >
      <Controller
        control={form.control}
        name="cadenceDays"
        render={({ field: { ref, value, onChange } }) => (
          <Select
            label={t('pairings.agreement.cadenceDays')}
            choices={cadences.map((each) => ({ id: String(each), label: cadenceWords(each, t) }))}
            value={String(value)}
            onChange={(id) => onChange(Number(id))}
            inputRef={ref}
          />
        )}
      />
      <Controller
        control={form.control}
        name="minutes"
        render={({ field: { ref, value, onChange } }) => (
          <Select
            label={t('pairings.agreement.minutes')}
            choices={lengths.map((each) => ({
              id: String(each),
              label: t('pairings.minutes', { count: each, minutes: number(each) }),
            }))}
            value={String(value)}
            onChange={(id) => onChange(Number(id))}
            inputRef={ref}
          />
        )}
      />
      <Controller
        control={form.control}
        name="channel"
        render={({ field: { ref, ...field }, fieldState }) => (
          <TextField
            {...field}
            label={t('pairings.agreement.channel')}
            isOptional
            description={t('pairings.agreement.channel.help')}
            inputRef={ref}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="expectations"
        render={({ field: { ref, ...field }, fieldState }) => (
          <TextArea
            {...field}
            label={t('pairings.agreement.expectations')}
            isOptional
            maxLength={2000}
            description={t('pairings.agreement.expectations.help')}
            inputRef={ref}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="boundaries"
        render={({ field: { ref, ...field }, fieldState }) => (
          <TextArea
            {...field}
            label={t('pairings.agreement.boundaries')}
            isOptional
            maxLength={2000}
            description={t('pairings.agreement.boundaries.help')}
            inputRef={ref}
            error={fieldState.error?.message}
          />
        )}
      />
      <Controller
        control={form.control}
        name="confidentiality"
        render={({ field: { ref, ...field }, fieldState }) => (
          <TextArea
            {...field}
            label={t('pairings.agreement.confidentiality')}
            isOptional
            maxLength={4000}
            description={t('pairings.agreement.confidentiality.help')}
            inputRef={ref}
            error={fieldState.error?.message}
          />
        )}
      />
    </FormDialog>
  );
}
