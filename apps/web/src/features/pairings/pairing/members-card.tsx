import type { Pairing } from '@ithaca/contracts/pairings';
import { useText } from '../../../lib/i18n.tsx';
import { menteesOf } from '../../../lib/pairing-name.ts';
import { useSession } from '../../../shell/session.tsx';
import { Avatar } from '../../../ui/avatar.tsx';
import { Card } from '../../../ui/card.tsx';
import { Link } from '../../../ui/link.tsx';

/** Who sits in the circle: its mentor first, and who has not said yes yet. */
export function MembersCard({ pairing }: { pairing: Pairing }) {
  const t = useText();
  const { actor } = useSession();
  const isOffered = pairing.state === 'offered';
  return (
    <Card
      title={t('pairings.members')}
      description={t('pairings.members.count', { count: menteesOf(pairing).length })}
    >
      <ul className="flex flex-col gap-3">
        {pairing.members.map(({ personId, displayName, jobTitle, role, acceptedAt }) => (
          <li key={personId} className="flex items-start gap-3">
            <Avatar name={displayName} size="small" />
            <div className="flex min-w-0 flex-1 flex-col">
              <span className="flex flex-wrap items-baseline gap-x-2">
                <Link variant="quiet" href={`/people/${personId}`} className="font-medium">
                  <span dir="auto">{displayName}</span>
                </Link>
                {personId === actor.personId && (
                  <span className="text-dense text-muted">{t('pairings.members.you')}</span>
                )}
              </span>
              <span className="text-dense text-muted">
                {role === 'mentor' && `${t('pairings.members.mentor')}${jobTitle && ' · '}`}
                <span dir="auto">{jobTitle}</span>
              </span>
              {!isOffered && acceptedAt === null && (
                <span className="text-dense text-muted">{t('pairings.members.open')}</span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
