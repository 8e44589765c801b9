import { meetingRoutes } from '@ithaca/contracts/meetings';
import { MEETING_MINUTES } from '@ithaca/domain/meeting';
import { pickAcrossDays } from '@ithaca/domain/meeting-times';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useSession } from '../shell/session.tsx';
import { Link } from '../ui/link.tsx';
import { call } from './api.ts';
import { OtherTimes } from './both-times.tsx';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';
import { pairingQuery, partnersOf } from './pairing.ts';
import { shortName } from './short-name.ts';

/** When all sides of a pairing can meet within two weeks. */
export const freeTimesQuery = (pairingId: string, minutes: number) =>
  queryOptions({
    queryKey: ['pairings', pairingId, 'free-times', minutes],
    queryFn: ({ signal }) =>
      call(meetingRoutes.suggestTimes, { params: { pairingId }, query: { minutes } }, { signal }),
    placeholderData: keepPreviousData,
  });

const OFFERED = 3;

/** Three times on different days that suit all, each one press away from the planner; nothing until they are known. */
export function OfferedTimes({ pairingId, label }: { pairingId: string; label: string }) {
  const t = useText();
  const { instant, list } = useFormat();
  const { actor, person } = useSession();
  const { data: pairing } = useQuery(pairingQuery(pairingId));
  const times = useQuery({
    ...freeTimesQuery(pairingId, pairing?.agreement?.minutes ?? MEETING_MINUTES.usual),
    enabled: pairing?.state === 'active',
  });
  if (!pairing || !times.data || times.data.slots.length === 0) return null;
  const slots = pickAcrossDays(
    times.data.slots.map((slot) => ({ ...slot, at: slot.startsAt, startsAt: new Date(slot.startsAt) })),
    person.timeZone,
    OFFERED,
  );
  return (
    <ul
      aria-label={label}
      className="grid w-full gap-2 text-start sm:grid-cols-[repeat(auto-fit,minmax(11rem,1fr))]"
    >
      {slots.map(({ at, outsideHoursOf }) => (
        <li key={at} className="relative rounded-lg border bg-card px-4 py-2.5 hover:border-edge">
          <Link
            variant="quiet"
            href={`/pairings/${pairingId}/meetings/new?at=${encodeURIComponent(at)}`}
            className="block after:absolute after:inset-0"
          >
            {instant(at, { zone: person.timeZone })}
          </Link>
          <OtherTimes at={at} zone={person.timeZone} others={partnersOf(pairing, actor.personId)} />
          {outsideHoursOf.length > 0 && (
            <span className="block text-dense text-muted">
              {t('common.outsideHours', {
                names: list(
                  outsideHoursOf.map((name) =>
                    name === person.displayName ? t('common.you') : shortName(name),
                  ),
                ),
              })}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
