import type { MailState } from '@ithaca/contracts/sent-mails';
import type { Tone } from '../ui/tone.ts';

/** How a mail fared, as a colour beside its words. */
export const mailTones: Record<MailState, Tone> = {
  queued: 'info',
  sent: 'success',
  kept: 'neutral',
  failed: 'danger',
  bounced: 'danger',
  held: 'neutral',
  stopped: 'neutral',
  gathered: 'neutral',
};
