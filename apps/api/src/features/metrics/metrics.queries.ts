import type { MetricDefinition } from '@ithaca/contracts/metrics';
import { listMetrics } from '@ithaca/metrics/catalogue';

/** What does each number mean? Grain: one metric of the catalogue; the tooltip, the API and the report read the same entry. */
export function listDefinitions(): MetricDefinition[] {
  return [...listMetrics()];
}
