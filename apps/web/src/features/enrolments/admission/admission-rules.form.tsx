import type { AdmissionView } from '@ithaca/contracts/admission';
import { admissionOrders, approvals, OFFER_DAYS, SEATS } from '@ithaca/domain/admission';
import { useState } from 'react';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { FormDialog } from '../../../ui/form-dialog.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { useSetAdmission } from './admission.queries.ts';

/** Whose yes is needed, how many seats there are, and how they are given out. */
export function AdmissionRulesForm({
  admission,
  onClose,
}: {
  admission: AdmissionView;
  onClose: () => void;
}) {
  const t = useText();
  const { cohort } = useCohort();
  const set = useSetAdmission(cohort.id);
  const [approval, setApproval] = useState(admission.approval);
  const [isLimited, setLimited] = useState(admission.seats !== null);
  const [seats, setSeats] = useState(admission.seats ?? cohort.menteeGoal);
  const [order, setOrder] = useState(admission.order);
  const [offerDays, setOfferDays] = useState(admission.offerDays);
  const isOfPeers = cohort.programFormat === 'peer';
  const isDrawn = admission.lottery?.drawnAt != null;
  const rules = {
    approval,
    seats: isLimited ? seats : null,
    order: isLimited ? order : ('first-come' as const),
    offerDays,
  };
  // The fields hold their own bounds; only an empty one is left to tell. The server judges all of it again.
  const isWhole = !isLimited || !(Number.isNaN(seats) || Number.isNaN(offerDays));
  const save = () => {
    if (!isWhole) return;
    set.mutate(
      { ...rules, version: admission.version },
      {
        onSuccess: () => {
          showToast({ tone: 'success', title: t('admission.rules.saved') });
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      onClose={onClose}

      title={t('admission.rules')}
      description={t('admission.rules.what')}
      onSubmit={save}
      failure={<ProblemBanner problem={set.error} />}
      sendLabel={t('admission.rules.save')}
      isSending={set.isPending}
    >
      <RadioGroup
        label={t('admission.approval')}
        layout="cards"
        choices={approvals.map((id) => ({
          id,
          label: t(`admission.approval.${id}`),
          description: t(`admission.approval.${id}.what`),
        }))}
        value={approval}
        onChange={setApproval}
      />
      <Switch
        isSelected={isLimited}
        onChange={setLimited}
        isDisabled={isDrawn}
        description={t(isOfPeers ? 'admission.limit.peers.what' : 'admission.limit.what')}
      >
        {t(isOfPeers ? 'admission.limit.peers' : 'admission.limit')}
      </Switch>
      {isLimited && (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <NumberField
              label={t(isOfPeers ? 'admission.seats.peers' : 'admission.seats')}
              minValue={SEATS.least}
              maxValue={SEATS.most}
              value={seats}
              onChange={setSeats}
              error={Number.isNaN(seats) ? t('problem.field.required') : undefined}
            />
            <NumberField
              label={t('admission.offerDays')}
              minValue={OFFER_DAYS.least}
              maxValue={OFFER_DAYS.most}
              value={offerDays}
              onChange={setOfferDays}
              error={Number.isNaN(offerDays) ? t('problem.field.required') : undefined}
            />
          </div>
          <RadioGroup
            label={t('admission.order')}
            layout="cards"
            isDisabled={isDrawn}
            choices={admissionOrders.map((id) => ({
              id,
              label: t(`admission.order.${id}`),
              description: t(`admission.order.${id}.what`),
            }))}
            value={order}
            onChange={setOrder}
          />
        </>
      )}
    </FormDialog>
  );
}
