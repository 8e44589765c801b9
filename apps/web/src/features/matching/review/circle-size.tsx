import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Status } from '../../../ui/status.tsx';
import type { Circle } from './circles.ts';

/** How many of how many places are taken, and whether that is too few. */
export function CircleSize({ circle }: { circle: Circle }) {
  const t = useText();
  const { number } = useFormat();
  const [size, places] = [number(circle.size), number(circle.places)];
  return circle.isTooSmall ? (
    <Status tone="warning" look="plain" icon={TriangleAlert}>
      {t('review.circle.size.small', { size, places })}
    </Status>
  ) : (
    <span className="text-caption text-muted tabular-nums">{t('review.circle.size', { size, places })}</span>
  );
}
