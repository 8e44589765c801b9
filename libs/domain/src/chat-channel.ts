/** Chats that take messages at an address of their own (an incoming webhook). */
export const chatServices = ['slack', 'teams'] as const;
export type ChatService = (typeof chatServices)[number];

/** Where each takes them. A name that begins with a dot stands for everything below it. */
export const chatHosts: Record<ChatService, readonly string[]> = {
  slack: ['hooks.slack.com', 'hooks.slack-gov.com'],
  teams: ['.webhook.office.com', '.logic.azure.com', '.environment.api.powerplatform.com'],
};

/** Whether an address is one at which this chat takes messages: https, no name or port of its own, and one of its hosts. */
export function isChatAddress(service: ChatService, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, port, username, password } = new URL(address);
  // Workflows give their addresses with the port of https spelled out, which a URL leaves out again.
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return false;
  return chatHosts[service].some((host) =>
    host.startsWith('.') ? hostname.endsWith(host) && hostname.length > host.length : hostname === host,
  );
}

/** So many times in a row an address may be gone before nothing is sent there any more. */
export const MOST_TIMES_GONE = 3;

/** Why a message did not arrive. */
export const chatProblems = [
  'gone',
  'refused',
  'busy',
  'down',
  'not-reached',
  'timed-out',
  'address-refused',
] as const;
export type ChatProblem = (typeof chatProblems)[number];

/** What an answer says: null, taken. Some connectors of Teams answer 200 and say in words that they failed. */
export function problemOfAnswer(status: number, body: string): ChatProblem | null {
  if (status === 404 || status === 410) return 'gone';
  if (status === 429) return 'busy';
  if (status >= 500) return 'down';
  if (status < 200 || status >= 300) return 'refused';
  return /^Webhook message delivery failed/i.test(body) ? 'busy' : null;
}

const MINUTE = 60_000;
const MOST_TRIES = 7;
const LONGEST_WAIT_MS = 60 * MINUTE;

/** How long to wait before the next try after so many; null: not again. `askedSeconds` is what the other side asks for. */
export function waitBefore(problem: ChatProblem, tries: number, askedSeconds: number | null): number | null {
  const passes =
    problem === 'busy' || problem === 'down' || problem === 'not-reached' || problem === 'timed-out';
  if (!passes || tries >= MOST_TRIES) return null;
  return Math.min(LONGEST_WAIT_MS, Math.max(MINUTE * 2 ** (tries - 1), (askedSeconds ?? 0) * 1000));
}
