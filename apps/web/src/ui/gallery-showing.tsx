import CalendarCheck from 'lucide-react/icons/calendar-check';
import { useState } from 'react';
import { Avatar } from './avatar.tsx';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { ColumnMenu } from './column-menu.tsx';
import { DataTable } from './data-table.tsx';
import { DescriptionList } from './description-list.tsx';
import { EmptyState } from './empty-state.tsx';
import { GalleryFilters } from './gallery-fields.tsx';
import { Pagination } from './pagination.tsx';
import { Section } from './section.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { Stat } from './stat.tsx';
import { Status } from './status.tsx';
import { Stepper } from './stepper.tsx';
import type { Column, Sort } from './table-columns.ts';
import { TabLinks } from './tab-links.tsx';
import { Tabs } from './tabs.tsx';
import { Timeline } from './timeline.tsx';
import type { Tone } from './tone.ts';

type Line = {
  id: string;
  name: string;
  role: string;
  state: string;
  tone: Tone;
  hours: number;
  last: string | null;
};

const lines: Line[] = [
  {
    id: '1',
    name: 'Ana Ruiz',
    role: 'Data engineer',
    state: 'On track',
    tone: 'success',
    hours: 12,
    last: '2026-11-12',
  },
  {
    id: '2',
    name: 'Omar Haddad',
    role: 'Head of research',
    state: 'No meeting yet',
    tone: 'warning',
    hours: 0,
    last: null,
  },
  {
    id: '3',
    name: 'Łukasz Nowak',
    role: 'Controller',
    state: 'Asked for help',
    tone: 'danger',
    hours: 3.5,
    last: '2026-10-02',
  },
  {
    id: '4',
    name: 'ليلى منصور',
    role: 'Product manager',
    state: 'On track',
    tone: 'success',
    hours: 9,
    last: '2026-11-18',
  },
  {
    id: '5',
    name: 'Jun Park',
    role: 'Designer',
    state: 'Paused',
    tone: 'neutral',
    hours: 5,
    last: '2026-09-21',
  },
];

const columns: Column<Line>[] = [
  {
    id: 'name',
    header: 'Name',
    sortValue: (line) => line.name,
    cell: (line) => (
      <span className="inline-flex items-center gap-2.5">
        <Avatar name={line.name} size="small" />
        {line.name}
      </span>
    ),
  },
  { id: 'role', header: 'Role', sortValue: (line) => line.role, cell: (line) => line.role },
  {
    id: 'state',
    header: 'State',
    cell: (line) => (
      <Status tone={line.tone} look="plain">
        {line.state}
      </Status>
    ),
  },
  { id: 'hours', header: 'Hours', align: 'end', sortValue: (line) => line.hours, cell: (line) => line.hours },
  {
    id: 'last',
    header: 'Last meeting',
    align: 'end',
    sortValue: (line) => line.last,
    cell: (line) => line.last ?? '–',
  },
  {
    id: 'act',
    header: 'Actions',
    isHeaderHidden: true,
    align: 'end',
    cell: (line) => (
      <Button size="small" aria-label={`Nudge ${line.name}`}>
        Nudge
      </Button>
    ),
  },
];

export function GalleryTables() {
  const [sort, setSort] = useState<Sort>({ by: 'name', direction: 'asc' });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [hidden, setHidden] = useState<string[]>([]);
  return (
    <Section
      title="Tables"
      description="Native tables; the first column names the row."
      actions={
        <ColumnMenu
          columns={[
            { id: 'role', label: 'Role' },
            { id: 'hours', label: 'Hours' },
          ]}
          hidden={hidden}
          onChange={setHidden}
        />
      }
    >
      <GalleryFilters />
      <DataTable
        label="Pairings"
        columns={columns}
        rows={lines}
        rowId={(line) => line.id}
        rowLabel={(line) => line.name}
        rowHref={(line) => `#row-${line.id}`}
        sort={sort}
        onSortChange={setSort}
        selected={selected}
        onSelectedChange={setSelected}
        hiddenColumns={hidden}
      />
      <SelectionBar count={selected.size} onClear={() => setSelected(new Set())}>
        <Button size="small">Remind</Button>
      </SelectionBar>
      <Pagination
        summary="5 of 412 people"
        hasPrevious={false}
        hasNext
        onPrevious={() => {}}
        onNext={() => {}}
      />
      <div className="grid gap-4 lg:grid-cols-2">
        <DataTable
          label="People in cards"
          columns={columns.slice(0, 5)}
          rows={lines.slice(0, 2)}
          rowId={(line) => line.id}
          narrow="cards"
        />
        <DataTable
          label="People loading"
          columns={columns.slice(0, 3)}
          rows={undefined}
          rowId={(line) => line.id}
          skeletonRows={3}
        />
        <DataTable
          label="No people"
          columns={columns}
          rows={[]}
          rowId={(line) => line.id}
          empty={
            <EmptyState title="Nobody fits “Day: Monday”">Take a filter off to see more people.</EmptyState>
          }
        />
      </div>
    </Section>
  );
}

export function GalleryFacts() {
  const [tab, setTab] = useState<'facts' | 'timeline'>('facts');
  return (
    <Section title="Showing" description="Numbers with their base, steps, facts, events.">
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <Stat
          label="Active pairings"
          value="118"
          base="of 124 published"
          comparison="6 more than last cohort"
          href="#active"
          definition={<p>Pairings accepted by both sides and not ended.</p>}
        />
        <Stat label="Meet as planned" value="83 %" base="20 of 24" comparison="as in the company" />
        <Stat
          label="Satisfaction"
          value="Too few to tell"
          base="3 of 24 answered"
          definition={<p>Mean of 1 to 5.</p>}
        />
        <Stat label="Hours given" value={undefined} />
      </div>
      <Card>
        <Stepper
          label="Setup"
          steps={[
            { id: 'basics', label: 'Basics', state: 'done', href: '#basics' },
            { id: 'people', label: 'People', state: 'problem', href: '#people' },
            { id: 'questions', label: 'Questions', state: 'current', href: '#questions' },
            { id: 'review', label: 'Review', state: 'todo' },
          ]}
        />
      </Card>
      <TabLinks
        label="Cohort"
        current="#people-tab"
        links={[
          { href: '#overview-tab', label: 'Overview' },
          { href: '#people-tab', label: 'People', count: 412 },
          { href: '#report-tab', label: 'Report' },
        ]}
      />
      <Tabs
        label="Pairing"
        selected={tab}
        onSelect={setTab}
        tabs={[
          {
            id: 'facts',
            label: 'Facts',
            content: (
              <DescriptionList
                facts={[
                  { term: 'Cadence', value: 'Every two weeks' },
                  { term: 'Channel', value: 'Video, notes in Ithaca' },
                  { term: 'State', value: <Status tone="success">On track</Status> },
                ]}
              />
            ),
          },
          {
            id: 'timeline',
            label: 'Timeline',
            count: 2,
            content: (
              <Timeline
                label="Pairing"
                events={[
                  {
                    id: '1',
                    title: 'First meeting held',
                    when: '12 Nov',
                    at: '2026-11-12',
                    icon: CalendarCheck,
                    tone: 'success',
                  },
                  {
                    id: '2',
                    title: 'Pairing accepted',
                    when: '2 Nov',
                    at: '2026-11-02',
                    body: 'By both sides within a day.',
                  },
                ]}
              />
            ),
          },
        ]}
      />
    </Section>
  );
}
