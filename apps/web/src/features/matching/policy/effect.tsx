import type { PolicyPreview } from '@ithaca/contracts/matching-policy';
import UsersRound from 'lucide-react/icons/users-round';
import { useFormat } from '../../../lib/format.ts';
import { ProblemState } from '../../../lib/problem.tsx';
import { Card } from '../../../ui/card.tsx';
import { cx } from '../../../ui/cx.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useCauseWords } from '../cause-words.ts';
import { Disclosure } from '../review/disclosure.tsx';
import { DifferenceMark } from './difference-mark.tsx';
import { EffectSample, type SampleChoice } from './effect-sample.tsx';
import { figureRows, useFigureWords } from './figures.ts';
import type { PolicyEffect } from './use-effect-of.ts';
import { useMatchingText } from '../matching-text.ts';

/** The effect in one sentence, for the eye and for the ear. */
export function useVerdict(): (preview: PolicyPreview, isEdited: boolean) => string {
  const t = useMatchingText();
  const { number } = useFormat();
  return ({ now, edited, difference }, isEdited) => {
    const values = { matched: number(edited.matched), mentees: number(edited.mentees) };
    if (!isEdited) return t('policy.verdict.now', values);
    const change = edited.matched - now.matched;
    const matched =
      change === 0
        ? t('policy.verdict.same', values)
        : t(change > 0 ? 'policy.verdict.more' : 'policy.verdict.fewer', {
            ...values,
            count: Math.abs(change),
          });
    const pairs =
      difference.pairsDiffer === 0
        ? t('policy.verdict.noPairs')
        : t('policy.verdict.pairs', { count: difference.pairsDiffer });
    return `${matched} ${pairs}`;
  };
}

function PoolTable({ preview, isEdited }: { preview: PolicyPreview; isEdited: boolean }) {
  const t = useMatchingText();
  const words = useFigureWords();
  const { now, edited } = preview;
  return (
    <table className="w-full text-body max-sm:text-dense">
      <caption className="sr-only">{t('policy.effect.table')}</caption>
      <thead>
        <tr className="text-dense text-muted">
          <th scope="col" className="py-1 text-start font-medium">
            <span className="sr-only">{t('policy.effect.figure')}</span>
          </th>
          <th scope="col" className="px-2 py-1 text-end font-medium">
            {t('policy.now')}
          </th>
          {isEdited && (
            <th scope="col" className="px-1.5 py-1 text-end font-medium">
              {t('policy.edited')}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {figureRows.map((row) => {
          const difference = words.difference(row, now, edited);
          return (
            <tr key={row} className="border-t align-top">
              <th scope="row" className="py-1.5 pe-2 text-start font-normal hyphens-auto">
                {t(`policy.figure.${row}`)}
              </th>
              <td className="px-2 py-1.5 text-end tabular-nums sm:whitespace-nowrap">
                {words.value(row, now)}
              </td>
              {isEdited && (
                <td
                  className={cx(
                    'px-1.5 py-1.5 text-end tabular-nums sm:whitespace-nowrap',
                    !difference.isSame && 'bg-accent-tint font-medium',
                  )}
                >
                  <span className="flex flex-col items-end">
                    {words.value(row, edited)}
                    {!difference.isSame && (
                      <DifferenceMark {...difference} isUp={(edited[row] ?? 0) > (now[row] ?? 0)} />
                    )}
                  </span>
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function GainAndLoss({ difference: { gain, lose, pairsDiffer } }: PolicyPreview) {
  const t = useMatchingText();
  const { number } = useFormat();
  if (pairsDiffer === 0) return null;
  return (
    <p className="text-dense">
      {t('policy.gainLose', { count: gain, lose: number(lose) })}{' '}
      <span className="text-muted">{t('policy.gainLose.measure')}</span>
    </p>
  );
}

function Barred({ preview }: { preview: PolicyPreview }) {
  const t = useMatchingText();
  const { barrier } = useCauseWords();
  const { withoutPartner, edited } = preview;
  if (withoutPartner.length === 0) return null;
  const rest = edited.withoutPartner - withoutPartner.length;
  return (
    <Disclosure title={t('policy.barred', { count: edited.withoutPartner })}>
      <ul className="flex flex-col gap-2">
        {withoutPartner.map(({ person, causes }) => (
          <li key={person.enrolmentId}>
            <span dir="auto" className="font-medium">
              {person.displayName}
            </span>
            <ul className="text-dense text-muted">
              {causes.map((cause) => (
                <li key={cause.code}>{barrier(cause)}</li>
              ))}
            </ul>
          </li>
        ))}
        {rest > 0 && <li className="text-muted">{t('policy.barred.rest', { count: rest })}</li>}
      </ul>
    </Disclosure>
  );
}

function Basis({ preview, isBehind }: { preview: PolicyPreview; isBehind: boolean }) {
  const t = useMatchingText();
  const { number } = useFormat();
  const { isEstimate, keptPairs, computedMs, edited } = preview;
  return (
    <p className="text-dense text-muted">
      {isBehind
        ? t('policy.effect.computing')
        : isEstimate
          ? t('policy.effect.estimate', { count: edited.mentees })
          : t('policy.effect.exact', { ms: number(Math.max(1, Math.round(computedMs))) })}
      {keptPairs > 0 && ` ${t('policy.effect.kept', { count: keptPairs })}`}
    </p>
  );
}

/** The live effect: the whole pool in figures and words, and ten people. */
export function Effect({
  effect: { preview, problem, isBehind, retry },
  isEdited,
  choice,
  onChoose,
}: {
  effect: PolicyEffect;
  isEdited: boolean;
  choice: SampleChoice;
  onChoose: (choice: SampleChoice) => void;
}) {
  const t = useMatchingText();
  const verdict = useVerdict();
  if (problem && !preview)
    return (
      <Card title={t('policy.effect')}>
        <ProblemState problem={problem} onRetry={retry} />
      </Card>
    );
  if (!preview)
    return (
      <Card title={t('policy.effect')}>
        <div className="flex flex-col gap-3">
          <Skeleton className="h-10 w-full" />
          <Skeleton className="h-52 w-full" />
          <Skeleton className="h-72 w-full" />
        </div>
      </Card>
    );
  if (preview.now.mentees === 0)
    return (
      <Card title={t('policy.effect')}>
        <EmptyState icon={UsersRound} title={t('policy.effect.nobody')}>
          {t('policy.effect.nobody.why')}
        </EmptyState>
      </Card>
    );
  return (
    <Card title={t('policy.effect')}>
      <div className={cx('flex flex-col gap-4', isBehind && 'opacity-70')} aria-busy={isBehind}>
        <p className="font-medium text-pretty">{verdict(preview, isEdited)}</p>
        <PoolTable preview={preview} isEdited={isEdited} />
        <GainAndLoss {...preview} />
        <Barred preview={preview} />
        <EffectSample lines={preview.sample} choice={choice} onChoose={onChoose} />
        <Basis preview={preview} isBehind={isBehind} />
      </div>
    </Card>
  );
}
