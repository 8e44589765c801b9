import { useText } from '../../../lib/i18n.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { cx } from '../../../ui/cx.ts';
import { CircleSize } from './circle-size.tsx';
import type { Circle } from './circles.ts';
import type { Entry } from './queue.ts';

/** The circle of the mentee who is looked at, member by member; one press leads to each. */
export function CircleCard({
  circle,
  current,
  onSelect,
}: {
  circle: Circle;
  current: Entry;
  onSelect: (menteeId: string) => void;
}) {
  const t = useText();
  return (
    <Card
      title={t('review.circle.members')}
      description={t('review.circle', { mentor: circle.mentor.displayName })}
      actions={
        <span className="leading-6">
          <CircleSize circle={circle} />
        </span>
      }
    >
      <ul className="-mx-2 flex flex-col">
        {circle.members.map((member) => {
          const isCurrent = member.enrolmentId === current.mentee.enrolmentId;
          return (
            <li key={member.enrolmentId}>
              <button
                type="button"
                aria-current={isCurrent}
                onClick={() => onSelect(member.enrolmentId)}
                className={cx(
                  'flex w-full flex-col rounded-md px-2 py-1 text-start hover:bg-hover pointer-coarse:min-h-11',
                  isCurrent && 'bg-accent-tint',
                )}
              >
                <bdi className="text-dense font-medium">{member.displayName}</bdi>
                <bdi className="text-caption text-muted">
                  {[member.jobTitle, member.department].filter(Boolean).join(' · ')}
                </bdi>
              </button>
            </li>
          );
        })}
      </ul>
      {circle.size > circle.members.length && (
        <p className="mt-2 text-dense text-muted">
          {t('review.circle.running', { count: circle.size - circle.members.length })}
        </p>
      )}
    </Card>
  );
}

/** Circles that would be left out as they stand, each with the way to look at it. */
export function SmallCircles({
  circles,
  smallest,
  onSelect,
}: {
  circles: readonly Circle[];
  smallest: number;
  onSelect: (menteeId: string) => void;
}) {
  const t = useText();
  const small = circles.filter(({ isTooSmall }) => isTooSmall);
  if (small.length === 0) return null;
  return (
    <Banner
      tone="warning"
      title={t('review.circle.small', { count: small.length, smallest })}
      actions={small.map(({ mentor, members: [first] }) => (
        <Button key={mentor.enrolmentId} size="small" onPress={() => first && onSelect(first.enrolmentId)}>
          {t('review.circle', { mentor: mentor.displayName })}
        </Button>
      ))}
    >
      {t('review.circle.small.what')}
    </Banner>
  );
}
