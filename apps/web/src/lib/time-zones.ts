/** Every zone of this browser, and the ones given, which it may know by another name (Asia/Kolkata, Asia/Calcutta). */
export function timeZoneChoices(...given: string[]): { id: string; label: string }[] {
  const zones = new Set([...given, 'UTC', ...Intl.supportedValuesOf('timeZone')]);
  return [...zones].toSorted().map((id) => ({ id, label: id.replaceAll('_', ' ') }));
}
