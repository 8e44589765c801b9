import { type PersonImport } from '@ithaca/contracts/imports';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../../../lib/api.ts';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { ProblemBanner } from '../../../lib/problem.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Section } from '../../../ui/section.tsx';
import {
  canTell,
  draftOf,
  guessedDraft,
  isApplied,
  keyOf,
  keys,
  mappingOf,
  obstacleOf,
  type DraftMapping,
  type FileColumn,
} from './import-mapping.ts';
import { importQuery, useSetMapping } from './imports.queries.ts';
import { StaleBanner } from '../directory/stale-banner.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { ImportColumnLine } from './import-column-line.tsx';
import { ImportReading } from './import-reading.tsx';
import { ImportTarget } from './import-target.tsx';

/** So many columns without a guess are shown at once; more stay folded. */
const fewOthers = 4;

type ColumnsProps = {
  record: PersonImport;
  draft: DraftMapping;
  onDraft: (draft: DraftMapping) => void;
  readOnly: string | undefined;
  /** The lines are worked out: on to what they do. */
  onDone: (record: PersonImport) => void;
};

/** Step 1: what each column holds. */
export function ImportColumns({ record, draft, onDraft, readOnly, onDone }: ColumnsProps) {
  const t = useText();
  const { number, day } = useFormat();
  const queries = useQueryClient();
  const save = useSetMapping(record);
  const isStale = save.error instanceof ApiProblem && save.error.status === 412;
  // Which columns stand on top is settled once: a choice must not move its line away.
  const [top] = useState(() => new Set(draftOf(record).fields.keys()));
  const others = record.columns.filter(({ column }) => !top.has(column));
  const [isUnfolded, setUnfolded] = useState(() => others.length <= fewOthers || top.size === 0);
  const obstacle = obstacleOf(draft, record.columns);
  const lineOf = (column: FileColumn) => (
    <ImportColumnLine
      key={column.column}
      column={column}
      columns={record.columns}
      draft={draft}
      onDraft={onDraft}
      isDisabled={readOnly !== undefined}
    />
  );
  const go = () => {
    if (isApplied(draft, record)) return onDone(record);
    save.mutate(mappingOf(draft), {
      onSuccess: onDone,
      onError: (error) => {
        if (error instanceof ApiProblem && error.status === 412)
          void queries.invalidateQueries({ queryKey: importQuery(record.id).queryKey });
      },
    });
  };
  return (
    <div className="flex flex-col gap-6">
      <ImportReading record={record} readOnly={readOnly} />
      {record.savedMapping && !record.mapping && (
        <Banner
          tone="info"
          title={t('imports.saved')}
          actions={
            <Button
              size="small"
              isDisabled={readOnly !== undefined}
              onPress={() => onDraft(guessedDraft(record))}
            >
              {t('imports.saved.guess')}
            </Button>
          }
        >
          {t('imports.saved.what', { day: day(record.savedMapping.usedAt) })}
        </Banner>
      )}
      <ImportTarget draft={draft} onDraft={onDraft} isDisabled={readOnly !== undefined} />
      <Section title={t('imports.columns')} description={t('imports.columns.what')}>
        <ul className="@container divide-y rounded-lg border bg-card">
          {record.columns.filter(({ column }) => top.has(column)).map(lineOf)}
          {isUnfolded && others.map(lineOf)}
          {!isUnfolded && (
            <li className="px-4 py-2.5">
              <Button variant="quiet" size="small" onPress={() => setUnfolded(true)} className="-ms-2">
                {t('imports.columns.others', { count: others.length, shown: number(others.length) })}
              </Button>
            </li>
          )}
        </ul>
      </Section>
      <Card title={t('imports.key')} description={t('imports.key.what')}>
        <RadioGroup
          label={t('imports.key')}
          isLabelHidden
          layout="cards"
          isDisabled={readOnly !== undefined}
          choices={keys.map((id) => ({
            id,
            label: t(`imports.field.${id}`),
            description: canTell(draft, id) ? t(`imports.key.${id}`) : t('imports.key.absent'),
            isDisabled: !canTell(draft, id),
          }))}
          value={keyOf(draft)}
          onChange={(key) => onDraft({ ...draft, key })}
        />
      </Card>
      {isStale ? (
        <StaleBanner
          onShowTheirs={() => {
            onDraft(draftOf(record));
            save.reset();
          }}
          onKeepMine={go}
        >
          {t('imports.columns.stale')}
        </StaleBanner>
      ) : (
        <ProblemBanner problem={save.error} />
      )}
      <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        <p className="text-dense text-muted">
          {t('imports.columns.used', { used: number(draft.fields.size), all: number(record.columns.length) })}
        </p>
        <Button
          variant="primary"
          isLoading={save.isPending}
          disabledReason={readOnly ?? (obstacle ? t(`imports.columns.missing.${obstacle}`) : undefined)}
          onPress={go}
        >
          {t('imports.columns.check')}
        </Button>
      </div>
    </div>
  );
}
