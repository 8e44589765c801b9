import type { SurveyChange } from '@ithaca/contracts/survey-answers';
import { questionWords } from '@ithaca/domain/enrolment-form';
import { useFormat } from '../../lib/format.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { Card } from '../../ui/card.tsx';
import { Status } from '../../ui/status.tsx';

const oneDigit = { maximumFractionDigits: 1, minimumFractionDigits: 1 } as const;
const signed = { ...oneDigit, signDisplay: 'exceptZero' } as const;

/** How the same people answered at the start and at the end; a change is called one only when its interval leaves out zero. */
export function ChangeCard({ changes }: { changes: readonly SurveyChange[] }) {
  const t = useText();
  const { number } = useFormat();
  const { locale } = useLocale();
  return (
    <Card isFlush title={t('listening.change')} description={t('listening.change.what')}>
      <ul className="divide-y">
        {changes.map(({ key, question, n, start, end, difference }) => {
          const [lo, hi] = [difference?.lo ?? null, difference?.hi ?? null];
          const verdict = lo === null || hi === null ? 'unknown' : lo > 0 ? 'up' : hi < 0 ? 'down' : 'same';
          return (
            <li key={key} className="flex flex-wrap items-baseline gap-x-6 gap-y-1 px-4 py-3">
              <p dir="auto" className="min-w-0 flex-1 basis-64 font-medium">
                {questionWords(question, locale).label}
              </p>
              {n === null || start === null || end === null || !difference ? (
                <p className="text-dense text-muted">{t('listening.change.few')}</p>
              ) : (
                <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-dense tabular-nums">
                  <span className="text-body">
                    {t('listening.change.from', {
                      start: number(start, oneDigit),
                      end: number(end, oneDigit),
                    })}
                  </span>
                  <Status
                    look="plain"
                    tone={verdict === 'up' ? 'success' : verdict === 'down' ? 'warning' : 'neutral'}
                  >
                    {t(`listening.change.${verdict}`, { difference: number(difference.estimate, signed) })}
                  </Status>
                  <span className="text-muted">
                    {lo !== null && hi !== null
                      ? `${t('listening.interval', { lo: number(lo, signed), hi: number(hi, signed) })} · `
                      : ''}
                    {t('listening.people', { count: n, shown: number(n) })}
                  </span>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
