import type { LotteryRecord } from '@ithaca/contracts/admission';
import { useQuery } from '@tanstack/react-query';
import CircleCheck from 'lucide-react/icons/circle-check';
import Dices from 'lucide-react/icons/dices';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded } from '../../../lib/page.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { DescriptionList } from '../../../ui/description-list.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { lotteryQuery, useDraw } from './admission.queries.ts';

const code = (value: string) => (
  <code dir="ltr" className="text-caption break-all">
    {value}
  </code>
);

/** The draw of a cohort: sealed before, drawn once, and drawn again each time somebody looks. */
export function LotteryCard() {
  const { cohort } = useCohort();
  const lottery = useQuery(lotteryQuery(cohort.id));
  return (
    <Loaded query={lottery} skeleton={<Skeleton className="h-32 w-full rounded-lg" />}>
      {(record) => (record.drawnAt === null ? <Ahead record={record} /> : <Drawn record={record} />)}
    </Loaded>
  );
}

function Ahead({ record }: { record: LotteryRecord }) {
  const t = useText();
  const { number } = useFormat();
  const { cohort, canCoordinate } = useCohort();
  const draw = useDraw(cohort.id);
  const [isAsking, setAsking] = useState(false);
  const reason = !canCoordinate
    ? t('cohort.readOnly')
    : record.entrants === 0
      ? t('problem.lottery.nobody')
      : undefined;
  const words = { count: record.entrants, shown: number(record.entrants) };
  return (
    <Card
      title={t('admission.lottery')}
      description={t('admission.lottery.before', words)}
      actions={
        <Button icon={Dices} disabledReason={reason} onPress={() => setAsking(true)}>
          {t('admission.lottery.draw')}
        </Button>
      }
    >
      <DescriptionList facts={[{ term: t('admission.lottery.seal'), value: code(record.commitment) }]} />
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => draw.mutate(undefined, { onSettled: () => setAsking(false) })}
        isLoading={draw.isPending}
        title={t('admission.lottery.confirm')}
        confirmLabel={t('admission.lottery.draw')}
      >
        <p>{t('admission.lottery.effect', words)}</p>
      </ConfirmDialog>
    </Card>
  );
}

function Drawn({ record }: { record: LotteryRecord }) {
  const t = useText();
  const { number, day } = useFormat();
  const isSound = record.replay?.sameOrder === true && record.replay.seedFits;
  const count = record.entrants;
  return (
    <Card
      title={t('admission.lottery')}
      description={t('admission.lottery.drawn', {
        day: day(record.drawnAt ?? ''),
        seats: number(record.seats ?? 0),
        entrants: number(count),
      })}
    >
      <div className="flex flex-col gap-4">
        <p className="flex items-start gap-2">
          <Icon
            of={isSound ? CircleCheck : TriangleAlert}
            className={isSound ? 'mt-0.5 text-success' : 'mt-0.5 text-danger'}
          />
          {t(isSound ? 'admission.lottery.replay.yes' : 'admission.lottery.replay.no')}
        </p>
        <p className="text-muted">
          {record.randomised
            ? t('admission.lottery.random', { count, shown: number(count) })
            : t('admission.lottery.notRandom')}
        </p>
        <DescriptionList
          facts={[
            { term: t('admission.lottery.seal'), value: code(record.commitment) },
            { term: t('admission.lottery.seed'), value: code(record.seed ?? '') },
          ]}
        />
      </div>
    </Card>
  );
}
