import { Button } from '../ui/button.tsx';
import { useFormat } from './format.ts';
import { useText } from './i18n.tsx';
import type { SaveState } from './text-autosave.ts';

/** Whether the text is safe, in the line of the title; said to screen readers when it changes for good. */
export function SaveWords({ state, onRetry }: { state: SaveState; onRetry: () => void }) {
  const t = useText();
  const { instant } = useFormat();
  const words = {
    clean: '',
    waiting: t('pairings.notes.waiting'),
    saving: t('common.saving'),
    saved: state.kind === 'saved' ? t('common.savedAt', { time: instant(state.at, { withDay: false }) }) : '',
    failed: '',
    clash: '',
  }[state.kind];
  return (
    <span className="flex items-center gap-2 py-1 text-dense text-muted">
      <span aria-live="polite">{state.kind === 'waiting' || state.kind === 'saving' ? '' : words}</span>
      {(state.kind === 'waiting' || state.kind === 'saving') && <span aria-hidden>{words}</span>}
      {state.kind === 'failed' && (
        <Button size="small" onPress={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </span>
  );
}
