import type { Stamp } from '@ithaca/contracts/stamp';
import { stampWords } from '@ithaca/metrics/sheets/sheet';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';

/** When the numbers of a page were formed, and of which state of the data: what a file or a paper of the same numbers says, too. The last line of a page. */
export function StampLine({ stamp }: { stamp: Stamp }) {
  const t = useText();
  const { instant } = useFormat();
  return <p className="text-caption text-muted">{stampWords(t, stamp, instant)}</p>;
}
