import type { Introduction } from '@ithaca/contracts/introductions';
import type { Pairing } from '@ithaca/contracts/pairings';
import { mayHelp, MOST_OPEN_INTRODUCTIONS } from '@ithaca/domain/introduction';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import UsersRound from 'lucide-react/icons/users-round';
import { useState } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { introductionsQuery } from '../../lib/introductions.ts';
import { Loaded, Page } from '../../lib/page.tsx';
import { pairingQuery, partnersOf, useOffReason } from '../../lib/pairing.ts';
import { isCircle, usePairingName } from '../../lib/pairing-name.ts';
import { useSession } from '../../shell/session.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { IntroductionCard } from './introduction-card.tsx';

const ProposeForm = lazyLayer(async () => (await import('./propose.form.tsx')).ProposeForm);

const waiting: readonly Introduction['state'][] = ['asked', 'offered', 'sent'];
const running: readonly Introduction['state'][] = [...waiting, 'made'];

/** Whom do we know who could help? What the sides of a pairing do for each other beyond their talks. */
export default function IntroductionsPage({ pairingId }: { pairingId: string }) {
  const t = useText();
  const { actor } = useSession();
  const { data: pairing } = useSuspenseQuery(pairingQuery(pairingId));
  const introductions = useQuery(introductionsQuery(pairingId));
  const names = usePairingName()(pairing, actor.personId);
  return (
    <Page title={t('introductions.title.of', { name: names })} width="full">
      <Loaded query={introductions} skeleton={<ListSkeleton />}>
        {({ items }) => <Introductions pairing={pairing} items={items} />}
      </Loaded>
    </Page>
  );
}

function Introductions({ pairing, items }: { pairing: Pairing; items: readonly Introduction[] }) {
  const t = useText();
  const { actor } = useSession();
  const [by, setBy] = useState<'helper' | 'guest' | null>(null);
  const off = useOffReason()(pairing, 'plan');
  const others = partnersOf(pairing, actor.personId);
  const role = pairing.myRole ?? 'mentee';
  const guests = others.filter((other) => mayHelp(pairing.format, role, other.role));
  const helpers = others.filter((other) => mayHelp(pairing.format, other.role, role));
  const open = items.filter(({ state }) => waiting.includes(state)).length;
  const offReason =
    off ??
    (open >= MOST_OPEN_INTRODUCTIONS
      ? t('introductions.full', { most: MOST_OPEN_INTRODUCTIONS })
      : undefined);
  const acts = (
    <>
      {guests.length > 0 && (
        <Button
          variant={items.length === 0 ? 'primary' : 'secondary'}
          icon={Plus}
          disabledReason={offReason}
          onPress={() => setBy('helper')}
        >
          {t('introductions.offer')}
        </Button>
      )}
      {helpers.length > 0 && (
        <Button
          variant={items.length === 0 && guests.length === 0 ? 'primary' : 'secondary'}
          icon={Plus}
          disabledReason={offReason}
          onPress={() => setBy('guest')}
        >
          {t('introductions.ask')}
        </Button>
      )}
    </>
  );
  const now = items.filter(({ state }) => running.includes(state));
  const past = items.filter(({ state }) => !running.includes(state));
  return (
    <>
      {isCircle(pairing) && <Banner>{t('introductions.circle')}</Banner>}
      {items.length === 0 ? (
        <EmptyState
          icon={UsersRound}
          title={t('introductions.empty')}
          action={<div className="flex flex-wrap justify-center gap-2">{acts}</div>}
        >
          {t(guests.length > 0 ? 'introductions.empty.offer' : 'introductions.empty.ask')}
        </EmptyState>
      ) : (
        <Section title={t('introductions.now')} description={t('introductions.now.what')} actions={acts}>
          {now.length === 0 ? (
            <p className="rounded-lg border bg-card px-4 py-3.5 text-muted">{t('introductions.now.none')}</p>
          ) : (
            <List items={now} />
          )}
        </Section>
      )}
      {past.length > 0 && (
        <Section title={t('introductions.past')}>
          <List items={past} />
        </Section>
      )}
      {by && (
        <ProposeForm
          pairing={pairing}
          by={by}
          partners={by === 'helper' ? guests : helpers}
          onClose={() => setBy(null)}
        />
      )}
    </>
  );
}

function List({ items }: { items: readonly Introduction[] }) {
  return (
    <ul className="grid items-start gap-4 lg:grid-cols-2">
      {items.map((one) => (
        <li key={one.id} className="min-w-0">
          <IntroductionCard introduction={one} level={3} />
        </li>
      ))}
    </ul>
  );
}

function ListSkeleton() {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Skeleton className="h-44 w-full rounded-lg" />
      <Skeleton className="h-44 w-full rounded-lg" />
    </div>
  );
}
