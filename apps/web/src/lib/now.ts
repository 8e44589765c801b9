import { useEffect, useState } from 'react';

/** The time as it passes, in milliseconds since 1970: for clocks, and for what changes by itself when its hour comes. */
export function useNow(everySeconds = 20): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everySeconds * 1_000);
    return () => clearInterval(timer);
  }, [everySeconds]);
  return now;
}
