import type { SaidRetention } from '@ithaca/metrics/retention-words';
import { useId } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';

/** How alike the compared groups are, fact by fact: as they are compared, and weighted. */
export function BalanceTable({ rows }: { rows: SaidRetention['balance'] }) {
  const t = useText();
  const { number } = useFormat();
  const id = useId();
  const isWeighted = rows.some(({ weighted }) => weighted !== null);
  const heads = [
    t('metrics.retention.balance.fact'),
    t('metrics.retention.balance.plain'),
    ...(isWeighted ? [t('metrics.retention.balance.weighted')] : []),
  ];
  return (
    <div className="flex flex-col gap-1.5 border-t pt-3">
      <h3 id={id} className="text-dense font-medium">
        {t('metrics.retention.balance.title')}
      </h3>
      <table aria-labelledby={id} className="w-full text-dense">
        <thead>
          <tr className="text-muted">
            {heads.map((head, at) => (
              <th
                key={head}
                scope="col"
                className={at === 0 ? 'text-start font-medium' : 'text-end font-medium'}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ fact, plain, weighted, isAlike }) => (
            <tr key={fact}>
              <th scope="row" className="py-0.5 text-start font-normal">
                {fact}
              </th>
              <td className="py-0.5 text-end tabular-nums">
                {plain}{' '}
                <span className="text-muted">
                  {t(isAlike ? 'metrics.retention.balance.alike' : 'metrics.retention.balance.apart')}
                </span>
              </td>
              {isWeighted && <td className="py-0.5 text-end tabular-nums">{weighted}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-caption text-muted">{t('metrics.retention.balance.what', { limit: number(0.1) })}</p>
    </div>
  );
}
