/** The paths of this product that a mail leads to, in order, each once. Addresses of other sites are left out. */
export function linksIn(bodyText: string, origin = window.location.origin): string[] {
  const found = [...bodyText.matchAll(/https?:\/\/[^\s<>"']+/g)].flatMap(([address]) => {
    try {
      const url = new URL(address);
      return url.origin === origin ? [url.pathname + url.search + url.hash] : [];
    } catch {
      return [];
    }
  });
  return [...new Set(found)];
}
