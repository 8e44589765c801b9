import { workSpans, type Span } from '@ithaca/domain/meeting-times';
import { addDays } from '@ithaca/domain/cohort';
import { ZonedTime } from '@ithaca/domain/zoned-time';
import type { Person } from '@ithaca/contracts/people';
import { useFormat } from '../../lib/format.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { shortName } from '../../lib/short-name.ts';
import { cx } from '../../ui/cx.ts';

/** `spans` are working hours, busy ones taken out; `busy` what their own calendar holds. */
type Worker = { name: string; spans: Span[]; busy: Span[] };

const HOUR = 3_600_000;

/** The parts of `spans` that lie within `window`. */
const within = (spans: readonly Span[], window: Span): Span[] =>
  spans
    .map(({ from, to }) => ({ from: Math.max(from, window.from), to: Math.min(to, window.to) }))
    .filter(({ from, to }) => to > from);

/** What is left of `spans`. */
const without = (spans: readonly Span[], busy: readonly Span[]): Span[] =>
  busy.reduce<Span[]>(
    (left, taken) =>
      left.flatMap(({ from, to }) =>
        [
          { from, to: Math.min(to, taken.from) },
          { from: Math.max(from, taken.to), to },
        ].filter((span) => span.to > span.from),
      ),
    [...spans],
  );

const common = (workers: readonly Worker[]): Span[] =>
  workers
    .slice(1)
    .reduce<Span[]>(
      (spans, { spans: own }) => spans.flatMap((span) => within(own, span)),
      workers[0]?.spans ?? [],
    );

type OverlapStripProps = {
  me: Person;
  others: readonly Person[];
  /** The days shown, in the reader's zone. */
  days: readonly string[];
  /** When somebody is busy by their own calendar. */
  busy?: readonly (Span & { personId: string })[];
  /** The time that is being considered. */
  chosen?: Span | undefined;
};

/** The working hours of both on the reader's clock, and where they meet. */
export function OverlapStrip({ me, others, days, busy = [], chosen }: OverlapStripProps) {
  const t = useText();
  const { day, instant, list } = useFormat();
  const zone = ZonedTime.of(me.timeZone);
  return (
    <div className="flex flex-col gap-5">
      {busy.length > 0 && <p className="text-dense text-muted">{t('meetings.overlap.busy')}</p>}
      {days.map((each) => {
        const window = { from: zone.instantOf(each, 0), to: zone.instantOf(addDays(each, 1), 0) };
        const workers = [me, ...others].map((person, index) => ({
          name: index === 0 ? t('pairings.you') : shortName(person.displayName),
          ...hoursOf(person, window, busy),
        }));
        const shared = common(workers);
        const words = list(
          shared.map(({ from, to }) =>
            t('meetings.overlap.span', {
              from: instant(new Date(from), { zone: me.timeZone, withDay: false }),
              to: instant(new Date(to), { zone: me.timeZone, withDay: false }),
            }),
          ),
        );
        return (
          <figure key={each} className="flex flex-col gap-1.5">
            <figcaption className="flex flex-wrap justify-between gap-x-4 text-dense">
              <span className="font-medium">{day(each, 'long')}</span>
              <span className={cx(shared.length > 0 ? 'text-success' : 'text-muted')}>
                {shared.length > 0
                  ? t('meetings.overlap.common', { times: words })
                  : t('meetings.overlap.none')}
              </span>
            </figcaption>
            <div aria-hidden className="grid grid-cols-[4.5rem_1fr] items-center gap-x-3 gap-y-1">
              {workers.map((worker) => (
                <Row key={worker.name} worker={worker} window={window} shared={shared} chosen={chosen} />
              ))}
              <span />
              <Hours window={window} zone={me.timeZone} />
            </div>
          </figure>
        );
      })}
    </div>
  );
}

/** Somebody's working hours of a day without what their calendar holds, and that. */
function hoursOf(
  { id, timeZone, workingHours }: Person,
  window: Span,
  busy: readonly (Span & { personId: string })[],
): Pick<Worker, 'spans' | 'busy'> {
  const taken = within(
    busy.filter(({ personId }) => personId === id),
    window,
  );
  const work = workingHours ? within(workSpans({ timeZone, workingHours }, window), window) : [];
  return { spans: without(work, taken), busy: taken };
}

/** Told apart by pattern, not by colour. */
const STRIPES = {
  backgroundImage: 'repeating-linear-gradient(135deg, currentColor 0 1px, transparent 1px 5px)',
};

const place = ({ from, to }: Span, window: Span) => ({
  insetInlineStart: `${((from - window.from) / (window.to - window.from)) * 100}%`,
  inlineSize: `${((to - from) / (window.to - window.from)) * 100}%`,
});

function Row({
  worker,
  window,
  shared,
  chosen,
}: {
  worker: Worker;
  window: Span;
  shared: Span[];
  chosen: Span | undefined;
}) {
  const marks = chosen ? within([chosen], window) : [];
  return (
    <>
      <span className="truncate text-dense text-muted">{worker.name}</span>
      <span className="relative block h-5 overflow-hidden rounded-sm bg-track forced-colors:border">
        {worker.spans.map((span) => (
          <span
            key={span.from}
            style={place(span, window)}
            className="absolute inset-y-0 bg-accent/35 forced-colors:bg-[GrayText]"
          />
        ))}
        {worker.busy.map((span) => (
          <span
            key={span.from}
            style={{ ...place(span, window), ...STRIPES }}
            className="absolute inset-y-0 text-muted"
          />
        ))}
        {shared.map((span) => (
          <span
            key={span.from}
            style={place(span, window)}
            className="absolute inset-y-0 bg-success/70 forced-colors:bg-[Highlight]"
          />
        ))}
        {marks.map((span) => (
          <span
            key={span.from}
            style={place(span, window)}
            className="absolute inset-y-0 min-w-1 border-2 border-text bg-card/60"
          />
        ))}
      </span>
    </>
  );
}

function Hours({ window, zone }: { window: Span; zone: string }) {
  const { formatTag } = useLocale();
  const hourOf = new Intl.DateTimeFormat(formatTag, { hour: 'numeric', timeZone: zone });
  const marks = [0, 6, 12, 18];
  return (
    <span className="relative block h-4 text-caption text-muted tabular-nums">
      {marks.map((hour) => (
        <span
          key={hour}
          className="absolute"
          style={{ insetInlineStart: `${((hour * HOUR) / (window.to - window.from)) * 100}%` }}
        >
          {hourOf.format(window.from + hour * HOUR)}
        </span>
      ))}
    </span>
  );
}
