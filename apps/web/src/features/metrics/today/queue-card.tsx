import type { CohortOverview } from '@ithaca/contracts/metrics';
import CircleCheck from 'lucide-react/icons/circle-check';
import { useText } from '../../../lib/i18n.tsx';
import { useCohort } from '../../../shell/cohort.ts';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Link } from '../../../ui/link.tsx';
import { QueueLine } from './queue-line.tsx';
import { useFocusAfterEnd } from './use-focus-after-end.ts';

const SHOWN = 5;

/** The start of the queue: the pairings that need somebody most, with why and one act each. */
export function QueueCard({ overview: { queue, metrics, asOf } }: { overview: CohortOverview }) {
  const t = useText();
  const { program, hrefOf } = useCohort();
  const { list, onEnded } = useFocusAfterEnd(queue);
  const atRisk = metrics.find(({ key }) => key === 'pairings-at-risk')?.numerator ?? queue.length;
  return (
    <div ref={list} tabIndex={-1} className="min-w-0 outline-none">
      <Card
        isFlush
        title={t('metrics.overview.queue')}
        {...(atRisk > SHOWN && {
          footer: (
            <Link href={hrefOf('pairings', { look: 'worth' })}>
              {t('metrics.overview.queue.all', { count: atRisk })}
            </Link>
          ),
        })}
      >
        {queue.length === 0 ? (
          <EmptyState icon={CircleCheck} title={t('metrics.overview.queue.none')}>
            {t('metrics.today.calm.why')}
          </EmptyState>
        ) : (
          <ol className="divide-y">
            {queue.slice(0, SHOWN).map((pairing) => (
              <li key={pairing.id}>
                <QueueLine
                  pairing={pairing}
                  asOf={asOf}
                  programId={program.id}
                  programName={program.name}
                  onEnded={onEnded}
                />
              </li>
            ))}
          </ol>
        )}
      </Card>
    </div>
  );
}
