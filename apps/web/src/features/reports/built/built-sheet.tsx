import type { BuiltReport } from '@ithaca/contracts/saved-reports';
import { builtSheet, type BuiltLine, type BuiltPicture } from '@ithaca/metrics/sheets/built-sheet';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';
import { MetricDefinition } from '../../../lib/metric-definition.tsx';
import { Card } from '../../../ui/card.tsx';
import { ShareRanges, type ShareItem } from '../../../ui/charts/share-ranges.tsx';
import { InfoButton } from '../../../ui/info-button.tsx';
import { Section } from '../../../ui/section.tsx';
import { SheetFoot } from '../sheet-foot.tsx';

type BuiltSheetProps = {
  report: BuiltReport;
  /** Under its cohorts: a page of its own. What is said of that page besides. */
  more?: string;
  /** On a page for people without a sign-in. */
  isAlone?: boolean;
};

/** The answer of a built report: a picture and a table of each number, cohort by cohort where it is split. */
export function BuiltSheet({ report, more, isAlone = false }: BuiltSheetProps) {
  const t = useText();
  const format = useFormat();
  const { cohorts, scope, metrics, foot } = builtSheet({ say: t, format }, report);
  const content = (
    <div className="flex flex-col gap-4">
      {more === undefined && <p className="text-caption text-muted">{scope}</p>}
      {metrics.map(({ key, label, pictures }) => (
        <Card key={key}>
          <div className="flex flex-col gap-6">
            {pictures.map((picture) => (
              <Picture
                key={picture.id}
                picture={picture}
                actions={
                  <InfoButton about={label}>
                    <MetricDefinition metricKey={key} isAlone={isAlone} />
                  </InfoButton>
                }
              />
            ))}
          </div>
        </Card>
      ))}
      <SheetFoot foot={foot} isAlone={isAlone} />
    </div>
  );
  return more === undefined ? (
    content
  ) : (
    <Section title={cohorts} description={`${scope} · ${more}`}>
      {content}
    </Section>
  );
}

const itemOf = ({ id, name, share, value, isFew, base, notes }: BuiltLine): ShareItem => ({
  id,
  label: name,
  share,
  isFew,
  ...(base !== null && { counts: base }),
  note: [...(share ? [] : [value]), ...notes].join('. '),
});

function Picture({ picture, actions }: { picture: BuiltPicture; actions: React.ReactNode }) {
  const { finding, when, lines, mark, rest, table } = picture;
  return (
    <div className="flex flex-col gap-3">
      <ShareRanges
        title={finding}
        summary={when}
        actions={actions}
        items={lines.map(itemOf)}
        lines={mark ? [{ id: 'whole', at: mark.at, label: mark.words, isDashed: true }] : []}
        table={table}
      />
      {rest !== null && <p className="text-caption text-muted">{rest}</p>}
    </div>
  );
}
