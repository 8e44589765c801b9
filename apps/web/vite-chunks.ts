/** What rolldown tells of a module while it makes chunks. */
type Module = { importedIds?: readonly string[]; dynamicallyImportedIds?: readonly string[] };
type Known = { getModuleInfo: (id: string) => Module | null };

const source = `${import.meta.dirname}/src/`;
/** Imported for one small part: the rest of the component kit's index, the schemas behind a contract's addresses. */
const door = /\/react-aria-components\/dist\/exports\/index\.mjs$|^\0ithaca:contract:/;
/** A button asks whether it stands in a progress bar, and needs its context only. */
const unused = /\/react-aria-components\/dist\/private\/ProgressBar\.mjs$/;
const icon = /\/lucide-react\/.*\/icons\//;
const schema = /\/libs\/contracts\/src\/([\w-]+)\.ts$/;
const context = /^\0ithaca:aria-contexts:/;

/** A module and all it imports statically, directly or not. */
function reach(known: Known, ...starts: string[]): Set<string> {
  const seen = new Set<string>();
  for (let id = starts.pop(); id !== undefined; id = starts.pop()) {
    if (seen.has(id) || unused.test(id)) continue;
    seen.add(id);
    if (!door.test(id)) starts.push(...(known.getModuleInfo(id)?.importedIds ?? []));
  }
  return seen;
}

/** What at least a third of the pages import, and the icons that eight of them do: a file each would cost twice their size. */
function usual(known: Known, pages: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const page of pages) for (const id of reach(known, page)) counts.set(id, (counts.get(id) ?? 0) + 1);
  const enough = (id: string) => (icon.test(id) ? 8 : pages.length / 3);
  return [...counts].filter(([id, count]) => count >= enough(id)).map(([id]) => id);
}

/**
 * Two files carry what every page has: `start` what is there before anybody is known (sign-in needs no more of the
 * product), `frame` what the pages of a member stand in and are made of. Apart from them each page has its own; a
 * hundred tiny files would each cost a round trip.
 */
export function firstFiles(): (id: string, known: Known) => string | null {
  const main = `${source}main.tsx`;
  const router = `${source}router.tsx`;
  let sets: { start: Set<string>; frame: Set<string> } | undefined;
  const setsOf = (known: Known) => {
    const pages = known.getModuleInfo(router)?.dynamicallyImportedIds ?? [];
    const frame = new Set([...reach(known, router), ...usual(known, pages)]);
    const entrance = [...reach(known, `${source}entrance.tsx`)].filter((id) => frame.has(id));
    return { start: new Set([...reach(known, main), ...entrance]), frame };
  };
  return (id, known) => {
    sets ??= setsOf(known);
    // The two that others are asked for by stay files of their own: `start` must be there before main.tsx can wait.
    if (id === main || id === router) return null;
    if (sets.start.has(id)) return 'start';
    if (sets.frame.has(id) || context.test(id)) return 'frame';
    // Schemas come with the first check of a form: nothing else may share a file with them.
    if (id.includes('/node_modules/zod/')) return 'zod';
    const [, feature] = schema.exec(id) ?? [];
    return feature ? `schemas-${feature}` : null;
  };
}
