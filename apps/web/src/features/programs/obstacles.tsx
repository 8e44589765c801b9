import type { OpenCohort } from '@ithaca/contracts/programs';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Status } from '../../ui/status.tsx';

/** Why a cohort is not open to somebody, in one plain sentence. */
export function useObstacleWords(): (of: OpenCohort['obstacles']) => string {
  const t = useText();
  const { list } = useFormat();
  return (of) =>
    of.includes('left')
      ? t('programs.obstacle.left')
      : t('programs.obstacle', { list: list(of.map((one) => t(`programs.obstacle.${one}`))) });
}

export function Obstacles({ of }: { of: OpenCohort['obstacles'] }) {
  const words = useObstacleWords();
  return (
    <Status look="plain" tone="neutral">
      <span className="whitespace-normal">{words(of)}</span>
    </Status>
  );
}
