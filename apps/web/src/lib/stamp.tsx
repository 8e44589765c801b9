import type { Stamp } from '@ithaca/contracts/stamp';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';

/** When the numbers of a page were formed, and of which state of the data: what a file or a paper of the same numbers says, too. */
export function StampWords({ stamp: { dataVersion, computedAt } }: { stamp: Stamp }) {
  const t = useText();
  const { instant } = useFormat();
  const at = instant(computedAt);
  return dataVersion === null
    ? t('metrics.computed', { at })
    : t('metrics.stamp', { version: dataVersion, at });
}

/** The same as the last line of a page. */
export function StampLine({ stamp }: { stamp: Stamp }) {
  return (
    <p className="text-caption text-muted">
      <StampWords stamp={stamp} />
    </p>
  );
}
