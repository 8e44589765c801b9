import { useProgramFrame } from '../../../shell/cohort.ts';
import { lazyLayer } from '../../../ui/lazy-part.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

const Rules = lazyLayer(
  async () => (await import('./rules.tsx')).Rules,
  () => <Skeleton className="h-96 w-full rounded-lg" />,
);

/** What are the rules? Nothing is saved before it is said whom it touches. */
export default function SettingsPage() {
  const { cohort } = useProgramFrame();
  // What was typed for one cohort is no word about another.
  return <Rules key={cohort?.id ?? 'none'} />;
}
