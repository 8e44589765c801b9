import type { Choices, PossibleMentor } from '@ithaca/contracts/mentor-requests';
import Check from 'lucide-react/icons/check';
import Plus from 'lucide-react/icons/plus';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { useReason } from '../../lib/reasons.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';

type MentorCardProps = {
  mentor: PossibleMentor;
  /** What the reader takes part as. */
  role: Choices['role'];
  /** Index in my order, -1 when not chosen. */
  place: number;
  isFull: boolean;
  onAdd: () => void;
  onRemove: () => void;
};

/** One mentor, or colleague: who it is, why it could fit, and whether a place is free. */
export function MentorCard({ mentor, role, place, isFull, onAdd, onRemove }: MentorCardProps) {
  const t = useText();
  const { number } = useFormat();
  const reason = useReason(role);
  const isChosen = place >= 0;
  return (
    <li
      className={cx(
        'flex flex-wrap items-start gap-x-4 gap-y-3 rounded-lg border p-4',
        isChosen ? 'border-accent bg-accent-tint' : 'bg-card',
      )}
    >
      <Avatar name={mentor.displayName} />
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="font-semibold">
            <Link href={`/people/${mentor.personId}`} variant="plain">
              <bdi>{mentor.displayName}</bdi>
            </Link>
          </h2>
          <Badge tone={mentor.freePlaces > 0 ? 'success' : 'neutral'}>
            {role === 'peer' && mentor.freePlaces > 0
              ? t('requests.free')
              : t('requests.places', { count: mentor.freePlaces })}
          </Badge>
        </div>
        <p className="text-dense text-muted">
          {[mentor.jobTitle, mentor.department, mentor.site].filter(Boolean).join(' · ')}
        </p>
        {mentor.reasons.length > 0 && (
          <ul className="mt-2 flex flex-col gap-1">
            {mentor.reasons.map(({ code, facts }) => (
              <li key={code} className="flex items-start gap-2">
                <Icon of={Check} className="mt-0.5 text-success" />
                <span className="min-w-0">{reason(code, facts)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      {isChosen ? (
        <Button
          onPress={onRemove}
          aria-label={`${t('requests.chosen', { place: number(place + 1) })}: ${t('requests.remove', { name: mentor.displayName })}`}
        >
          {t('requests.chosen', { place: number(place + 1) })}
        </Button>
      ) : (
        <Button
          icon={Plus}
          onPress={onAdd}
          disabledReason={
            mentor.freePlaces === 0 ? t('requests.notFree') : isFull ? t('requests.full') : undefined
          }
          aria-label={t('requests.add.name', { name: mentor.displayName })}
        >
          {t('requests.add')}
        </Button>
      )}
    </li>
  );
}
