import type { Goal } from '@ithaca/contracts/goals';
import type { Pairing } from '@ithaca/contracts/pairings';
import { MOST_OPEN_GOALS } from '@ithaca/domain/goal';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import Target from 'lucide-react/icons/target';
import { useRef, useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { loadWords, useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { goalsQuery, pairingQuery, partnersOf, useOffReason } from '../../lib/pairing.ts';
import { isCircle, menteesOf, usePairingName } from '../../lib/pairing-name.ts';
import { shortName } from '../../lib/short-name.ts';
import { useSession } from '../../shell/session.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { GoalCard } from './goal-card.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';

const GrowthCard = lazyLayer(
  async () => (await Promise.all([import('./growth/growth-card.tsx'), loadWords(['growth'])]))[0].GrowthCard,
);
const AddGoalForm = lazyLayer(async () => (await import('./add-goal.form.tsx')).AddGoalForm);

/** Are we getting there? */
export default function GoalsPage({ pairingId }: { pairingId: string }) {
  const t = useText();
  const { actor } = useSession();
  const { list } = useFormat();
  const offReason = useOffReason();
  const [isAdding, setAdding] = useState(false);
  const { data: pairing } = useSuspenseQuery(pairingQuery(pairingId));
  const goals = useQuery(goalsQuery(pairingId));
  const off = offReason(pairing, 'note');
  const names = usePairingName()(pairing, actor.personId);
  // The mentor of a circle sees whose goal each is, and says so of a new one.
  const owners = isCircle(pairing) && pairing.myRole === 'mentor' ? menteesOf(pairing) : undefined;
  return (
    <Page title={t('goals.title', { name: names })} width="full">
      <Loaded query={goals} skeleton={<GoalsSkeleton />}>
        {({ items }) => (
          <>
            {isCircle(pairing) && (
              <Banner>{t(`goals.circle.${pairing.myRole === 'mentor' ? 'mentor' : 'mentee'}`)}</Banner>
            )}
            <Goals items={items} pairing={pairing} owners={owners} off={off} onAdd={() => setAdding(true)} />
          </>
        )}
      </Loaded>
      <GrowthCard
        pairingId={pairingId}
        names={list(partnersOf(pairing, actor.personId).map(({ displayName }) => shortName(displayName)))}
      />
      {isAdding && <AddGoalForm pairingId={pairingId} owners={owners} onClose={() => setAdding(false)} />}
    </Page>
  );
}

type GoalsProps = {
  pairing: Pairing;
  items: readonly Goal[];
  /** Mentees of a circle, for its mentor. */
  owners: Pairing['members'] | undefined;
  off: string | undefined;
  onAdd: () => void;
};

function Goals({ pairing, items, owners, off, onAdd }: GoalsProps) {
  const t = useText();
  const { actor } = useSession();
  const { list } = useFormat();
  const opener = useRef<HTMLButtonElement>(null);
  const open = items.filter(({ state }) => state === 'open' || state === 'claimed');
  const settled = items.filter(({ state }) => state !== 'open' && state !== 'claimed');
  // Peers set goals each for themselves, and read one another's.
  const named = pairing.format === 'peer' ? pairing.members : owners;
  const counted = items.filter(
    ({ state, ownerId }) => state === 'open' && (pairing.format !== 'peer' || ownerId === actor.personId),
  );
  const isFull = owners === undefined && counted.length >= MOST_OPEN_GOALS;
  const ownerOf = (goal: Goal) => named?.find(({ personId }) => personId === goal.ownerId)?.displayName;
  const partnersFor = ({ ownerId }: Goal) =>
    list(
      partnersOf(pairing, actor.personId)
        .filter(({ personId, role }) => !isCircle(pairing) || personId === ownerId || role === 'mentor')
        .map(({ displayName }) => shortName(displayName)),
    );
  const cardOf = (goal: Goal) => (
    <li key={goal.id}>
      <GoalCard
        pairingId={pairing.id}
        goal={goal}
        owner={ownerOf(goal)}
        partners={partnersFor(goal)}
        off={off}
      />
    </li>
  );
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
          <ul className="flex flex-col gap-4">{open.map(cardOf)}</ul>
        )}
      </Section>
      {settled.length > 0 && (
        <Section title={t('goals.settled')}>
          <ul className="flex flex-col gap-4">{settled.map(cardOf)}</ul>
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
