/** The first name as far as one can tell: what stands before the first space. */
export function shortName(displayName: string): string {
  return displayName.split(' ')[0] ?? displayName;
}
