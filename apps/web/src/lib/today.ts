import { createContext, use, useCallback, useSyncExternalStore } from 'react';

/** The zone of who is signed in, from their profile. Before anybody is known: undefined, the browser's own zone. */
export const ReadersZone = createContext<string | undefined>(undefined);

export const useReadersZone = (): string | undefined => use(ReadersZone);

/** Making one takes longer than a hundred uses. */
const formats = new Map<string | undefined, Intl.DateTimeFormat>();

/** The day that an instant falls on in a zone, `YYYY-MM-DD`; in the browser's zone where none is given. */
export function dayIn(at: string | number | Date, zone?: string): string {
  const known =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-CA', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      ...(zone && { timeZone: zone }),
    });
  formats.set(zone, known);
  return known.format(new Date(at));
}

/** The day it is in a zone. */
export const todayIn = (zone?: string): string => dayIn(Date.now(), zone);

/** The last whole day before an instant at which something ends, which is a midnight of the zone. */
export const lastDayBefore = (endsAt: string, zone: string): string => dayIn(Date.parse(endsAt) - 1, zone);

function eachMinute(look: () => void): () => void {
  const timer = setInterval(look, 60_000);
  return () => clearInterval(timer);
}

/** The day it is for the reader, or in the zone given; the component renders anew at midnight, and only then. */
export function useToday(zone?: string): string {
  const readers = useReadersZone();
  return useSyncExternalStore(
    eachMinute,
    useCallback(() => todayIn(zone ?? readers), [zone, readers]),
  );
}
