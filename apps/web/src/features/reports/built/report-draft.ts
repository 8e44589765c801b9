import type { ReportQuestion, SavedReport } from '@ithaca/contracts/saved-reports';
import {
  buildableMetrics,
  refusingSplit,
  reportLimits,
  reportPeriods,
  reportSplits,
} from '@ithaca/domain/built-report';
import { useState } from 'react';
import { listOf, useUrlState } from '../../../lib/history.ts';
import { useRightedAddress } from '../../../lib/righted-address.ts';

const isSame = (a: ReportQuestion, b: ReportQuestion) =>
  a.split === b.split &&
  a.period === b.period &&
  [...a.metrics].sort().join() === [...b.metrics].sort().join() &&
  [...a.cohortIds].sort().join() === [...b.cohortIds].sort().join();

const isPeriod = (value: string) =>
  reportPeriods.some((one) => one === value) || /^20\d\d-Q[1-4]$/.test(value);

const untouched = { name: '', metrics: '', split: '', period: '', of: '' };
type Address = typeof untouched;

/** What the address asks of these cohorts, where it asks what can be asked; else as given. `right` names what it cannot. */
function readQuestion(url: Address, cohorts: readonly string[], given: ReportQuestion) {
  const chosen = listOf(url.metrics);
  const asked = buildableMetrics.filter((key) => chosen.includes(key)).slice(0, reportLimits.metrics);
  const isMetrics = chosen.every((key) => key === 'none' || asked.some((one) => one === key));
  const metrics = url.metrics !== '' && isMetrics ? asked : given.metrics;
  const split = url.split === '' ? given.split : (reportSplits.find((one) => one === url.split) ?? null);
  const isSplit =
    (split !== null || ['', 'none'].includes(url.split)) && refusingSplit(metrics, split).length === 0;
  const ids = listOf(url.of).filter((id) => id !== 'none');
  const isOf = ids.length <= reportLimits.cohorts && ids.every((id) => cohorts.includes(id));
  const question: ReportQuestion = {
    metrics,
    split: isSplit ? split : null,
    period: isPeriod(url.period) ? url.period : given.period,
    cohortIds: url.of !== '' && isOf ? ids : given.cohortIds,
  };
  const right = {
    ...(!isMetrics && { metrics: '' }),
    ...(!isSplit && { split: '' }),
    ...(!isPeriod(url.period) && { period: '' }),
    ...(!isOf && { of: '' }),
  };
  return { question, right };
}

export type ReportDraft = ReturnType<typeof useReportDraft>;

/**
 * A report as it is being changed. What differs from the saved one stands in the address, so that a reload, the way back and
 * signing in anew lose nothing. `isStale`: somebody saved another version meanwhile; `base` is the one this began from.
 */
export function useReportDraft(saved: SavedReport | null, cohorts: readonly string[], usual: ReportQuestion) {
  const [base, setBase] = useState(saved);
  const [url, setUrl] = useUrlState(untouched);
  const [name, setName] = useState(url.name || (base?.name ?? ''));
  const { question, right } = readQuestion(url, cohorts, base?.question ?? usual);
  useRightedAddress(right);
  const differsFrom = (other: SavedReport | null) =>
    other === null || other.name !== name.trim() || !isSame(other.question, question);
  const isChanged = differsFrom(base);
  const isNewer = saved !== null && saved.version !== base?.version;
  const take = (version: SavedReport | null) => {
    setBase(version);
    if (version) setName(version.name);
  };
  // Nothing is typed, or what was typed is what was saved: the newer one is simply the one that is shown.
  if (isNewer && (!isChanged || !differsFrom(saved))) take(saved);
  return {
    base,
    name,
    question,
    isChanged,
    isStale: isNewer && isChanged && differsFrom(saved),
    rename: (next: string) => {
      setName(next);
      setUrl({ name: next === base?.name ? '' : next });
    },
    change: (next: Partial<ReportQuestion>) =>
      setUrl({
        ...(next.metrics && { metrics: next.metrics.join(',') || 'none' }),
        ...(next.split !== undefined && { split: next.split ?? 'none' }),
        ...(next.period && { period: next.period }),
        ...(next.cohortIds && { of: next.cohortIds.join(',') || 'none' }),
      }),
    takeTheirs: () => {
      take(saved);
      setUrl(untouched);
    },
  };
}
