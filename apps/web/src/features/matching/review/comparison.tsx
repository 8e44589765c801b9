import type { Contribution, Proposal } from '@ithaca/contracts/matching';
import type { ReactNode } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useReason } from '../../../lib/reasons.tsx';
import { cx } from '../../../ui/cx.ts';
import { Status } from '../../../ui/status.tsx';
import { criterionKey, FULL_SCORE, resultLooks, resultOf } from '../criteria.ts';
import { useIsOfPeers, useMatchingText } from '../matching-text.ts';

const MOST_NAMED = 4;

/** Browsers forget that blocks are a table; these words remind them. */
const role = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  rowheader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const;

/** Answers keep their own direction inside a sentence of another one. */
const isolated = (word: string) => `\u2068${word}\u2069`;
const wordsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string').map(isolated) : [];
const wordIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? isolated(value) : undefined;

/** What each side says to a criterion; a single text is said of both. */
type Cells = { both: string } | { mentee: string; mentor: string };

function useCells(): (contribution: Contribution, pair: Proposal) => Cells {
  const t = useMatchingText();
  const { list, number } = useFormat();
  const reason = useReason(useIsOfPeers() ? 'of-peers' : undefined);
  return ({ evidence: { code, facts } }, { mentee, mentor }) => {
    const unknown = t('matching.cell.unknown');
    const listed = (items: readonly string[]) => {
      const rest = items.length - MOST_NAMED;
      return rest > 1
        ? t('matching.cell.more', { items: items.slice(0, MOST_NAMED).join(', '), count: rest })
        : list(items);
    };
    const level = (grade: number | null) =>
      grade === null ? unknown : t('matching.cell.level', { level: number(grade) });
    if (facts['missing'] !== true)
      switch (code) {
        case 'skills': {
          const covered = wordsIn(facts['covered']);
          return {
            mentee: listed([...covered, ...wordsIn(facts['lacking'])]),
            mentor: covered.length === 0 ? t('matching.cell.noneOfThese') : listed(covered),
          };
        }
        case 'goals': {
          const shared = wordsIn(facts['shared']);
          const wanted = typeof facts['wanted'] === 'number' ? facts['wanted'] : shared.length;
          const rest = wanted - shared.length;
          return {
            mentee:
              shared.length === 0
                ? t('matching.cell.goals', { count: wanted })
                : rest > 0
                  ? t('matching.cell.more', { items: shared.join(', '), count: rest })
                  : list(shared),
            mentor: shared.length === 0 ? t('matching.cell.noneShared') : list(shared),
          };
        }
        case 'site':
          return { mentee: wordIn(facts['mentee']) ?? unknown, mentor: wordIn(facts['mentor']) ?? unknown };
        case 'function':
          return { mentee: wordIn(facts['mentee']) ?? unknown, mentor: wordIn(facts['mentor']) ?? unknown };
        case 'grade-distance':
          return { mentee: level(mentee.grade), mentor: level(mentor.grade) };
      }
    return { both: reason(code, facts) };
  };
}

function Cell({
  label,
  isHead = false,
  className,
  children,
  span,
}: {
  label?: string;
  isHead?: boolean;
  className?: string;
  span?: number;
  children: ReactNode;
}) {
  const Tag = isHead ? 'th' : 'td';
  return (
    <Tag
      {...(isHead ? role.rowheader : role.cell)}
      {...(isHead && { scope: 'row' })}
      {...(span && { colSpan: span })}
      className={cx(
        'block py-0.5 text-start align-top font-normal @min-[34rem]:table-cell @min-[34rem]:border-t @min-[34rem]:px-3 @min-[34rem]:py-2.5 @min-[34rem]:first:ps-4 @min-[34rem]:last:pe-4',
        className,
      )}
    >
      {label && <span className="me-1.5 text-caption text-muted @min-[34rem]:hidden">{label}</span>}
      {children}
    </Tag>
  );
}

/** Criterion by criterion: what the mentee wants, what the mentor brings, and how it fits as icon and word. */
export function Comparison({ pair, isExplained }: { pair: Proposal; isExplained: boolean }) {
  const t = useMatchingText();
  const { number } = useFormat();
  const cellsOf = useCells();
  const headers = [
    t('matching.compare.criterion'),
    t('matching.pair.mentee'),
    t('matching.pair.mentor'),
    t('matching.compare.result'),
    ...(isExplained ? [t('matching.compare.points')] : []),
  ];
  const points = (part: number, most: number) =>
    t('matching.compare.points.of', { points: number(part), most: number(most) });
  return (
    <div className="@container">
      <table
        {...role.table}
        aria-label={t('matching.compare')}
        className="block w-full text-body @min-[34rem]:table"
      >
        <thead {...role.rowgroup} className="hidden @min-[34rem]:table-header-group">
          <tr {...role.row}>
            {headers.map((header, index) => (
              <th
                key={header}
                {...role.columnheader}
                scope="col"
                className={cx(
                  'px-3 py-2 text-start text-dense font-medium text-muted first:ps-4 last:pe-4',
                  index === 4 && 'text-end',
                )}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...role.rowgroup} className="block @min-[34rem]:table-row-group">
          {pair.contributions.map((contribution) => {
            const result = resultOf(contribution);
            const cells = cellsOf(contribution, pair);
            const { code } = contribution.evidence;
            return (
              <tr
                key={code}
                {...role.row}
                className="flex flex-col border-t px-4 py-2 @min-[34rem]:table-row @min-[34rem]:p-0"
              >
                <Cell isHead className="font-medium">
                  {t(criterionKey(contribution.criterion))}
                </Cell>
                {'both' in cells ? (
                  <Cell span={2} className={cx(result === 'unknown' && 'text-muted')}>
                    {cells.both}
                  </Cell>
                ) : (
                  <>
                    <Cell label={headers[1] ?? ''}>{cells.mentee}</Cell>
                    <Cell label={headers[2] ?? ''}>{cells.mentor}</Cell>
                  </>
                )}
                <Cell>
                  <Status {...resultLooks[result]} look="plain">
                    {t(`matching.result.${result}`)}
                  </Status>
                </Cell>
                {isExplained && (
                  <Cell
                    className="tabular-nums whitespace-nowrap @min-[34rem]:text-end"
                    label={headers[4] ?? ''}
                  >
                    {points(contribution.points, contribution.most)}
                  </Cell>
                )}
              </tr>
            );
          })}
          {isExplained && pair.score !== null && (
            <tr {...role.row} className="flex flex-col border-t px-4 py-2 font-medium @min-[34rem]:table-row">
              <Cell isHead span={4} className="font-medium!">
                {t('matching.compare.total')}
              </Cell>
              <Cell className="font-medium! tabular-nums whitespace-nowrap @min-[34rem]:text-end">
                {points(pair.score, FULL_SCORE)}
              </Cell>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
