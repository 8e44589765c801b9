import type { CohortOverview } from '@ithaca/contracts/metrics';
import CircleCheck from 'lucide-react/icons/circle-check';
import Sprout from 'lucide-react/icons/sprout';
import { useRef } from 'react';
import { useText } from '../../lib/i18n.tsx';
import { useCohort } from '../../shell/cohort.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { countsOf } from './overview-verdict.ts';
import { QueueLine } from './queue-line.tsx';

const SHOWN = 5;

/** The start of the queue: the pairings that need somebody most, with why and one act each. */
export function QueueCard({ overview: { queue, metrics, health, asOf } }: { overview: CohortOverview }) {
  const t = useText();
  const { program, hrefOf } = useCohort();
  const card = useRef<HTMLDivElement>(null);
  const atRisk = metrics.find(({ key }) => key === 'pairings-at-risk')?.numerator ?? queue.length;
  return (
    <div ref={card} tabIndex={-1} className="min-w-0 outline-none">
      <Card
        isFlush
        title={t('metrics.overview.queue')}
        {...(atRisk > SHOWN && {
          footer: <Link href={hrefOf('pairings')}>{t('metrics.overview.queue.all', { count: atRisk })}</Link>,
        })}
      >
        {queue.length === 0 ? (
          <EmptyState
            icon={countsOf(health).open > 0 ? CircleCheck : Sprout}
            title={t(countsOf(health).open > 0 ? 'metrics.overview.queue.none' : 'metrics.today.calm')}
          >
            {t(countsOf(health).open > 0 ? 'metrics.today.calm.why' : 'metrics.overview.queue.before')}
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
                  onEnded={() => card.current?.focus()}
                />
              </li>
            ))}
          </ol>
        )}
      </Card>
    </div>
  );
}
