import UsersRound from 'lucide-react/icons/users-round';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';

/** A manager whose area is too small to be read about: why, and who can see more. */
export function TooFew({ facts }: { facts: Record<string, unknown> }) {
  const t = useText();
  const { number } = useFormat();
  const minimum = typeof facts['minimum'] === 'number' ? facts['minimum'] : 10;
  return (
    <EmptyState
      level="page"
      icon={UsersRound}
      title={t('reports.tooFew')}
      action={<LinkButton href="/reports">{t('reports.tooFew.do')}</LinkButton>}
    >
      <p>{t('reports.tooFew.why', { minimum: number(minimum) })}</p>
      <p className="mt-2">{t('reports.tooFew.what')}</p>
    </EmptyState>
  );
}
