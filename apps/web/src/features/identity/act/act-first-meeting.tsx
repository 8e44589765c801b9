import type { Act } from '@ithaca/contracts/acts';
import { useId, useState } from 'react';
import { OtherTimes } from '../../../lib/both-times.tsx';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { shortName } from '../../../lib/short-name.ts';
import { EntranceButton } from '../entrance-parts.tsx';

type Offer = NonNullable<Act['firstMeeting']>;
type Props = {
  offer: Offer;
  hasProblem: boolean;
  isRunning: boolean;
  onPlan: (startsAt: string) => void;
};

/** The time of the mail, or the next ones that are free for everybody; one press invites. */
export function ActFirstMeeting({ offer, hasProblem, isRunning, onPlan }: Props) {
  const t = useText();
  const { instant } = useFormat();
  const { asked, partners, timeZone } = offer;
  const name = useId();
  const isFree = asked?.fit === 'free';
  const times = isFree
    ? [asked, ...offer.times.filter(({ startsAt }) => startsAt !== asked.startsAt)].toSorted((a, b) =>
        a.startsAt.localeCompare(b.startsAt),
      )
    : offer.times;
  const [picked, setPicked] = useState<string | undefined>();
  const chosen = picked ?? (isFree ? asked.startsAt : times[0]?.startsAt);
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== undefined && !isRunning) onPlan(chosen);
      }}
    >
      {asked && !isFree && !hasProblem && (
        <output className="rounded-lg bg-warning-tint px-3.5 py-2.5 text-body">
          {t('acts.plan-meeting.gone', {
            when: instant(asked.startsAt, { zone: timeZone }),
            fit: asked.fit,
          })}
        </output>
      )}
      {times.length === 0 ? (
        <p className="text-body text-muted">{t('acts.plan-meeting.none')}</p>
      ) : (
        <>
          <fieldset className="flex flex-col gap-1.5">
            <legend className="mb-1.5 text-dense font-medium">{t('acts.plan-meeting.when')}</legend>
            {times.map(({ startsAt, outsideHoursOf }) => (
              <label
                key={startsAt}
                className="flex min-h-11 cursor-pointer items-start gap-2.5 rounded-md border px-3 py-2 text-body hover:bg-hover has-checked:border-accent has-checked:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-ring"
              >
                <input
                  type="radio"
                  name={name}
                  checked={chosen === startsAt}
                  onChange={() => setPicked(startsAt)}
                  className="mt-1 accent-accent outline-none"
                />
                <span className="min-w-0">
                  <time dateTime={startsAt} className="block">
                    {instant(startsAt, { zone: timeZone })}
                  </time>
                  <OtherTimes at={startsAt} zone={timeZone} others={partners} />
                  {outsideHoursOf.length > 0 && (
                    <span className="block text-dense text-muted">
                      {t('acts.plan-meeting.outside', { names: outsideHoursOf.map(shortName).join(', ') })}
                    </span>
                  )}
                </span>
              </label>
            ))}
          </fieldset>
          <EntranceButton look="primary" type="submit" isRunning={isRunning}>
            {t('acts.plan-meeting.button')}
          </EntranceButton>
        </>
      )}
    </form>
  );
}
