import { definitions, type MetricDefinitionData } from './definitions.ts';
import { isMetricKey, metricGrains, type Grain, type MetricKey } from './metric-grains.ts';

/** An entry of the catalogue, whole. */
export type MetricDefinition = MetricDefinitionData & { grain: Grain };

const catalogue: readonly MetricDefinition[] = definitions.map((definition) => ({
  ...definition,
  grain: metricGrains[definition.key],
}));
const byKey = new Map(catalogue.map((definition) => [definition.key, definition]));

/** All metrics in the order of the dictionary. */
export function listMetrics(): readonly MetricDefinition[] {
  return catalogue;
}

/** The definition of a key that may come from outside; undefined when there is no such metric. */
export function findMetric(key: string): MetricDefinition | undefined {
  return isMetricKey(key) ? byKey.get(key) : undefined;
}

/** The definition of a known key. Throws RangeError when the catalogue has none. */
export function getMetric(key: MetricKey): MetricDefinition {
  const definition = byKey.get(key);
  if (!definition) throw new RangeError(`no such metric: ${key}`);
  return definition;
}
