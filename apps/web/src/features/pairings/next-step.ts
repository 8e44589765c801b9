import { awaitsAnswer } from '../../lib/pairing-name.ts';
import type { Pairing } from '@ithaca/contracts/pairings';

export type StepCode =
  'answer' | 'wait' | 'begin' | 'agree' | 'plan' | 'read' | 'goal' | 'prepare' | 'resume' | 'open';
export interface NextStep {
  code: StepCode;
  href: string;
  /** It is the reader who has to act. */
  isMine: boolean;
}

/** What the reader does next in a pairing: the most pressing thing, with the place where it is done. */
export function nextStepOf(pairing: Pairing, personId: string): NextStep {
  const path = `/pairings/${pairing.id}`;
  const own = pairing.members.find((member) => member.personId === personId);
  if (own && own.acceptedAt === null && awaitsAnswer(pairing, personId))
    return { code: 'answer', href: path, isMine: true };
  switch (pairing.state) {
    case 'offered':
      if (pairing.mayBeginWith !== null) return { code: 'begin', href: path, isMine: true };
      return { code: 'wait', href: path, isMine: false };
    case 'paused':
      return { code: 'resume', href: path, isMine: false };
    case 'active':
      if (pairing.nextMeeting === null && !pairing.hasItsOneMeeting)
        return { code: 'plan', href: `${path}/meetings/new`, isMine: true };
      if (pairing.unreadMessages > 0) return { code: 'read', href: `${path}/messages`, isMine: true };
      if (own?.signedAt === null) return { code: 'agree', href: `${path}#agreement`, isMine: true };
      if (pairing.openGoals === 0) return { code: 'goal', href: `${path}/goals`, isMine: true };
      return pairing.nextMeeting
        ? { code: 'prepare', href: `${path}/meetings/${pairing.nextMeeting.id}`, isMine: true }
        : { code: 'open', href: path, isMine: false };
    default:
      return { code: 'open', href: path, isMine: false };
  }
}
