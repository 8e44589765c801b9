import { declarationRoutes } from '@ithaca/contracts/declarations';
import { declarationPurposes, sumReaders, type DeclarationPurpose } from '@ithaca/domain/declaration';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../../lib/api.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { CheckboxGroup } from '../../../ui/checkbox-group.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { showToast } from '../../../ui/toast.tsx';

/** Asks people something about themselves; purpose and readers are settled with it for good. */
export function AskDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [explanation, setExplanation] = useState('');
  const [choices, setChoices] = useState('');
  const [purpose, setPurpose] = useState<DeclarationPurpose>('equal-access');
  const [seenBy, setSeenBy] = useState<string[]>(['owner']);
  const [isTried, setTried] = useState(false);
  const [key] = useState(() => crypto.randomUUID());
  const labels = choices
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const ask = useMutation({
    mutationFn: () =>
      call(
        declarationRoutes.create,
        {
          body: {
            name: name.trim(),
            explanation: explanation.trim(),
            purpose,
            choices: labels,
            seenBy: sumReaders.filter((role) => seenBy.includes(role)),
          },
        },
        { key },
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['declarations'] });
      showToast({ tone: 'success', title: t('declarations.added') });
      onClose();
    },
    meta: { showsProblem: true },
  });
  const missing = (is: boolean) => (isTried && is ? t('problem.field.required') : undefined);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('declarations.add')}
      description={t('declarations.purpose.fixed')}
    >
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (name.trim() !== '' && labels.length >= 2) ask.mutate();
        }}
      >
        <TextField
          label={t('declarations.name')}
          value={name}
          onChange={setName}
          error={missing(name.trim() === '')}
        />
        <TextField
          label={t('declarations.explanation')}
          isOptional
          value={explanation}
          onChange={setExplanation}
        />
        <TextArea
          label={t('declarations.choices')}
          rows={4}
          value={choices}
          onChange={setChoices}
          error={missing(labels.length < 2)}
        />
        <RadioGroup
          label={t('declarations.purpose')}
          choices={declarationPurposes.map((id) => ({ id, label: t(`declarations.purpose.${id}`) }))}
          value={purpose}
          onChange={setPurpose}
        />
        <CheckboxGroup
          label={t('declarations.readers')}
          choices={sumReaders.map((id) => ({ id, label: t(`declarations.role.${id}`) }))}
          value={seenBy}
          onChange={setSeenBy}
        />
        <ProblemBanner problem={ask.error} />
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="primary" isLoading={ask.isPending}>
            {t('declarations.add')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
