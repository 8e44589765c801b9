import type { QuestionResult } from '@ithaca/contracts/survey-answers';
import { questionWords } from '@ithaca/domain/enrolment-form';
import { useState, type ReactNode } from 'react';
import { useFormat } from '../../lib/format.ts';
import { useLocale, useText } from '../../lib/i18n.tsx';
import { Button } from '../../ui/button.tsx';

const oneDigit = { maximumFractionDigits: 1, minimumFractionDigits: 1 } as const;
const signed = { maximumFractionDigits: 0, signDisplay: 'exceptZero' } as const;
const textsAtFirst = 5;

/** What may be told of one question: a number with its base and interval, a spread, texts; or why there is nothing. */
export function QuestionResultView({ result }: { result: QuestionResult }) {
  const t = useText();
  const { number } = useFormat();
  const { locale } = useLocale();
  const words = questionWords(result.question, locale);
  const { n, suppressed, question } = result;
  return (
    <div className="grid gap-x-8 gap-y-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
      <div className="min-w-0">
        <h3 dir="auto" className="text-body font-medium">
          {words.label}
        </h3>
        <p className="text-dense text-muted">
          {n === null ? t('listening.hidden') : t('listening.answers', { count: n, shown: number(n) })}
        </p>
      </div>
      <div className="min-w-0">
        {suppressed !== null ? (
          <p className="text-body text-muted">
            {t(`listening.hidden.${suppressed}`, {
              fewest: number(question.kind === 'scale' ? 5 : result.fewestTexts),
            })}
          </p>
        ) : n === 0 ? (
          <p className="text-body text-muted">{t('listening.nobody')}</p>
        ) : (
          <Shown result={result} words={words} />
        )}
      </div>
    </div>
  );
}

function Shown({ result, words }: { result: QuestionResult; words: ReturnType<typeof questionWords> }) {
  const t = useText();
  const { number, percent } = useFormat();
  const { mean, content, net, counts, texts, sides, question, n } = result;
  const spread = (lo: number | null, hi: number | null, options: object) =>
    lo === null || hi === null
      ? t('listening.interval.none')
      : t('listening.interval', { lo: number(lo, options), hi: number(hi, options) });
  const labelOf = (value: string) =>
    question.kind === 'scale'
      ? `${number(Number(value))} · ${t(`answering.scale.${Number(value) as 1 | 2 | 3 | 4 | 5}`)}`
      : (words.options.find((one) => one.value === value)?.label ?? value);
  return (
    <div className="flex flex-col gap-3">
      {mean && (
        <Figure value={t('listening.mean', { mean: number(mean.estimate, oneDigit) })}>
          {spread(mean.lo, mean.hi, oneDigit)}
          {content && ` · ${t('listening.content', { percent: percent(content.estimate) })}`}
        </Figure>
      )}
      {net && (
        <Figure value={number(net.estimate, signed)}>
          {t('listening.net')} · {spread(net.lo, net.hi, signed)}
        </Figure>
      )}
      {sides && (
        <p className="text-dense text-muted">
          {sides
            .map(({ side, n: people, mean: ofSide }) =>
              t('listening.side', {
                side: t(`listening.side.${side}`),
                mean: number(ofSide.estimate, oneDigit),
                n: number(people),
              }),
            )
            .join(' · ')}
        </p>
      )}
      {counts && n !== null && <Counts counts={counts} base={n} labelOf={labelOf} />}
      {question.kind === 'text' && texts === null && (
        <p className="text-body text-muted">{t('listening.texts.others')}</p>
      )}
      {texts && <Texts texts={texts} />}
    </div>
  );
}

function Figure({ value, children }: { value: string; children: ReactNode }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-3">
      <span className="text-title font-semibold tabular-nums">{value}</span>
      <span className="text-dense text-muted">{children}</span>
    </p>
  );
}

type CountsProps = {
  counts: NonNullable<QuestionResult['counts']>;
  base: number;
  labelOf: (value: string) => string;
};

/** How often each was chosen; of those that too few chose the bar stays away as well. */
function Counts({ counts, base, labelOf }: CountsProps) {
  const t = useText();
  const { number, percent } = useFormat();
  return (
    <ul className="flex flex-col gap-2">
      {counts.map(({ value, n }) => (
        <li key={value} className="flex flex-col gap-1 text-dense">
          <span className="flex justify-between gap-3">
            <span dir="auto" className="min-w-0">
              {labelOf(value)}
            </span>
            <span className="shrink-0 tabular-nums">
              {n === null ? (
                <span className="text-muted">{t('listening.few')}</span>
              ) : (
                t('listening.chosen', { n: number(n), percent: percent(n / base) })
              )}
            </span>
          </span>
          <span aria-hidden className="block h-1.5 rounded-sm bg-track">
            {n !== null && (
              <span
                style={{ inlineSize: `${(n / base) * 100}%` }}
                className="block h-full rounded-sm bg-series-1 forced-colors:bg-[CanvasText]"
              />
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Without names and in nobody's order. */
function Texts({ texts }: { texts: readonly string[] }) {
  const t = useText();
  const { number } = useFormat();
  const [isWhole, setWhole] = useState(false);
  // What several wrote in the same words stands once.
  const different = [...Map.groupBy(texts, (text) => text)].map(([text, all]) => ({
    text,
    times: all.length,
  }));
  const shown = isWhole ? different : different.slice(0, textsAtFirst);
  return (
    <>
      <ul className="flex flex-col gap-2">
        {shown.map(({ text, times }) => (
          <li key={text} className="border-s-2 ps-3 text-body">
            <span dir="auto" className="whitespace-pre-line">
              {text}
            </span>
            {times > 1 && (
              <span className="ms-2 text-dense text-muted">
                {t('listening.texts.times', { n: number(times) })}
              </span>
            )}
          </li>
        ))}
      </ul>
      {different.length > shown.length && (
        <div>
          <Button size="small" variant="quiet" onPress={() => setWhole(true)}>
            {t('listening.texts.all', { shown: number(texts.length) })}
          </Button>
        </div>
      )}
    </>
  );
}
