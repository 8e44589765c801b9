import type { EquityOfMatch } from '@ithaca/contracts/matching';
import type { PolicyComparison } from '@ithaca/contracts/matching-policy';
import type { MatchingPolicy } from '@ithaca/contracts/programs';
import { policyChanges } from '@ithaca/domain/matching-policy';
import { Fragment, type ReactNode } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useShare } from '../../../lib/share.ts';
import { cx } from '../../../ui/cx.ts';
import { PolicyChanges } from './changes.tsx';
import type { Contender } from './contenders.ts';
import { DifferenceMark } from './difference-mark.tsx';
import { figureRows, useFigureWords } from './figures.ts';
import { useMatchingText } from '../matching-text.ts';

interface Cell {
  content: ReactNode;
  isDifferent: boolean;
}

const edge = 'px-3 py-2 align-top first:ps-4 last:pe-4';

function Row({ title, note, cells }: { title: ReactNode; note?: string; cells: readonly Cell[] }) {
  return (
    <tr className="border-t">
      <th
        scope="row"
        className={cx(edge, 'sticky start-0 min-w-28 bg-card text-start font-normal sm:min-w-36')}
      >
        {title}
        {note && <span className="block text-dense text-muted">{note}</span>}
      </th>
      {cells.map(({ content, isDifferent }, column) => (
        <td
          key={column}
          className={cx(edge, 'min-w-36 tabular-nums sm:min-w-40', isDifferent && 'bg-accent-tint')}
        >
          <span className={cx('flex flex-col items-start', isDifferent && 'font-medium')}>{content}</span>
        </td>
      ))}
    </tr>
  );
}

function GroupHead({ title, note, columns }: { title: string; note?: string; columns: number }) {
  return (
    <tr className="border-t bg-surface">
      <th scope="colgroup" colSpan={columns} className={cx(edge, 'text-start font-semibold')}>
        {/* Stays in sight while the columns scroll. */}
        <span className="sticky start-4 inline-block">
          {title}
          {note && <span className="block text-dense font-normal text-muted">{note}</span>}
        </span>
      </th>
    </tr>
  );
}

/** The share of each group that gets a partner; small groups stay hidden. */
function EquityRows({ equity, columns }: { equity: EquityOfMatch; columns: number }) {
  const t = useMatchingText();
  const share = useShare();
  const known = { department: t('policy.equity.department'), site: t('policy.equity.site') };
  const name = equity.dimension in known ? known[equity.dimension as keyof typeof known] : equity.dimension;
  return (
    <>
      <GroupHead
        title={t('policy.equity', { dimension: name })}
        note={t('matching.equity.least', { count: equity.smallestGroup })}
        columns={columns}
      />
      {equity.groups.map(({ group, mentees, matched, suppressed }) => (
        <Row
          key={group}
          title={<span dir="auto">{group === '' ? t('matching.equity.unsaid') : group}</span>}
          cells={Array.from({ length: columns - 1 }, (_, column) => {
            const count = matched?.[column];
            if (mentees === null || count === undefined)
              return {
                content: (
                  <span className="text-muted">
                    {t(`matching.hidden.${suppressed ?? 'too-few-to-tell'}`)}
                  </span>
                ),
                isDifferent: false,
              };
            return {
              content: share(count, mentees),
              isDifferent: count !== matched?.[0],
            };
          })}
        />
      ))}
    </>
  );
}

/** Policies side by side, one a column; what differs from the one in force is marked and said in words. */
export function ComparisonTable({
  present,
  contenders,
  comparison,
  actionsOf,
}: {
  present: MatchingPolicy;
  contenders: readonly Contender[];
  comparison: PolicyComparison;
  actionsOf: (contender: Contender) => ReactNode;
}) {
  const t = useMatchingText();
  const { number } = useFormat();
  const words = useFigureWords();
  const { policies, equity } = comparison;
  const base = policies[0]?.figures;
  if (!base) return null;
  const columns = policies.length + 1;
  const beside = policies.slice(1);
  const people = (count: number): Cell => ({ content: number(count), isDifferent: count > 0 });
  return (
    // Wide by nature: the table scrolls in a region of its own, which the keyboard must reach.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section aria-label={t('policy.compare.table')} tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-body">
        <thead>
          <tr>
            <th scope="col" className={cx(edge, 'sticky start-0 bg-card')}>
              <span className="sr-only">{t('policy.effect.figure')}</span>
            </th>
            <th scope="col" className={cx(edge, 'text-start font-semibold')}>
              {t('policy.compare.present')}
            </th>
            {contenders.map((contender) => (
              <th key={contender.id} scope="col" className={cx(edge, 'text-start font-semibold')}>
                <span dir="auto">{contender.name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row
            title={t('policy.compare.differs')}
            cells={[
              { content: <span className="text-muted">{t('policy.compare.base')}</span>, isDifferent: false },
              ...contenders.map(({ policy }) => ({
                content: (
                  <span className="text-dense font-normal">
                    <PolicyChanges changes={policyChanges(present, policy)} />
                  </span>
                ),
                isDifferent: false,
              })),
            ]}
          />
          <GroupHead
            title={t('policy.compare.pool')}
            note={t('policy.compare.pool.what')}
            columns={columns}
          />
          {figureRows.map((row) => (
            <Row
              key={row}
              title={t(`policy.figure.${row}`)}
              cells={policies.map(({ figures }, column) => {
                const difference = words.difference(row, base, figures);
                return {
                  content: (
                    <Fragment>
                      {words.value(row, figures)}
                      {column > 0 && (
                        <DifferenceMark {...difference} isUp={(figures[row] ?? 0) > (base[row] ?? 0)} />
                      )}
                    </Fragment>
                  ),
                  isDifferent: column > 0 && !difference.isSame,
                };
              })}
            />
          ))}
          <GroupHead
            title={t('policy.compare.people')}
            note={t('policy.compare.people.what')}
            columns={columns}
          />
          {(['pairsDiffer', 'gain', 'lose', 'newlyMatched', 'leftOut'] as const).map((row) => (
            <Row
              key={row}
              title={t(`policy.difference.${row}`)}
              cells={[
                { content: <span className="text-muted">–</span>, isDifferent: false },
                ...beside.map(({ difference }) => people(difference[row])),
              ]}
            />
          ))}
          <Row
            title={t('policy.difference.meanByPresent')}
            cells={policies.map(({ difference: { meanByPresent } }, column) => ({
              content: meanByPresent === null ? t('policy.none') : number(Math.round(meanByPresent)),
              isDifferent:
                column > 0 &&
                Math.round(meanByPresent ?? 0) !== Math.round(policies[0]?.difference.meanByPresent ?? 0),
            }))}
          />
          {equity.map((one) => (
            <EquityRows key={one.dimension} equity={one} columns={columns} />
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t">
            <th scope="row" colSpan={2} className={cx(edge, 'text-start text-dense font-normal text-muted')}>
              {t('policy.compare.adopt')}
            </th>
            {contenders.map((contender) => (
              <td key={contender.id} className={edge}>
                <div className="flex flex-col items-start gap-2">{actionsOf(contender)}</div>
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
