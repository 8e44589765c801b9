import type { Introduction } from '@ithaca/contracts/introductions';
import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useTell } from './introductions.queries.ts';

const scale = ['1', '2', '3', '4', '5'] as const;

/** Did it come about, and was it useful? Two presses; it can be said anew. */
export function Outcome({ introduction }: { introduction: Introduction }) {
  const t = useText();
  const tell = useTell(introduction);
  const { state, kind, usefulness, guest, helper, myPart } = introduction;
  const [isAnew, setAnew] = useState(false);
  const partner = myPart === 'helper' ? guest : helper;
  const say = (happened: boolean, useful: number | null) =>
    tell.mutate(
      { happened, usefulness: useful },
      {
        onSuccess: () => {
          setAnew(false);
          showToast({ tone: 'success', title: t('introductions.told') });
        },
      },
    );
  const isTold = state === 'done' || state === 'missed';
  const asksUse = state === 'done' && kind !== 'sponsorship';
  return (
    <div className="flex flex-col gap-3 border-t pt-4">
      {!isTold || isAnew ? (
        <>
          <p className="font-medium">{t(`introductions.tell.${kind}`, { guest: guest.displayName })}</p>
          <div className="flex flex-wrap gap-2">
            <Button isLoading={tell.isPending && tell.variables.happened} onPress={() => say(true, null)}>
              {t(`introductions.tell.${kind}.yes`)}
            </Button>
            <Button isLoading={tell.isPending && !tell.variables.happened} onPress={() => say(false, null)}>
              {t(`introductions.tell.${kind}.no`)}
            </Button>
          </div>
        </>
      ) : (
        <Button variant="quiet" size="small" className="-ms-2 self-start" onPress={() => setAnew(true)}>
          {t('introductions.tell.anew')}
        </Button>
      )}
      {asksUse && !isAnew && (
        <RadioGroup
          label={t('introductions.useful')}
          seenBy={t('introductions.useful.seenBy', { name: partner.displayName })}
          layout="row"
          choices={scale.map((id) => ({ id, label: id }))}
          value={usefulness === null ? null : (String(usefulness) as (typeof scale)[number])}
          onChange={(value) => say(true, Number(value))}
        />
      )}
    </div>
  );
}
