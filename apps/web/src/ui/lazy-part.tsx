import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react';

/**
 * A part whose code comes when the first one is shown: meanwhile `standIn` holds its place in the layout. Later ones
 * are there at once. Keeps lists, menus and calendars out of what a page loads first.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  standIn: (props: Props) => ReactNode,
): ComponentType<Props> & { preload: () => Promise<void> } {
  let loaded: ComponentType<Props> | undefined;
  const Late = lazy(load);
  function Part(props: Props) {
    // Decided once: a part that came late must not be made anew when it is drawn again.
    const [Now] = useState(() => loaded);
    if (Now) return <Now {...props} />;
    return (
      <Suspense fallback={standIn(props)}>
        <Late {...props} />
      </Suspense>
    );
  }
  Part.preload = async () => {
    loaded ??= (await load()).default;
  };
  return Part;
}

/**
 * A dialog, form or panel that opens later. Nothing holds its place while its code comes, unless `standIn` is given
 * for what lies in the flow of the page.
 */
export function lazyLayer<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  standIn: () => ReactNode = () => null,
): ComponentType<Props> & { preload: () => Promise<void> } {
  return lazyPart(async () => ({ default: await load() }), standIn);
}
