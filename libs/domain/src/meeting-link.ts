/** What a video link template may hold: the pairing's id, so that a pair keeps its room, or a room of its own for each meeting. */
export const meetingLinkVariables = ['pairing', 'random'] as const;
type Variables = Record<(typeof meetingLinkVariables)[number], string>;

const VARIABLE = /\{([^{}]*)\}/g;

/**
 * Whether an organisation may give its meetings links by this template: an https address without a name and a password,
 * whose variables are known and stand behind the host. Empty: no link.
 */
export function isMeetingLink(template: string): boolean {
  if (template === '') return true;
  const names = [...template.matchAll(VARIABLE)].map(([, name = '']) => name);
  const plain = template.replaceAll(VARIABLE, 'x');
  if (!names.every((name) => meetingLinkVariables.some((known) => known === name))) return false;
  if (/[{}\s]/.test(plain) || !URL.canParse(plain)) return false;
  const url = new URL(plain);
  const origin = `https://${url.host}`;
  return (
    url.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    template.toLowerCase().startsWith(origin) &&
    (template.length === origin.length || '/?#'.includes(template.charAt(origin.length)))
  );
}

/** The link of one meeting by a template; empty for an empty one. */
export function fillMeetingLink(template: string, variables: Variables): string {
  return template.replaceAll(VARIABLE, (whole, name: string) =>
    encodeURIComponent(variables[name as keyof Variables] ?? whole),
  );
}
