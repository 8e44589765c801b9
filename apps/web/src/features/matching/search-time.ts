import { useText } from '../../lib/i18n.tsx';

const MINUTE = 60;

/** A search time as people say it: whole minutes as such, anything else in seconds. */
export function useSearchTime(): (seconds: number) => string {
  const t = useText();
  return (seconds) =>
    seconds >= MINUTE && seconds % MINUTE === 0
      ? t('runs.time.minutes', { count: seconds / MINUTE })
      : t('runs.time.seconds', { count: seconds });
}
