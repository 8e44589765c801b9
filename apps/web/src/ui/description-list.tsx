import { Fragment, type ReactNode } from 'react';

export type Fact = { term: string; value: ReactNode };

/** Facts of one thing: word and value side by side, below each other where it is narrow. */
export function DescriptionList({ facts }: { facts: readonly Fact[] }) {
  return (
    <div className="@container">
      <dl className="grid grid-cols-1 gap-x-6 text-body @min-[24rem]:grid-cols-[minmax(7rem,auto)_1fr] @min-[24rem]:gap-y-2.5">
        {facts.map(({ term, value }) => (
          <Fragment key={term}>
            <dt className="text-muted">{term}</dt>
            <dd className="mb-2.5 min-w-0 break-words @min-[24rem]:mb-0">{value}</dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}
