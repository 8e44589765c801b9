import type { Goal } from '@ithaca/contracts/goals';
import { MOST_OPEN_GOALS } from '@ithaca/domain/goal';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import Target from 'lucide-react/icons/target';
import { useRef, useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { goalsQuery, pairingQuery, partnersOf, useOffReason } from '../../lib/pairing.ts';
import { useSession } from '../../shell/session.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { GoalCard } from './goal-card.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';

const AddGoalForm = lazyLayer(async () => (await import('./add-goal.form.tsx')).AddGoalForm);

/** Are we getting there? */
export default function GoalsPage({ pairingId }: { pairingId: string }) {
  const t = useText();
  const { list } = useFormat();
  const { actor } = useSession();
  const offReason = useOffReason();
  const [isAdding, setAdding] = useState(false);
  const { data: pairing } = useSuspenseQuery(pairingQuery(pairingId));
  const goals = useQuery(goalsQuery(pairingId));
  const off = offReason(pairing, 'note');
  const names = list(partnersOf(pairing, actor.personId).map(({ displayName }) => displayName));
  return (
    <Page title={t('goals.title', { name: names })} width="full">
      <Loaded query={goals} skeleton={<GoalsSkeleton />}>
        {({ items }) => <Goals pairingId={pairingId} items={items} off={off} onAdd={() => setAdding(true)} />}
      </Loaded>
      {isAdding && <AddGoalForm pairingId={pairingId} onClose={() => setAdding(false)} />}
    </Page>
  );
}

type GoalsProps = { pairingId: string; items: readonly Goal[]; off: string | undefined; onAdd: () => void };

function Goals({ pairingId, items, off, onAdd }: GoalsProps) {
  const t = useText();
  const opener = useRef<HTMLButtonElement>(null);
  const open = items.filter(({ state }) => state === 'open');
  const settled = items.filter(({ state }) => state !== 'open');
  const isFull = open.length >= MOST_OPEN_GOALS;
  const add = (
    <Button
      ref={opener}
      variant={open.length === 0 ? 'primary' : 'secondary'}
      icon={Plus}
      disabledReason={off ?? (isFull ? t('goals.full', { most: MOST_OPEN_GOALS }) : undefined)}
      onPress={onAdd}
    >
      {t('goals.add')}
    </Button>
  );
  if (items.length === 0)
    return (
      <EmptyState icon={Target} title={t('goals.empty')} action={add}>
        {t('goals.empty.why')}
      </EmptyState>
    );
  return (
    <>
      <Section title={t('goals.open')} description={t('goals.open.what')} actions={add}>
        {open.length === 0 ? (
          <p className="rounded-lg border bg-card px-4 py-3.5 text-muted">{t('goals.open.none')}</p>
        ) : (
          <ul className="flex flex-col gap-4">
            {open.map((goal) => (
              <li key={goal.id}>
                <GoalCard pairingId={pairingId} goal={goal} off={off} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      {settled.length > 0 && (
        <Section title={t('goals.settled')}>
          <ul className="flex flex-col gap-4">
            {settled.map((goal) => (
              <li key={goal.id}>
                <GoalCard pairingId={pairingId} goal={goal} off={off} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function GoalsSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-6 w-32" />
      <Skeleton className="h-48 w-full rounded-lg" />
      <Skeleton className="h-48 w-full rounded-lg" />
    </div>
  );
}
