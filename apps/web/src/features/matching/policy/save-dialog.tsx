import type { PolicyState, PolicyVersion } from '@ithaca/contracts/matching-policy';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { useState } from 'react';
import { ApiProblem } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextArea } from '../../../ui/text-area.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { PolicyChanges } from './changes.tsx';
import { useKeepScenario, useSavePolicy } from './policy.queries.ts';

type SaveProps = {
  state: PolicyState;
  /** Undefined while nothing is to be saved. */
  policy: MatchingPolicy | undefined;
  changes: PolicyVersion['changes'];
  onClose: () => void;
  onSaved: () => void;
  /** Somebody else saved meanwhile: the page shows both. */
  onStale: () => void;
};

/** Before a policy is saved: what changes, in words, and a line on why. */
export function SaveDialog({ state, policy, changes, onClose, onSaved, onStale }: SaveProps) {
  const t = useText();
  const { number } = useFormat();
  const [note, setNote] = useState('');
  const save = useSavePolicy(state.programId);
  const next = number(state.version + 1);
  const close = () => {
    save.reset();
    onClose();
  };
  const send = () =>
    policy &&
    save.mutate(
      { policy, version: state.version, ...(note.trim() !== '' && { note }) },
      {
        onSuccess: (saved) => {
          setNote('');
          onSaved();
          onClose();
          showToast({ title: t('policy.saved', { number: number(saved.version) }), tone: 'success' });
        },
        onError: (problem) => {
          if (!(problem instanceof ApiProblem) || problem.status !== 412) return;
          onStale();
          close();
        },
      },
    );
  return (
    <Dialog
      isOpen={policy !== undefined}
      onClose={close}
      isDismissable={!save.isPending}
      title={t('policy.save', { number: next })}
      description={t('policy.save.what')}
      footer={
        <>
          <Button onPress={close} isDisabled={save.isPending}>
            {t('common.cancel')}
          </Button>
          <Button variant="primary" isLoading={save.isPending} onPress={send}>
            {t('policy.save', { number: next })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <PolicyChanges changes={changes} />
        <TextArea
          label={t('policy.note')}
          isOptional
          rows={2}
          maxLength={300}
          value={note}
          onChange={setNote}
        />
        <ProblemBanner problem={save.error} />
      </div>
    </Dialog>
  );
}

/** Keeps the edit beside the policy under a name, to be compared. */
export function KeepScenarioDialog({
  programId,
  policy,
  onClose,
  onKept,
}: {
  programId: string;
  policy: MatchingPolicy | undefined;
  onClose: () => void;
  onKept: (id: string) => void;
}) {
  const t = useText();
  const [name, setName] = useState('');
  const keep = useKeepScenario(programId);
  const close = () => {
    keep.reset();
    onClose();
  };
  const send = () =>
    policy &&
    keep.mutate(
      { name, policy },
      {
        onSuccess: ({ id }) => {
          setName('');
          onClose();
          onKept(id);
        },
      },
    );
  return (
    <Dialog
      isOpen={policy !== undefined}
      onClose={close}
      title={t('policy.keep')}
      description={t('policy.keep.what')}
      size="small"
      footer={
        <>
          <Button onPress={close}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            isLoading={keep.isPending}
            {...(name.trim() === '' && { disabledReason: t('policy.keep.unnamed') })}
            onPress={send}
          >
            {t('policy.keep')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') send();
        }}
      >
        <TextField label={t('policy.keep.name')} value={name} onChange={setName} maxLength={60} />
        <ProblemBanner problem={keep.error} />
      </form>
    </Dialog>
  );
}
