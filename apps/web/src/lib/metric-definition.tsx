import { Skeleton } from '../ui/skeleton.tsx';
import { lazyPart } from '../ui/lazy-part.tsx';

export type MetricDefinitionProps = {
  metricKey: string;
  /** On a page for people without a sign-in, where the dictionary would ask for one. */
  isAlone?: boolean;
};

/**
 * What an `InfoButton` beside a number says: its meaning, what is counted out of what, and the way to the rest. The rule
 * is asked from the API when it opens: the sentences of the catalogue are too many to come with every page.
 */
export const MetricDefinition = lazyPart<MetricDefinitionProps>(
  () => import('./metric-definition-box.tsx'),
  () => <Skeleton className="h-20 w-64" />,
);
