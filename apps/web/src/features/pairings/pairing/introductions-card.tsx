import type { Pairing } from '@ithaca/contracts/pairings';
import { useQuery } from '@tanstack/react-query';
import { useText } from '../../../lib/i18n.tsx';
import { introductionsQuery, useIntroductionWords } from '../../../lib/introductions.ts';
import { Card } from '../../../ui/card.tsx';
import { Link } from '../../../ui/link.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Status } from '../../../ui/status.tsx';

const MOST_SHOWN = 3;

/** What the two do for each other beyond their talks: what waits first, then what is under way. */
export function IntroductionsCard({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const words = useIntroductionWords();
  const { data } = useQuery(introductionsQuery(pairing.id));
  const path = `/pairings/${pairing.id}/introductions`;
  if (!data) return null;
  const shown = data.items
    .filter(({ state }) => state !== 'withdrawn' && state !== 'not-this-time')
    .toSorted((one, other) => Number(other.isMyTurn) - Number(one.isMyTurn))
    .slice(0, MOST_SHOWN);
  return (
    <Card
      title={t('pairings.introductions')}
      actions={
        <Link href={path} className="py-1 text-dense">
          {t('pairings.introductions.all')}
        </Link>
      }
    >
      {shown.length === 0 ? (
        <div className="flex flex-wrap items-center justify-between gap-4">
          <p className="text-muted">{t(`pairings.introductions.empty.${pairing.myRole ?? 'mentee'}`)}</p>
          {pairing.state === 'active' && (
            <LinkButton href={path}>{t('pairings.introductions.begin')}</LinkButton>
          )}
        </div>
      ) : (
        <ul className="flex flex-col gap-3">
          {shown.map((one) => (
            <li key={one.id} className="flex flex-col items-start gap-1">
              <Link href={`/introductions/${one.id}`}>{words.title(one)}</Link>
              <Status tone={words.tone(one)} look="plain">
                {words.state(one)}
              </Status>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
