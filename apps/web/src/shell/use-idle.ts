import { useEffect, useState } from 'react';

/** False until the browser has nothing more urgent to do: for what may come a moment later. */
export function useIdle(): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    if ('requestIdleCallback' in window) {
      const ticket = requestIdleCallback(() => setIdle(true), { timeout: 2_000 });
      return () => cancelIdleCallback(ticket);
    }
    const timer = setTimeout(() => setIdle(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return isIdle;
}
