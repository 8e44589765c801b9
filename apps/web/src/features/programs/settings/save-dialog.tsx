import { useQuery } from '@tanstack/react-query';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { cohortRules, type RuleChange } from './use-rules.ts';
import { useRuleWords } from './rule-words.ts';
import { touchedQuery } from './settings.queries.ts';

const isOfCohort = ({ key }: RuleChange) => (cohortRules as readonly string[]).includes(key);

/** Whom the changes reach, before they are saved. */
function useEffects(changes: readonly RuleChange[]): string[] | undefined {
  const t = useText();
  const { number } = useFormat();
  const { program, cohort } = useProgramFrame();
  const endsOn = changes.find(({ key }) => key === 'endsOn')?.after;
  const { data } = useQuery(
    touchedQuery(program.id, {
      ...(cohort && { cohortId: cohort.id }),
      ...(typeof endsOn === 'string' && { endsOn }),
    }),
  );
  if (!data) return undefined;
  const said = (key: 'people' | 'invited' | 'openPairings' | 'meetingsAfterEnd', always = false) =>
    always || data[key] > 0
      ? [t(`settings.touches.${key}`, { count: data[key], shown: number(data[key]) })]
      : [];
  const has = (...keys: RuleChange['key'][]) => changes.some(({ key }) => keys.includes(key));
  return [
    ...(changes.some(isOfCohort) ? said('people', true) : []),
    ...(has('enrolmentOpensOn', 'enrolmentClosesOn', 'name') ? said('invited') : []),
    ...(has('startsOn', 'endsOn') ? said('openPairings') : []),
    ...(has('endsOn') ? said('meetingsAfterEnd') : []),
    ...(has('pairingMode')
      ? [
          t('settings.touches.mentees', {
            count: data.menteesWithoutPairing,
            shown: number(data.menteesWithoutPairing),
          }),
        ]
      : []),
    ...(has('pairingMode', 'answerDays')
      ? [t('settings.touches.asked', { count: data.askedMentors, shown: number(data.askedMentors) })]
      : []),
    t('settings.touches.noMail'),
  ];
}

/** What changes, from what to what, and whom it touches. */
export function SaveDialog({
  changes,
  isSaving,
  problem,
  onSave,
  onClose,
}: {
  changes: readonly RuleChange[];
  isSaving: boolean;
  problem: unknown;
  onSave: () => void;
  onClose: () => void;
}) {
  const t = useText();
  const effects = useEffects(changes);
  const { nameOf, valueOf } = useRuleWords();
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      onConfirm={onSave}
      title={t('settings.save.ask')}
      confirmLabel={t('settings.save.do')}
      isLoading={isSaving}
    >
      <dl className="flex flex-col gap-2">
        {changes.map(({ key, before, after }) => (
          <div key={key}>
            <dt className="text-dense text-muted">{nameOf(key)}</dt>
            <dd>
              <del className="text-muted" dir="auto">
                {valueOf(key, before)}
              </del>{' '}
              <ins className="font-medium no-underline" dir="auto">
                {valueOf(key, after)}
              </ins>
            </dd>
          </div>
        ))}
      </dl>
      <h3 className="font-medium">{t('settings.touches')}</h3>
      {effects ? (
        <ul className="flex list-disc flex-col gap-1.5 ps-4">
          {effects.map((effect) => (
            <li key={effect}>{effect}</li>
          ))}
        </ul>
      ) : (
        <Skeleton className="h-16 w-full" />
      )}
      <ProblemBanner problem={problem} />
    </ConfirmDialog>
  );
}
