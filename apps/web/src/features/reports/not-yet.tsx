import CalendarClock from 'lucide-react/icons/calendar-clock';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';

/** A manager before the first page of the area: when it comes, and why it is not made at once. */
export function NotYet({ facts }: { facts: Record<string, unknown> }) {
  const t = useText();
  const { day } = useFormat();
  const nextOn = typeof facts['nextOn'] === 'string' ? day(facts['nextOn']) : '';
  return (
    <EmptyState
      level="page"
      icon={CalendarClock}
      title={t('reports.notYet', { day: nextOn })}
      action={<LinkButton href="/reports">{t('reports.tooFew.do')}</LinkButton>}
    >
      {t('reports.notYet.why')}
    </EmptyState>
  );
}
