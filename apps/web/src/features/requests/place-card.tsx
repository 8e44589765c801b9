import type { mentorRequestRoutes } from '@ithaca/contracts/mentor-requests';
import type { ReplyOf } from '@ithaca/contracts/route';
import { CAPACITY } from '@ithaca/domain/enrolment';
import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Card } from '../../ui/card.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Link } from '../../ui/link.tsx';
import { useSetPlaces } from './requests.queries.ts';

type Place = ReplyOf<(typeof mentorRequestRoutes)['listPlaces']>['items'][number];

/** My places in one cohort; fewer or none at any time, the pairings I have go on. */
export function PlaceCard({ place }: { place: Place }) {
  const t = useText();
  const { number } = useFormat();
  const set = useSetPlaces();
  const change = (by: -1 | 1) =>
    set.mutate({ enrolmentId: place.enrolmentId, capacity: place.capacity + by, version: place.version });
  const free = Math.max(0, place.capacity - place.mentees.length);
  return (
    <li>
      <Card level={3} title={place.programName} description={place.cohortName}>
        <div className="flex flex-col gap-4">
          <fieldset aria-label={t('requests.capacity')} className="flex flex-wrap items-center gap-3">
            <span className="min-w-0 flex-1">
              {t('requests.capacity')}
              <span className="block text-dense text-muted">
                {place.capacity === 0 ? t('requests.paused') : t('requests.places', { count: free })}
              </span>
            </span>
            <IconButton
              icon={Minus}
              variant="secondary"
              label={t('requests.fewer')}
              isDisabled={set.isPending || place.capacity <= CAPACITY.least}
              onPress={() => change(-1)}
            />
            <output className="w-6 text-center text-lead font-semibold tabular-nums">
              {number(place.capacity)}
            </output>
            <IconButton
              icon={Plus}
              variant="secondary"
              label={t('requests.more')}
              isDisabled={set.isPending || place.capacity >= CAPACITY.most}
              onPress={() => change(1)}
            />
          </fieldset>
          {place.mentees.length > 0 && (
            <ul className="-mb-2.5 divide-y border-t">
              {place.mentees.map(({ pairingId, displayName }) => (
                <li key={pairingId} className="py-2.5">
                  <Link href={`/pairings/${pairingId}`}>
                    <bdi>{displayName}</bdi>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </div>
      </Card>
    </li>
  );
}
