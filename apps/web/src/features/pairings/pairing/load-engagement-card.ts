import { loadWords } from '../../../lib/i18n.tsx';

/** The card with its words, which nobody but who looks after a pairing needs. */
export async function loadEngagementCard() {
  const [{ EngagementCard }] = await Promise.all([
    import('./engagement-card.tsx'),
    loadWords(['engagement']),
  ]);
  return EngagementCard;
}
