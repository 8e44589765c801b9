import { Card } from './card.tsx';
import { BarList } from './charts/bar-list.tsx';
import { HeatMap } from './charts/heat-map.tsx';
import { RangeBar } from './charts/range-bar.tsx';
import { ShareRanges } from './charts/share-ranges.tsx';
import { SmallLines } from './charts/small-lines.tsx';
import { StackedBar } from './charts/stacked-bar.tsx';
import { StepCurve } from './charts/step-curve.tsx';
import { TargetColumns } from './charts/target-columns.tsx';
import { Section } from './section.tsx';

const curve = (loss: number) =>
  Array.from({ length: 13 }, (_, at) => {
    const share = Math.max(0, 1 - loss * at);
    const width = 0.006 * at;
    return {
      at,
      share,
      low: Math.max(0, share - width),
      high: Math.min(1, share + width),
      atRisk: Math.round(240 * share) - at * 4,
    };
  });

const cell = (part: number) => ({ kind: 'share', part, base: 60 }) as const;
const spring = [cell(58), cell(50), cell(47), cell(52), cell(39)];
const weeks = (...shares: number[]) =>
  shares.map((share, at) => ({ at, share, words: `${Math.round(share * 40)} of 40` }));

export function GalleryCharts() {
  return (
    <Section title="Charts" description="The title is the finding; each has its numbers as a table.">
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card>
          <BarList
            title="Four of ten invited people have met"
            summary="Most of the loss is between invitation and enrolment."
            base={400}
            items={[
              { id: 'invited', label: 'Invited', value: 400 },
              { id: 'enrolled', label: 'Enrolled', value: 252, href: '#enrolled' },
              { id: 'matched', label: 'Matched', value: 236 },
              {
                id: 'met',
                label: 'Met',
                value: 161,
                note: '75 pairings have a first meeting in their calendar.',
              },
            ]}
          />
        </Card>
        <Card>
          <ShareRanges
            title="Taking part: Sales clearly behind"
            summary="The others are held against Engineering."
            items={[
              {
                id: 'e',
                label: 'Engineering',
                counts: '38 of 114',
                share: { value: 0.33, low: 0.25, high: 0.42 },
              },
              {
                id: 's',
                label: 'Sales',
                counts: '12 of 92',
                share: { value: 0.13, low: 0.08, high: 0.21 },
                isMarked: true,
                note: '0.39 times as often as Engineering (likely 0.22 to 0.68). A gap.',
              },
              { id: 'l', label: 'Legal', share: null, note: 'Too few people stand behind it to show it.' },
            ]}
            lines={[
              { id: 'reference', at: 0.33, label: 'Engineering: 33%' },
              { id: 'fifths', at: 0.264, label: 'Four fifths of it: 26%', isDashed: true },
            ]}
            table={{
              headers: ['Group', 'Share'],
              rows: [
                ['Engineering', '33%'],
                ['Sales', '13%'],
                ['Legal', '–'],
              ],
            }}
          />
        </Card>
        <Card>
          <TargetColumns
            title="October fell short of the plan"
            summary="Meetings held against planned, by month."
            words={{ category: 'Month', value: 'Held', target: 'Planned', hidden: 'Withheld' }}
            items={[
              { id: 'aug', label: 'August', value: null, target: 12 },
              { id: 'sep', label: 'September', value: 48, target: 44 },
              { id: 'oct', label: 'October', value: 39, target: 52 },
              { id: 'nov', label: 'November', value: 31, target: 30 },
            ]}
          />
        </Card>
        <Card>
          <StackedBar
            title="Half of the goals are reached"
            summary="Goals by state, mentees and mentors."
            series={[
              { id: 'reached', label: 'Reached' },
              { id: 'moving', label: 'On the way' },
              { id: 'stopped', label: 'Stopped' },
            ]}
            rows={[
              { id: 'mentees', label: 'Mentees', values: [24, 18, 6] },
              { id: 'mentors', label: 'Mentors', values: [9, 11, 2] },
            ]}
          />
        </Card>
        <Card>
          <StepCurve
            title="Participants stay a little longer"
            summary="Share still employed; the axis starts at 60 %."
            xHeader="Months"
            axisFrom={0.6}
            groups={[
              { id: 'in', label: 'Participants', points: curve(0.008) },
              { id: 'out', label: 'Eligible others', points: curve(0.019) },
            ]}
          />
        </Card>
        <Card>
          <HeatMap
            title="Sales meets less often since October"
            rowHeader="Department"
            columns={['Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov'].map((label) => ({
              id: label,
              label,
            }))}
            rows={[
              { id: 'all', label: 'All', isTotal: true, cells: [...spring, cell(52), cell(44), cell(41)] },
              { id: 's', label: 'Sales', cells: [...spring, cell(18), cell(6), cell(3)] },
              {
                id: 'p',
                label: 'People',
                cells: [...spring, { kind: 'paused' }, { kind: 'empty' }, cell(55)],
              },
              {
                id: 'l',
                label: 'Legal',
                cells: [...spring, { kind: 'few', part: 2, base: 3 }, { kind: 'hidden' }, cell(30)],
              },
            ]}
            words={{
              empty: 'Not due',
              paused: 'Paused',
              hidden: 'Withheld',
              few: (part, base) => `${part} of ${base}: too few for a share`,
              steps: 'From none to all, in fifths',
            }}
          />
        </Card>
        <Card>
          <SmallLines
            title="The autumn cohort is below its usual range"
            rowHeader="Cohort"
            axis={(week) => `Week ${week}`}
            items={[
              { id: 'spring', label: 'Spring', last: '90%', points: weeks(0.98, 0.95, 0.92, 0.9) },
              {
                id: 'autumn',
                label: 'Autumn',
                last: '61%',
                points: weeks(0.96, 0.84, 0.61),
                band: { low: 0.72, high: 0.98 },
              },
            ]}
          />
        </Card>
        <Card>
          <RangeBar
            title="It needs 3 avoided exits; likely are 1 to 8"
            value={4}
            low={1}
            high={8}
            mark={3}
            format={String}
            table={{
              headers: ['What', 'Exits'],
              rows: [
                ['Avoided, likely', '4 (1 to 8)'],
                ['To break even', '3'],
              ],
            }}
          />
        </Card>
      </div>
    </Section>
  );
}
