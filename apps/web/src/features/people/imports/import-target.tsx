import { unequalSides } from '@ithaca/domain/vocabulary';
import { useQuery } from '@tanstack/react-query';
import { useText } from '../../../lib/i18n.tsx';
import { Card } from '../../../ui/card.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import { columnOf, isOfPairs, type DraftMapping } from './import-mapping.ts';
import { cohortsQuery } from './imports.queries.ts';

type TargetProps = { draft: DraftMapping; onDraft: (draft: DraftMapping) => void; isDisabled: boolean };

/** Whether the file only tells of people, or of their taking part in a cohort as well. */
export function ImportTarget({ draft, onDraft, isDisabled }: TargetProps) {
  const t = useText();
  const { data: cohorts } = useQuery({ ...cohortsQuery, enabled: draft.joins });
  const isOfPeers = cohorts?.some(({ id, isOfPeers: are }) => are && id === draft.cohortId) ?? false;
  return (
    <Card title={t('imports.target')} description={t('imports.target.what')}>
      <div className="flex flex-col gap-4">
        <RadioGroup
          label={t('imports.target')}
          isLabelHidden
          layout="cards"
          isDisabled={isDisabled}
          choices={[
            { id: 'people', label: t('imports.target.people'), description: t('imports.target.people.what') },
            { id: 'cohort', label: t('imports.target.cohort'), description: t('imports.target.cohort.what') },
          ]}
          value={draft.joins ? 'cohort' : 'people'}
          onChange={(next) => onDraft({ ...draft, joins: next === 'cohort' })}
        />
        {draft.joins && (
          <div className="grid gap-4 sm:grid-cols-2">
            <Select
              label={t('imports.target.which')}
              isDisabled={isDisabled}
              placeholder={t('imports.target.choose')}
              choices={(cohorts ?? []).map(({ id, label, isOpen }) => ({
                id,
                label,
                isDisabled: !isOpen,
                ...(!isOpen && { description: t('imports.target.closed') }),
              }))}
              value={draft.cohortId}
              // A file says nothing of roles where there is only one.
              onChange={(cohortId) => {
                const isPeers = cohorts?.some((one) => one.id === cohortId && one.isOfPeers) ?? false;
                const role = isPeers ? 'peer' : draft.role === 'peer' ? null : draft.role;
                onDraft({ ...draft, cohortId, role });
              }}
            />
            {!isOfPairs(draft) && !isOfPeers && columnOf(draft, 'role') === undefined && (
              <RadioGroup
                label={t('imports.target.role')}
                layout="row"
                isDisabled={isDisabled}
                choices={unequalSides.map((id) => ({ id, label: t(`imports.side.${id}`) }))}
                value={draft.role}
                onChange={(role) => onDraft({ ...draft, role })}
              />
            )}
          </div>
        )}
      </div>
    </Card>
  );
}
