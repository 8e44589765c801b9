import type { AccessGroup, AccessReport } from '@ithaca/contracts/metrics';
import { isClearlyBehind } from '@ithaca/metrics/standing';
import { useFormat } from '../../../lib/format.ts';
import { useText } from '../../../lib/i18n.tsx';

type Stage = AccessReport['stages'][number];
type Ratio = { ratio: number; lo: number; hi: number };

const tenures = ['under-2', '2-5', 'over-5'] as const;

/** The name of a group of the directory, told apart by this field. */
export function useDirectoryGroup(by: string) {
  const t = useText();
  return (key: string): string => {
    if (key === 'not-stated') return t('access.notStated');
    if (by === 'grade') return t('access.grade', { band: key.replace('-', '–') });
    const tenure = by === 'tenure' && tenures.find((one) => one === key);
    return tenure ? t(`access.tenure.${tenure}`) : key;
  };
}

/** What the shares and ratios say, in sentences. */
export function useAccessWords({ by, names }: AccessReport) {
  const t = useText();
  const { percent, number, list } = useFormat();
  // Whether a ratio lies below 1 is what matters: rounding must not carry it there.
  const rounded = (value: number) => (value < 1 ? Math.min(0.99, value) : value);
  const times = (value: number) =>
    number(rounded(value), { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const rangeOf = ({ ratio, lo, hi }: Ratio) => ({ ratio: times(ratio), low: times(lo), high: times(hi) });

  const inDirectory = useDirectoryGroup(by);
  const group = (key: string): string => names[key] ?? inDirectory(key);
  const withheld = (reason: string): string =>
    t(reason === 'small-group' ? 'access.withheld.small-group' : 'access.withheld.protects-others');

  const finding = ({ stage, groups }: Stage): string => {
    const step = t(`access.stage.${stage}`);
    const behind = groups.filter(isClearlyBehind);
    const watched = groups.filter(({ flag }) => flag !== null);
    if (behind.length > 0)
      return t('access.finding.gap', { step, names: list(behind.map((one) => group(one.group))) });
    if (watched.length > 0)
      return t('access.finding.watch', { step, names: list(watched.map((one) => group(one.group))) });
    const compared = groups.some(({ toReference, toOthers }) => toReference !== null || toOthers !== null);
    return t(compared ? 'access.finding.none' : 'access.finding.few', { step });
  };

  const summary = ({ stage, n, reached, pending }: Stage): string =>
    [
      t(`access.base.${stage}`, {
        part: number(reached ?? 0),
        base: number(n ?? 0),
        percent: percent((reached ?? 0) / (n || 1)),
      }),
      pending ? t('access.pending', { count: pending }) : '',
    ]
      .filter(Boolean)
      .join(' ');

  const note = (one: AccessGroup, { reference }: Stage): string => {
    if (one.suppressed) return withheld(one.suppressed.reason);
    if (one.noRatio === 'too-few') return t('access.few');
    if (one.noRatio === 'small-share') return t('access.smallShare');
    if (one.noRatio === 'reference') return t('access.reference');
    const found = one.toReference ?? one.toOthers;
    if (!found) return '';
    const against = one.toReference && reference !== null ? group(reference) : t('access.others');
    return [
      t('access.ratio', { ...rangeOf(found), name: against }),
      one.flag ? t(`access.flag.${one.flag}`) : '',
      one.flag && one.flag !== 'watch' && !isClearlyBehind(one) ? t('access.flag.unsure') : '',
      one.flag && one.adjusted ? t('access.adjusted', rangeOf(one.adjusted)) : '',
    ]
      .filter(Boolean)
      .join(' ');
  };

  const cell = (found: Ratio | null) => (found ? t('access.cell', rangeOf(found)) : '–');
  const table = ({ reference }: Stage, groups: readonly AccessGroup[]) => ({
    headers: [
      t('access.head.group'),
      t('access.head.people'),
      t('access.head.reached'),
      t('access.head.share'),
      reference === null ? t('access.head.reference') : t('access.head.against', { name: group(reference) }),
      t('access.head.others'),
      t('access.head.adjusted'),
      t('access.head.p'),
    ],
    rows: groups.map((one) => {
      const found = one.toReference ?? one.toOthers;
      return [
        group(one.group),
        one.n === null ? '–' : number(one.n),
        one.reached === null ? '–' : number(one.reached),
        one.rate === null
          ? '–'
          : t('access.cell', {
              ratio: percent(one.rate),
              low: percent(one.lo ?? 0),
              high: percent(one.hi ?? 1),
            }),
        cell(one.toReference),
        cell(one.toOthers),
        cell(one.adjusted),
        found?.p == null ? '–' : number(found.p, { maximumSignificantDigits: 2 }),
      ];
    }),
  });
  return { group, withheld, finding, summary, note, table };
}
