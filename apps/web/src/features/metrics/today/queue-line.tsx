import type { PairingItem } from '@ithaca/contracts/pairings';
import type { ReactNode } from 'react';
import { Link } from '../../../ui/link.tsx';
import { HealthStatus } from './health-status.tsx';
import { PairingActs } from './pairing-acts.tsx';
import { usePairingWords } from './pairing-words.ts';

type QueueLineProps = {
  pairing: PairingItem;
  asOf: string;
  programId: string;
  programName: string;
  /** Where it belongs, when the list holds several. */
  place?: ReactNode;
  onEnded?: (() => void) | undefined;
};

/** A pairing worth a look: who, how it is doing, why, and what to do about it. */
export function QueueLine({ pairing, asOf, programId, programName, place, onEnded }: QueueLineProps) {
  const words = usePairingWords();
  const reasons = words.reasons(pairing, asOf);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
          <Link href={`/pairings/${pairing.id}`} variant="quiet" className="min-w-0">
            {words.pair(pairing)}
          </Link>
          <HealthStatus pairing={pairing} />
          {place && <span className="text-dense text-muted">{place}</span>}
        </div>
        <p className="mt-0.5 text-dense text-pretty text-muted">{reasons.join(' · ')}</p>
      </div>
      <PairingActs
        pairing={pairing}
        programId={programId}
        programName={programName}
        hasButton
        onEnded={onEnded}
      />
    </div>
  );
}
