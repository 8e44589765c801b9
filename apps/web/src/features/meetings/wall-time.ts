import { ZonedTime } from '@ithaca/domain/zoned-time';

/** `YYYY-MM-DDTHH:mm` on the wall of a zone as an instant; undefined for what is not a time. */
export function instantOf(wall: string, zone: string): string | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(wall);
  if (!parts?.[1]) return undefined;
  const minutes = Number(parts[2]) * 60 + Number(parts[3]);
  return new Date(ZonedTime.of(zone).instantOf(parts[1], minutes)).toISOString();
}

/** What the wall of a zone shows at an instant, as `YYYY-MM-DDTHH:mm`. */
export function wallOf(instant: string | number, zone: string): string {
  const at = new Date(instant).getTime();
  const zoned = ZonedTime.of(zone);
  const minutes = zoned.minuteOf(at);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${zoned.dayOf(at)}T${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
