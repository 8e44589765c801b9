import type { HomeCard } from '@ithaca/contracts/reports';
import { useQuery } from '@tanstack/react-query';
import ChevronRight from 'lucide-react/icons/chevron-right';
import Sparkles from 'lucide-react/icons/sparkles';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded, Page } from '../../lib/page.tsx';
import { useSession } from '../../shell/session.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { lazyLayer } from '../../ui/lazy-part.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { cardIcon, lenses, lensOf, wordsOf } from './card-words.ts';
import { homeQuery } from './home.queries.ts';
import { NextDate } from './next-date.tsx';

/** Now and then: the code comes with the card. */
const DidYouMeet = lazyLayer(
  async () => (await import('./did-you-meet.tsx')).DidYouMeet,
  () => <Skeleton className="h-9 w-64 max-w-full" />,
);
const OfferedTimes = lazyLayer(
  async () => (await import('../../lib/free-times.tsx')).OfferedTimes,
  () => <Skeleton className="h-16 w-full rounded-lg" />,
);
const TakeSeat = lazyLayer(
  async () => (await import('./take-seat.tsx')).TakeSeat,
  () => <Skeleton className="h-9 w-64 max-w-full" />,
);

/** An offer, or word of something that goes on without me, does not wait for me. */
const isDue = ({ kind }: HomeCard) => !/^(open|paused|waiting)-/.test(kind);

/** What should I do next? The first card has the button; the rest stand below it, by lens. */
export default function HomePage() {
  const t = useText();
  const { person } = useSession();
  const home = useQuery(homeQuery);
  const [firstName = person.displayName] = person.displayName.split(' ');
  return (
    <Page title={t('shell.home')} width="reading">
      <PageHeader
        title={t('home.hello', { name: firstName })}
        description={
          home.data && (
            <>
              {t('home.count', { count: home.data.cards.filter(isDue).length })}{' '}
              {home.data.cards.length > 0 && home.data.nextDate && <NextDate {...home.data.nextDate} />}
            </>
          )
        }
      />
      <Loaded query={home}>
        {({ cards: [first, ...others], nextDate }) => (
          <>
            {first ? (
              <MainCard card={first} />
            ) : (
              <Card>
                <EmptyState
                  icon={Sparkles}
                  title={t('home.calm')}
                  action={<LinkButton href="/programs">{t('home.look')}</LinkButton>}
                >
                  {nextDate ? <NextDate {...nextDate} /> : t('home.calm.why')}
                </EmptyState>
              </Card>
            )}
            {lenses.map((lens) => (
              <CardList
                key={lens}
                title={t(`home.lens.${lens}`)}
                cards={others.filter((card) => lensOf(card) === lens)}
              />
            ))}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function MainCard({ card }: { card: HomeCard }) {
  const t = useText();
  const { title, why, action } = wordsOf(card, t, useFormat());
  return (
    <section
      aria-label={t('home.first')}
      className="flex flex-wrap items-center gap-x-4 gap-y-4 rounded-xl border border-accent/25 bg-accent-tint p-4 sm:p-5"
    >
      <span className="inline-flex size-10 shrink-0 items-center justify-center rounded-lg bg-accent text-on-accent">
        <Icon of={cardIcon[card.kind]} size={20} />
      </span>
      <div className="min-w-48 flex-1">
        <h2 className="text-lead font-semibold text-balance">{title}</h2>
        <p className="text-body text-pretty text-muted">{why}</p>
      </div>
      {card.kind === 'take-seat' ? (
        <TakeSeat card={card} action={action} />
      ) : card.kind === 'confirm-meeting' && !card.facts['circle'] ? (
        <DidYouMeet card={card} />
      ) : (
        <LinkButton variant="primary" href={card.path} className="max-sm:w-full">
          {action}
        </LinkButton>
      )}
      {card.kind === 'plan-meeting' && (
        <OfferedTimes pairingId={card.path.split('/')[2] ?? ''} label={t('home.card.times')} />
      )}
    </section>
  );
}

function CardList({ title, cards }: { title: string; cards: HomeCard[] }) {
  if (cards.length === 0) return null;
  return (
    <Section title={title}>
      <Card isFlush>
        <ul className="divide-y">
          {cards.map((card) => (
            <li key={`${card.kind} ${card.path}`}>
              <CardLine card={card} />
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}

function CardLine({ card }: { card: HomeCard }) {
  const t = useText();
  const { title, why } = wordsOf(card, t, useFormat());
  return (
    <Link
      variant="plain"
      href={card.path}
      className="flex items-center gap-3 rounded-lg px-4 py-3 transition-colors duration-120 hover:bg-hover"
    >
      <Icon of={cardIcon[card.kind]} size={20} className="text-muted" />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{title}</span>
        <span className="block text-dense text-muted">{why}</span>
      </span>
      <Icon of={ChevronRight} isMirrored className="text-muted" />
    </Link>
  );
}
