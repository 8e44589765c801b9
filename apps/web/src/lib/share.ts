import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';

/** A number never stands without its base: "20 of 24, 83 %". A base of nothing has no share: "0 of 0". */
export function useShare(): (part: number, base: number) => string {
  const t = useText();
  const { number, percent } = useFormat();
  return (part, base) =>
    base === 0
      ? t('ui.share.none', { part: number(part), base: number(base) })
      : t('ui.share', { part: number(part), base: number(base), percent: percent(part / base) });
}
