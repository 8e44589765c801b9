import type { MatchingRun } from '@ithaca/contracts/matching';
import type { Replay } from '@ithaca/contracts/matching-runs';
import { useQuery } from '@tanstack/react-query';
import BadgeCheck from 'lucide-react/icons/badge-check';
import Download from 'lucide-react/icons/download';
import RotateCw from 'lucide-react/icons/rotate-cw';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useFormat } from '../../lib/format.ts';
import { useText } from '../../lib/i18n.tsx';
import { Loaded } from '../../lib/page.tsx';
import { ProblemBanner } from '../../lib/problem.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Link } from '../../ui/link.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { useChangeWords } from './change-words.ts';
import { useProblemWords } from './run-problem-words.ts';
import { filesOf, replaysQuery, useReplay } from './runs.queries.ts';

/** What a replay found: the same pairings or not, and what a run of today would start from differently. */
function ReplayResult({ replay }: { replay: Replay }) {
  const t = useText();
  const { instant } = useFormat();
  const words = useChangeWords();
  const problem = useProblemWords();
  const when = t('matching.replay.when', { when: instant(replay.createdAt), name: replay.createdByName });
  if (replay.state === 'queued' || replay.state === 'running')
    return (
      <p className="flex items-center gap-2">
        <Spinner /> {t('matching.replay.running')}
      </p>
    );
  const isSame = replay.state === 'done' && replay.samePairings === true;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex items-start gap-2 font-medium">
        <Icon
          of={isSame ? BadgeCheck : TriangleAlert}
          size={20}
          className={isSame ? 'text-success' : 'text-warning'}
        />
        <span>
          {replay.state === 'failed'
            ? t('matching.replay.failed')
            : isSame
              ? t('matching.replay.same')
              : t('matching.replay.other')}
        </span>
      </p>
      {replay.sameScores === false && <p>{t('matching.replay.scores')}</p>}
      {replay.problem && <p className="text-dense text-muted">{problem(replay.problem)}</p>}
      {replay.state === 'done' &&
        (replay.changes.length === 0 ? (
          <p>{t('matching.replay.unchanged')}</p>
        ) : (
          <>
            <p>{t('matching.replay.changed')}</p>
            <ul className="flex list-disc flex-col gap-1 ps-5">
              {replay.changes.map((change) => (
                <li key={`${change.code} ${JSON.stringify(change.facts)}`}>{words(change)}</li>
              ))}
            </ul>
          </>
        ))}
      <p className="text-dense text-muted">{when}</p>
    </div>
  );
}

/** A run as evidence: verified, replayed, taken away. */
export function RunRecord({
  run,
  off,
  onClose,
}: {
  run: MatchingRun;
  off: string | undefined;
  onClose: () => void;
}) {
  const t = useText();
  const { instant } = useFormat();
  const replays = useQuery({ ...replaysQuery(run.id), enabled: run.isKept });
  const replay = useReplay(run.id);
  const files = filesOf(run.id);
  const isVerified = run.certificate?.verified === true;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('matching.record.title', { when: instant(run.createdAt) })}
      size="medium"
    >
      {run.isKept ? (
        <div className="flex flex-col gap-6">
          <p className="flex items-start gap-2">
            <Icon
              of={isVerified ? BadgeCheck : TriangleAlert}
              size={20}
              className={isVerified ? 'text-success' : 'text-warning'}
            />
            <span>{t(isVerified ? 'matching.cert.verified' : 'matching.cert.unverified')}</span>
          </p>
          <section className="flex flex-col gap-3">
            <h3 className="font-semibold">{t('matching.replay')}</h3>
            <p className="text-muted">{t('matching.replay.what')}</p>
            <Loaded query={replays}>
              {({ items: [latest] }) => (latest ? <ReplayResult replay={latest} /> : <></>)}
            </Loaded>
            <ProblemBanner problem={replay.error} />
            <div>
              <Button
                icon={RotateCw}
                isLoading={replay.isPending}
                {...(off && { disabledReason: off })}
                onPress={() => replay.mutate()}
              >
                {t('matching.replay.do')}
              </Button>
            </div>
          </section>
          <section className="flex flex-col gap-3">
            <h3 className="font-semibold">{t('matching.files')}</h3>
            <p className="text-muted">{t('matching.files.what')}</p>
            <ul className="flex flex-col gap-2">
              {(['problem', 'result', 'certificate'] as const).map((file) => (
                <li key={file} className="flex items-start gap-2">
                  <Icon of={Download} className="mt-1 text-muted" />
                  <span>
                    <Link href={files[file]} download={`${file}-${run.id.slice(-8)}.json`}>
                      {t(`matching.files.${file}`)}
                    </Link>{' '}
                    <span className="text-dense text-muted">{t(`matching.files.${file}.what`)}</span>
                  </span>
                </li>
              ))}
            </ul>
            <code
              dir="ltr"
              className="rounded-md border bg-surface px-3 py-2 font-mono text-dense wrap-anywhere"
            >
              npm run --silent verify -- problem-{run.id.slice(-8)}.json result-{run.id.slice(-8)}.json
            </code>
          </section>
        </div>
      ) : (
        <p>{t('matching.record.none')}</p>
      )}
    </Dialog>
  );
}
