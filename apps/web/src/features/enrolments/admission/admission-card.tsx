import type { AdmissionView } from '@ithaca/contracts/admission';
import { useQuery } from '@tanstack/react-query';
import DoorOpen from 'lucide-react/icons/door-open';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { admissionQuery } from './admission.queries.ts';

const RulesForm = lazyLayer(async () => (await import('./admission-rules.form.tsx')).AdmissionRulesForm);

/** By which rules people come in, in a line, and the way to change them. */
export function AdmissionCard() {
  const t = useText();
  const { cohort, canCoordinate } = useCohort();
  const { data } = useQuery(admissionQuery(cohort.id));
  const [isOpen, setOpen] = useState(false);
  const summary = useSummary();
  const isOver = ['closing', 'closed', 'archived'].includes(cohort.state);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border bg-card px-4 py-3">
      <Icon of={DoorOpen} size={20} className="text-muted" />
      <div className="min-w-0 flex-1 basis-60">
        <h3 className="font-semibold">{t('admission.rules')}</h3>
        {data ? <p className="text-muted">{summary(data)}</p> : <Skeleton className="h-5 w-60" />}
      </div>
      {!isOver && (
        <Button
          isDisabled={!data}
          disabledReason={canCoordinate ? undefined : t('cohort.readOnly')}
          onPress={() => setOpen(true)}
        >
          {t('admission.rules.change')}
        </Button>
      )}
      {isOpen && data && <RulesForm admission={data} onClose={() => setOpen(false)} />}
    </div>
  );
}

function useSummary(): (admission: AdmissionView) => string {
  const t = useText();
  const { number } = useFormat();
  return ({ approval, seats, order, taken, offered }) => {
    const limits =
      seats === null
        ? ''
        : [
            t('admission.summary.seats', { taken: number(taken), seats: number(seats) }),
            ...(offered > 0 ? [t('admission.offers', { count: offered, shown: number(offered) })] : []),
            t(`admission.summary.${order}`),
          ].join(' · ');
    const parts = [approval === 'manager' ? t('admission.summary.manager') : '', limits].filter(Boolean);
    return parts.length === 0 ? t('admission.summary.open') : parts.join(' ');
  };
}
