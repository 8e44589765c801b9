import type { meetingRoutes } from '@ithaca/contracts/meetings';
import type { Pairing } from '@ithaca/contracts/pairings';
import type { ReplyOf } from '@ithaca/contracts/route';
import { useState } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { shortName } from '../../lib/short-name.ts';
import { dayIn } from '../../lib/today.ts';
import { useSession } from '../../shell/session.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';

export type FreeTimes = ReplyOf<(typeof meetingRoutes)['suggestTimes']>;
type Slot = FreeTimes['slots'][number];

/** The last choice of the suggestions: a time of one's own. */
export const OTHER = 'other';
const AT_FIRST = 5;

/** What a suggested time means for the partner, in words: their clock, or for whom it is outside working hours. */
export function useSlotWords(others: Pairing['members']): (slot: Slot) => string {
  const t = useText();
  const { instant, list } = useFormat();
  const { person } = useSession();
  return (slot) => {
    const own = instant(slot.startsAt, { zone: person.timeZone });
    const theirs = others
      .filter(({ timeZone }) => instant(slot.startsAt, { zone: timeZone }) !== own)
      .map(({ timeZone, displayName }) =>
        t('common.timeFor', {
          time: instant(slot.startsAt, {
            zone: timeZone,
            withDay: dayIn(slot.startsAt, timeZone) !== dayIn(slot.startsAt, person.timeZone),
          }),
          name: shortName(displayName),
        }),
      );
    const outside = slot.outsideHoursOf.map((name) =>
      name === person.displayName ? t('common.you') : shortName(name),
    );
    return [
      ...theirs,
      ...(outside.length > 0 ? [t('common.outsideHours', { names: list(outside) })] : []),
    ].join(' · ');
  };
}

type SuggestedTimesProps = {
  others: Pairing['members'];
  times: FreeTimes;
  value: string | null;
  onChange: (value: string) => void;
  error: string | undefined;
};

/** Times inside the working hours of both, or the least bad ones with for whom they are bad; and a time of one's own. */
export function SuggestedTimes({ others, times, value, onChange, error }: SuggestedTimesProps) {
  const t = useText();
  const { instant, list } = useFormat();
  const { person } = useSession();
  const wordsOf = useSlotWords(others);
  const [isWhole, setWhole] = useState(false);
  const position = times.slots.findIndex(({ startsAt }) => startsAt === value);
  const shown = isWhole ? times.slots : times.slots.slice(0, Math.max(AT_FIRST, position + 1));
  const hasOverlap = times.slots.some(({ outsideHoursOf }) => outsideHoursOf.length === 0);
  const names = list(others.map(({ displayName }) => shortName(displayName)));
  return (
    <div className="flex flex-col gap-3">
      {!hasOverlap && times.slots.length > 0 && (
        <Banner tone="warning" title={t('meetings.slots.none', { name: names })}>
          {t('meetings.slots.leastBad')}
        </Banner>
      )}
      <RadioGroup
        layout="cards"
        label={t('meetings.slots')}
        choices={[
          ...shown.map((slot) => ({
            id: slot.startsAt,
            label: instant(slot.startsAt, { zone: person.timeZone }),
            description: wordsOf(slot) || t('meetings.slot.both'),
          })),
          { id: OTHER, label: t('meetings.slot.other'), description: t('meetings.slot.other.what') },
        ]}
        value={value}
        onChange={onChange}
        error={error}
      />
      {shown.length < times.slots.length && (
        <Button variant="quiet" className="self-start" onPress={() => setWhole(true)}>
          {t('meetings.slots.more', { count: times.slots.length - shown.length })}
        </Button>
      )}
    </div>
  );
}
