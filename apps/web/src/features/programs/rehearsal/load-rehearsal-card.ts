import { loadWords } from '../../../lib/i18n.tsx';

/** The card of rehearsals with its words, which a page of the setup does not need at first. */
export async function loadRehearsalCard() {
  const [{ RehearsalCard }] = await Promise.all([import('./rehearsal-card.tsx'), loadWords(['rehearsal'])]);
  return RehearsalCard;
}
