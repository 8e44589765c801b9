import type { OutcomesReport } from '@ithaca/contracts/measures';
import { useId } from 'react';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';

/** The answer by other landmarks: one that turns with the choice of the day would be none. */
export function LandmarksTable({
  retention,
  sensitivity,
}: Pick<OutcomesReport, 'retention' | 'sensitivity'>) {
  const t = useText();
  const { number } = useFormat();
  const id = useId();
  if (retention.status !== 'compared' || sensitivity.length === 0) return null;
  const points = (value: number) =>
    number(value * 100, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const rows = [
    {
      landmarkDays: retention.landmarkDays,
      difference: retention.difference,
      note: t('outcomes.landmarks.main'),
    },
    ...sensitivity.map(({ landmarkDays, difference, sameDirection }) => ({
      landmarkDays,
      difference,
      note:
        sameDirection === null
          ? ''
          : t(sameDirection ? 'outcomes.landmarks.same' : 'outcomes.landmarks.turned'),
    })),
  ].toSorted((a, b) => a.landmarkDays - b.landmarkDays);
  return (
    <div className="flex flex-col gap-1.5 border-t pt-3">
      <h3 id={id} className="text-dense font-medium">
        {t('outcomes.landmarks')}
      </h3>
      <table aria-labelledby={id} className="w-full text-dense">
        <thead>
          <tr className="text-muted">
            <th scope="col" className="text-start font-medium">
              {t('outcomes.landmarks.day')}
            </th>
            <th scope="col" className="text-end font-medium">
              {t('outcomes.landmarks.difference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ landmarkDays, difference, note }) => (
            <tr key={landmarkDays}>
              <th scope="row" className="py-0.5 text-start font-normal">
                {t('outcomes.landmarks.after', { days: number(landmarkDays) })}
              </th>
              <td className="py-0.5 text-end tabular-nums">
                {difference
                  ? t('outcomes.landmarks.found', {
                      points: points(difference.estimate),
                      low: points(difference.lo),
                      high: points(difference.hi),
                    })
                  : t('outcomes.landmarks.none')}{' '}
                {difference && <span className="text-muted">{note}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-caption text-muted">{t('outcomes.landmarks.what')}</p>
    </div>
  );
}
