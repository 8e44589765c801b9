import type { ProposalItem } from '@ithaca/contracts/matching';
import ArrowLeftRight from 'lucide-react/icons/arrow-left-right';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import type { Person } from './queue.ts';
import { useMatchingText } from '../matching-text.ts';

/** One side: name, work, place and the time on that clock. */
function Side({ person, role }: { person: Person; role: string }) {
  const t = useMatchingText();
  const { instant } = useFormat();
  const [opened] = useState(() => new Date());
  const now = instant(opened, { zone: person.timeZone, withDay: false });
  return (
    <div className="flex min-w-0 flex-1 items-start gap-3">
      <Avatar name={person.displayName} />
      <div className="flex min-w-0 flex-col">
        <span className="text-caption text-muted">{role}</span>
        <Link variant="quiet" href={`/people/${person.personId}`} className="truncate font-semibold">
          <span dir="auto">{person.displayName}</span>
        </Link>
        <span dir="auto" className="text-dense">
          {[person.jobTitle, person.department].filter(Boolean).join(' · ')}
        </span>
        <span className="text-dense text-muted">
          <span dir="auto">{person.site}</span>
          {person.site && ' · '}
          {t('matching.pair.zone', { time: now })}
        </span>
      </div>
    </div>
  );
}

/** The two people of a pairing side by side. */
export function PairSides({ mentee, item }: { mentee: Person; item: ProposalItem | undefined }) {
  const t = useMatchingText();
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-col gap-3 @min-[34rem]:flex-row @min-[34rem]:items-start @min-[34rem]:gap-4">
        <Side person={mentee} role={t('matching.pair.mentee')} />
        {item && (
          <>
            <Icon of={ArrowLeftRight} className="mt-5 hidden text-muted @min-[34rem]:block" />
            <Side person={item.mentor} role={t('matching.pair.mentor')} />
          </>
        )}
      </div>
      {item?.origin === 'person' && (
        <p className="flex flex-wrap items-center gap-2 text-dense">
          <Badge>{t('matching.pair.byPerson')}</Badge>
          {item.reason && <span dir="auto">{t('matching.pair.reason', { reason: item.reason })}</span>}
        </p>
      )}
    </div>
  );
}
