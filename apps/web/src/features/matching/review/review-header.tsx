import CheckCheck from 'lucide-react/icons/check-check';
import Keyboard from 'lucide-react/icons/keyboard';
import Redo2 from 'lucide-react/icons/redo-2';
import Undo2 from 'lucide-react/icons/undo-2';
import Wand from 'lucide-react/icons/wand-sparkles';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { PresenceFaces, type Presence } from '../../../shell/presence.tsx';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { ProofStatus, RunStatus } from '../run-status.tsx';
import { keyOf, type Act } from './keys.tsx';
import type { WorkspaceProps } from './workspace.tsx';

// A line that fills: what it stands in needs it least.
const ProgressBar = lazyLayer(
  async () => (await import('../../../ui/progress-bar.tsx')).ProgressBar,
  () => <Skeleton className="h-1.5 w-full" />,
);

type HeaderProps = Pick<WorkspaceProps, 'draft' | 'off' | 'crumbs' | 'cohortName' | 'publishHref'> & {
  progress: { decided: number; all: number };
  /** How many clear pairings can be approved together. */
  clear: number;
  /** What Undo and Redo would take back or do again. */
  undoable: string | undefined;
  redoable: string | undefined;
  isSending: boolean;
  /** The last result, read aloud and shown. */
  said: string;
  /** Who else has this draft open. */
  others: Presence['here'];
  onAct: (act: Act) => void;
  onClear: () => void;
  onRedraft: () => void;
};

/** Title, progress and what concerns the whole draft; below it the result of the last act. */
export function ReviewHeader(props: HeaderProps) {
  const { draft, off, crumbs, cohortName, publishHref, progress, clear, undoable, redoable, said } = props;
  const { others, onAct, onClear, onRedraft } = props;
  const t = useText();
  const { number, instant } = useFormat();
  const { run } = draft;
  const decided = t('matching.review.progress', {
    decided: number(progress.decided),
    all: number(progress.all),
  });
  return (
    <div className="flex flex-col gap-3">
      <PageHeader
        title={t('matching.review')}
        crumbs={crumbs}
        status={
          <>
            <RunStatus state={run.state} />
            <ProofStatus run={run} />
          </>
        }
        description={
          <>
            <span dir="auto">{cohortName}</span>
            {' · '}
            {t('matching.review.made', { when: instant(run.createdAt), name: run.createdByName })}
          </>
        }
        actions={
          run.state === 'ready' && (
            <>
              <IconButton
                icon={Keyboard}
                label={t('matching.review.keys')}
                keys={keyOf.help}
                className="max-sm:hidden"
                onPress={() => onAct('help')}
              />
              <Button icon={Wand} disabledReason={off} onPress={onRedraft}>
                {t('matching.redraft')}
              </Button>
              <Button
                icon={CheckCheck}
                disabledReason={off ?? (clear === 0 ? t('matching.clear.none') : undefined)}
                onPress={onClear}
              >
                {clear === 0 ? t('matching.clear.plain') : t('matching.clear', { count: clear })}
              </Button>
              {!off && (
                <LinkButton variant="primary" href={publishHref}>
                  {t('matching.review.publish')}
                </LinkButton>
              )}
            </>
          )
        }
      />
      {run.state === 'ready' && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <div className="w-56 max-sm:w-full">
            <ProgressBar
              label={decided}
              value={progress.decided}
              max={Math.max(1, progress.all)}
              valueText=" "
            />
          </div>
          <div className="flex min-w-0 flex-1 items-center gap-1">
            <IconButton
              icon={Undo2}
              isMirrored
              size="small"
              keys={keyOf.undo}
              isDisabled={undoable === undefined}
              label={
                undoable ? t('matching.review.undo', { what: undoable }) : t('matching.review.undo.none')
              }
              onPress={() => onAct('undo')}
            />
            <IconButton
              icon={Redo2}
              isMirrored
              size="small"
              keys={keyOf.redo}
              isDisabled={redoable === undefined}
              label={
                redoable ? t('matching.review.redo', { what: redoable }) : t('matching.review.redo.none')
              }
              onPress={() => onAct('redo')}
            />
            <output aria-live="polite" className="ms-1 min-h-5 min-w-0 text-dense text-muted">
              {said}
            </output>
          </div>
          {/* Where somebody's coming moves nothing that is about to be pressed. */}
          <PresenceFaces people={others} />
        </div>
      )}
    </div>
  );
}
