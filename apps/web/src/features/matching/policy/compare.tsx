import type { PolicyState } from '@ithaca/contracts/matching-policy';
import { policyChanges } from '@ithaca/domain/matching-policy';
import { useQuery } from '@tanstack/react-query';
import Columns from 'lucide-react/icons/columns-3';
import Pencil from 'lucide-react/icons/pencil';
import Trash from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { listOf, useUrlState } from '../../../lib/history.ts';
import { useText } from '../../../lib/i18n.tsx';
import { Loaded } from '../../../lib/page.tsx';
import { useProgramFrame } from '../../../shell/cohort.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { CheckboxGroup } from '../../../ui/checkbox-group.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { ComparisonTable } from './comparison-table.tsx';
import { chosenOf, MOST_BESIDE, useContenders, type Contender } from './contenders.ts';
import { comparisonQuery, useDropScenario, useKeepScenario } from './policy.queries.ts';
import { SaveDialog } from './save-dialog.tsx';
import type { PolicyDraft } from './use-draft.ts';

type CompareProps = { state: PolicyState; draft: PolicyDraft; onEdit: () => void };

function Actions({
  contender,
  onAdopt,
  onEdit,
  programId,
}: {
  contender: Contender;
  onAdopt: () => void;
  onEdit: () => void;
  programId: string;
}) {
  const t = useText();
  const drop = useDropScenario(programId);
  const keep = useKeepScenario(programId);
  const { scenarioId, name, policy } = contender;
  return (
    <>
      <Button variant="primary" size="small" onPress={onAdopt}>
        {t('policy.adopt')}
      </Button>
      <Button size="small" icon={Pencil} onPress={onEdit}>
        {t('policy.compare.open')}
      </Button>
      {scenarioId && (
        <Button
          size="small"
          variant="quiet"
          icon={Trash}
          isLoading={drop.isPending}
          onPress={() =>
            drop.mutate(scenarioId, {
              onSuccess: () =>
                showToast({
                  title: t('policy.dropped', { name }),
                  onUndo: () => keep.mutate({ name, policy }),
                }),
            })
          }
        >
          {t('policy.drop')}
        </Button>
      )}
    </>
  );
}

function Comparison({ state, draft, onEdit, cohortId }: CompareProps & { cohortId: string }) {
  const t = useText();
  const { number } = useFormat();
  const [{ with: wanted }, setUrl] = useUrlState({ with: '' });
  const [adopting, setAdopting] = useState<Contender>();
  const contenders = useContenders(state, draft);
  const chosen = chosenOf(contenders, listOf(wanted));
  const comparison = useQuery(
    comparisonQuery(cohortId, [state.policy, ...chosen.map(({ policy }) => policy)]),
  );
  return (
    <>
      <CheckboxGroup
        label={t('policy.compare.with')}
        description={t('policy.compare.with.what', { count: MOST_BESIDE })}
        layout="row"
        choices={contenders.map(({ id, name }) => ({
          id,
          label: name,
          isDisabled: chosen.length >= MOST_BESIDE && chosen.every((one) => one.id !== id),
        }))}
        value={chosen.map(({ id }) => id)}
        onChange={(ids) => ids.length > 0 && setUrl({ with: ids.slice(0, MOST_BESIDE).join(',') })}
      />
      <Loaded query={comparison} skeleton={<Skeleton className="h-96 w-full rounded-lg" />}>
        {(found) =>
          found.policies[0]?.figures.mentees === 0 ? (
            <EmptyState icon={Columns} title={t('policy.effect.nobody')}>
              {t('policy.effect.nobody.why')}
            </EmptyState>
          ) : (
            <>
              {found.isEstimate && (
                <Banner tone="neutral">
                  {t('policy.effect.estimate', { count: found.policies[0]?.figures.mentees ?? 0 })}
                </Banner>
              )}
              <Card isFlush>
                {/* While another choice is on its way, the table is of the one before. */}
                {found.policies.length === chosen.length + 1 ? (
                  <ComparisonTable
                    present={state.policy}
                    contenders={chosen}
                    comparison={found}
                    actionsOf={(contender) => (
                      <Actions
                        contender={contender}
                        programId={state.programId}
                        onAdopt={() => setAdopting(contender)}
                        onEdit={() => {
                          draft.edit(() => contender.policy);
                          onEdit();
                        }}
                      />
                    )}
                  />
                ) : (
                  <Skeleton className="m-4 h-96" />
                )}
              </Card>
              <p className="text-dense text-muted">
                {t('policy.effect.exact', { ms: number(Math.max(1, Math.round(found.computedMs))) })}
                {found.keptPairs > 0 && ` ${t('policy.effect.kept', { count: found.keptPairs })}`}
              </p>
            </>
          )
        }
      </Loaded>
      <SaveDialog
        state={state}
        policy={adopting?.policy}
        changes={adopting ? policyChanges(state.policy, adopting.policy) : []}
        onClose={() => setAdopting(undefined)}
        onSaved={draft.discard}
        onStale={() => showToast({ title: t('policy.stale'), tone: 'warning' })}
      />
    </>
  );
}

/** Two to four policies side by side; one of them can be adopted. */
export function PolicyCompare(props: CompareProps) {
  const t = useText();
  const { cohort, canCoordinate } = useProgramFrame();
  if (!cohort)
    return (
      <EmptyState icon={Columns} title={t('policy.effect.noCohort')}>
        {t('policy.effect.noCohort.why')}
      </EmptyState>
    );
  if (!canCoordinate) return <Banner tone="neutral">{t('cohort.readOnly')}</Banner>;
  return (
    <div className="flex flex-col gap-4">
      <Comparison {...props} cohortId={cohort.id} />
    </div>
  );
}
