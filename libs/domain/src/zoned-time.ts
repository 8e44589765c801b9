const DAY = 86_400_000;

/**
 * Wall clock of one IANA time zone, from the runtime's own zone data. Days are `2026-03-01`, minutes count from local
 * midnight, instants are milliseconds since 1970. Making one costs some 50 µs, and it remembers the days it was asked about:
 * take the one of a zone by `ZonedTime.of`. Throws RangeError for a zone the runtime does not know.
 */
export class ZonedTime {
  static readonly #known = new Map<string, ZonedTime>();

  readonly #format: Intl.DateTimeFormat;
  /** By day of UTC: the offset that holds all through it, or null when clocks change in it. */
  readonly #steady = new Map<number, number | null>();

  private constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** The one of a zone; made when it is first asked for. */
  static of(timeZone: string): ZonedTime {
    let known = ZonedTime.#known.get(timeZone);
    if (!known) ZonedTime.#known.set(timeZone, (known = new ZonedTime(timeZone)));
    return known;
  }

  /** How far the wall clock is ahead of UTC at an instant, in milliseconds; negative in the west. */
  offsetAt(instant: number): number {
    const day = Math.floor(instant / DAY);
    let steady = this.#steady.get(day);
    if (steady === undefined) {
      const first = this.#readOffset(day * DAY);
      steady = first === this.#readOffset((day + 1) * DAY) ? first : null;
      this.#steady.set(day, steady);
    }
    return steady ?? this.#readOffset(instant);
  }

  /** The calendar day on the wall at an instant. */
  dayOf(instant: number): string {
    return new Date(instant + this.offsetAt(instant)).toISOString().slice(0, 10);
  }

  /** Minutes since local midnight on the wall at an instant. */
  minuteOf(instant: number): number {
    const wall = new Date(instant + this.offsetAt(instant));
    return wall.getUTCHours() * 60 + wall.getUTCMinutes();
  }

  /**
   * The instant at which the wall shows `minutes` after midnight of `day`. A time that the clock shows twice is the
   * earlier one; a time that it skips is as much later as the clock was put forward (as Temporal's 'compatible').
   */
  instantOf(day: string, minutes: number): number {
    const wall = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000;
    const shown = this.#shownAt(wall);
    return shown.length > 0 ? Math.min(...shown) : wall - this.offsetAt(wall - DAY);
  }

  /** What the wall shows at an instant, in milliseconds as if it were UTC. */
  wallAt(instant: number): number {
    return instant + this.offsetAt(instant);
  }

  /** Whether the wall shows the time of an instant twice, because the clock is put back over it. */
  isDoubled(instant: number): boolean {
    return new Set(this.#shownAt(this.wallAt(instant))).size > 1;
  }

  #shownAt(wall: number): number[] {
    return [wall - this.offsetAt(wall - DAY), wall - this.offsetAt(wall + DAY)].filter(
      (instant) => this.wallAt(instant) === wall,
    );
  }

  #readOffset(instant: number): number {
    const fields: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(instant)) fields[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
  }
}
