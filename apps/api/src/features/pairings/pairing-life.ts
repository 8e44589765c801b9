import type { PairingItem } from '@ithaca/contracts/pairings';
import type { PairingState } from '@ithaca/domain/pairing';
import { openPairingStates } from '@ithaca/domain/pairing';
import type { PairingLife, Pause } from '@ithaca/metrics/cadence';
import { listEarlySignals } from '@ithaca/metrics/early-signals';
import { healthOf } from '@ithaca/metrics/health';

/** What is known of the life of a pairing: dates and counts, no content. One row of `FACTS` in pairings.queries.ts. */
export interface LifeFacts {
  id: string;
  state: PairingState;
  cadenceDays: number;
  startedOn: string | null;
  endedOn: string | null;
  pauses: Pause[];
  heldOn: string[];
  nextMeetingOn: string | null;
  unconfirmedOn: string | null;
  lastMoved: boolean[];
  cancellations: { on: string; by: string | null }[];
  usefulnessBySide: number[];
  usefulnessChange: number[];
  fit: number[];
  unansweredSince: string | null;
  goals: number;
  mentorLoad: number;
  mentorCapacity: number;
  jobChangedOn: string | null;
  leaves: { from: string; until: string | null }[];
}

/** The life as the metrics read it; an offered pairing has none yet. */
export function lifeOf(facts: LifeFacts): PairingLife | null {
  if (facts.startedOn === null) return null;
  return {
    pairingId: facts.id,
    startedOn: facts.startedOn,
    endedOn: facts.endedOn,
    cadences: [{ from: facts.startedOn, unit: 'day', every: facts.cadenceDays }],
    pauses: facts.pauses,
    heldOn: facts.heldOn,
  };
}

/** The health of a pairing at a day. Its own state comes first: what is paused or over is so from that moment. */
export function healthOn(facts: LifeFacts, today: string): PairingItem['health'] {
  if (!openPairingStates.includes(facts.state)) return 'ended';
  if (facts.state === 'paused') return 'paused';
  const life = lifeOf(facts);
  return life ? healthOf(life, today).state : 'new';
}

/** Why a pairing is worth a look, worst first; only a running one is. */
export function signalsOn(facts: LifeFacts, today: string): PairingItem['signals'] {
  const life = lifeOf(facts);
  if (!life || facts.state !== 'active') return [];
  return listEarlySignals(
    life,
    {
      nextMeetingOn: facts.nextMeetingOn,
      unconfirmedOn: facts.unconfirmedOn,
      lastMoved: facts.lastMoved,
      cancellations: facts.cancellations,
      lastUsefulness: facts.usefulnessBySide,
      usefulnessChange: facts.usefulnessChange,
      fit: facts.fit,
      unansweredSince: facts.unansweredSince,
      goals: facts.goals,
      mentorLoad: facts.mentorLoad,
      mentorCapacity: facts.mentorCapacity,
      jobChangedOn: facts.jobChangedOn,
      leaves: facts.leaves,
    },
    today,
  ).map(({ signal, days }) => ({ code: signal, facts: days === null ? {} : { days } }));
}
