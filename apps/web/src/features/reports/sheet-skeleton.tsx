import { Skeleton } from '../../ui/skeleton.tsx';

/** The page of a report while it is on its way. */
export function SheetSkeleton() {
  return (
    <div className="flex flex-col gap-5 rounded-lg border bg-card p-5 sm:p-8">
      <Skeleton className="h-4 w-32" />
      <Skeleton className="h-7 w-80 max-w-full" />
      <Skeleton className="h-14 w-full" />
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        {['a', 'b', 'c', 'd'].map((key) => (
          <Skeleton key={key} className="h-20 w-full" />
        ))}
      </div>
      <Skeleton className="h-48 w-full" />
      <Skeleton className="h-24 w-full" />
    </div>
  );
}
