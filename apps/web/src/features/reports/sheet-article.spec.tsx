import type { Sheet } from '@ithaca/metrics/sheets/sheet';
import { expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import { render } from '../../testing/render.tsx';
import { SheetArticle } from './sheet-article.tsx';

const sheet: Sheet = {
  title: 'Of the document',
  organisation: 'Halden Robotics',
  scope: '79 people, as of today',
  heading: { name: 'Report on Spring', days: 'July to January' },
  finding: 'Most pairings meet.',
  purpose: 'The next step.',
  isDense: false,
  rows: [
    [
      {
        kind: 'tiles',
        id: 'numbers',
        caption: 'Since the start',
        tiles: [
          {
            key: 'match-rate',
            label: 'Match rate',
            value: '89%',
            isTold: true,
            isFew: false,
            notes: ['42 of 47', 'between 77% and 95%'],
          },
          {
            key: 'satisfaction',
            label: 'Found useful',
            value: 'Withheld',
            isTold: false,
            isFew: false,
            notes: ['Too few'],
          },
        ],
      },
    ],
    [
      {
        kind: 'columns',
        id: 'weeks',
        title: 'Meetings held',
        summary: 'By week.',
        words: { category: 'Week', value: 'Held', target: 'Agreed', hidden: 'Hidden' },
        items: [
          { id: 'a', label: '3 Aug', value: 12, target: 14 },
          { id: 'b', label: '10 Aug', value: null, target: 14 },
        ],
      },
    ],
    [
      {
        kind: 'stack',
        id: 'goals',
        title: '25 of 39 goals',
        row: '39 goals',
        parts: [
          { id: 'reached', label: 'Reached', value: 25 },
          { id: 'open', label: 'Open', value: 14 },
        ],
        note: 'Withheld: Set aside',
      },
      { kind: 'figure', id: 'hours', title: 'Time given', value: '534 hours', note: '7.7 each' },
    ],
    [
      {
        kind: 'words',
        id: 'retention',
        title: 'Who stays?',
        lines: [
          { text: 'No difference.', weight: 'lead' },
          { text: '23 mentees', weight: 'small' },
          { text: 'Nor of mentors.', weight: 'plain' },
        ],
      },
      { kind: 'list', id: 'limits', title: 'What it cannot carry', items: ['No money.', 'No names.'] },
    ],
    [
      {
        kind: 'table',
        id: 'spent',
        title: 'What it took',
        table: { headers: ['Measure', 'Quarter', 'All'], rows: [['Hours', '247', '414']] },
      },
    ],
  ],
  foot: {
    method: { name: 'Method', words: '95% intervals.' },
    privacy: { name: 'Privacy', words: 'No answers.' },
    stamp: 'Data version v329',
    definitions: 'match-rate v1',
  },
};

/** Every line of a sheet that is there to be read, and every count of a picture. */
const told = (value: unknown): string[] => {
  if (typeof value === 'string' || typeof value === 'number') return [`${value}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    ['id', 'kind', 'key', 'weight', 'category', 'target'].includes(name) ? [] : told(inner),
  );
};

it('a page of a report shows every line of its sheet, whatever the parts are', () => {
  const { container } = render(
    <SheetArticle sheet={sheet} level={1} path="/reports/1" filesOf={() => null} />,
  );
  // The title of a document stands in the tab, where the page around it writes it.
  const lines = told({ ...sheet, title: null });
  expect(lines.length).toBeGreaterThan(40);
  expect(lines.filter((line) => !container.textContent.includes(line))).toEqual([]);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Report on Spring · July to January');
  expect(screen.getAllByRole('heading', { level: 2 })).toHaveLength(6);
});

it('puts what may be taken along under the part that it is of', () => {
  render(
    <SheetArticle
      sheet={sheet}
      level={2}
      path="/reports/1"
      filesOf={(part) => part === 'goals' && <a href="/goals.csv">Goals as a file</a>}
    />,
  );
  const file = screen.getByRole('link', { name: 'Goals as a file' });
  expect(file.parentElement?.querySelector('h3')?.textContent).toBe('25 of 39 goals');
  expect(screen.getByRole('heading', { level: 2 }).textContent).toContain('Report on Spring');
});
