import { definitions, type MetricDefinitionData } from './definitions.ts';

/** The name of a metric, e.g. 'match-rate'. */
export type MetricKey = (typeof definitions)[number]['key'];

/** An entry of the catalogue whose key is known to the compiler. */
export type MetricDefinition = Omit<MetricDefinitionData, 'key'> & { key: MetricKey };

const byKey = new Map<string, MetricDefinition>(
  definitions.map((definition) => [definition.key, definition]),
);

/** All metrics in the order of the dictionary. */
export function listMetrics(): readonly MetricDefinition[] {
  return definitions;
}

/** The definition of a key that may come from outside; undefined when there is no such metric. */
export function findMetric(key: string): MetricDefinition | undefined {
  return byKey.get(key);
}

/** The definition of a known key. Throws RangeError when the catalogue has none. */
export function getMetric(key: MetricKey): MetricDefinition {
  const definition = byKey.get(key);
  if (!definition) throw new RangeError(`no such metric: ${key}`);
  return definition;
}
