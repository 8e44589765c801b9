import type { Program } from '@ithaca/contracts/programs';
import { resourceStages, type ResourceStage } from '@ithaca/domain/resource';
import { useText } from '../../lib/i18n.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Select } from '../../ui/select.tsx';
import type { Placement } from './resources.queries.ts';

const NONE = 'none';

type PlaceFieldsProps = { program: Program; value: Placement; onChange: (value: Placement) => void };

/** For which part of the way a resource is: a milestone, or a stretch. */
export function PlaceFields({ program, value, onChange }: PlaceFieldsProps) {
  const t = useText();
  const titles = [...new Set(program.journey.milestones.map(({ title }) => title))];
  const lost = value.milestone !== null && !titles.includes(value.milestone) ? [value.milestone] : [];
  return (
    <>
      {titles.length + lost.length > 0 && (
        <Select
          label={t('reading.milestone')}
          description={t('reading.milestone.what')}
          choices={[
            { id: NONE, label: t('reading.milestone.none') },
            ...[...lost, ...titles].map((title) => ({ id: `m:${title}`, label: title })),
          ]}
          value={value.milestone === null ? NONE : `m:${value.milestone}`}
          onChange={(id) => onChange({ ...value, milestone: id === NONE ? null : id.slice(2) })}
        />
      )}
      {value.milestone === null && (
        <RadioGroup
          label={t('reading.stage')}
          layout="row"
          choices={resourceStages.map((id) => ({ id, label: t(`reading.stage.${id}`) }))}
          value={value.stage}
          onChange={(stage: ResourceStage) => onChange({ ...value, stage })}
        />
      )}
    </>
  );
}
