/** What somebody's calendar answers to an invitation (RFC 5546, METHOD:REPLY). */
export interface CalendarReply {
  uid: string;
  sequence: number;
  stampedAt: Date;
  /** Of a series: the one that is meant, as its file writes it; null: all of it. */
  occurrence: string | null;
  attendee: string;
  reply: 'coming' | 'maybe' | 'not-coming';
}

interface Line {
  name: string;
  parameters: Map<string, string>;
  value: string;
}

const MOST_OCTETS = 65_536;
const MOST_LINES = 2000;
const REPLIES: ReadonlyMap<string, CalendarReply['reply']> = new Map([
  ['ACCEPTED', 'coming'],
  ['TENTATIVE', 'maybe'],
  ['DECLINED', 'not-coming'],
]);

/**
 * Reads the one reply that a file holds; null when it is none, or is not clear in every part that counts. Only the first
 * level of its VEVENT is looked at, and what is not needed is passed over. O(length of the file).
 */
export function readReply(file: string): CalendarReply | null {
  if (Buffer.byteLength(file) > MOST_OCTETS || file.includes('\u0000')) return null;
  const lines = file
    .replaceAll(/\r\n|\r/g, '\n')
    .replaceAll(/\n[ \t]/g, '')
    .split('\n')
    .filter((line) => line !== '');
  if (lines.length > MOST_LINES) return null;
  const open: string[] = [];
  const calendar: Line[] = [];
  const events: Line[][] = [];
  for (const text of lines) {
    const line = readLine(text);
    if (!line) return null;
    const component = line.value.toUpperCase();
    if (line.name === 'BEGIN') {
      if (open.length === 0 && component !== 'VCALENDAR') return null;
      open.push(component);
      if (open.length === 2 && component === 'VEVENT') events.push([]);
    } else if (line.name === 'END') {
      if (open.pop() !== component) return null;
    } else if (open.length === 1) calendar.push(line);
    else if (open.length === 2 && open[1] === 'VEVENT') events.at(-1)?.push(line);
    else if (open.length === 0) return null;
  }
  const [event] = events;
  if (open.length > 0 || !event || events.length > 1) return null;
  if (one(calendar, 'METHOD')?.value.toUpperCase() !== 'REPLY') return null;
  return replyOf(event);
}

function replyOf(event: readonly Line[]): CalendarReply | null {
  const uid = one(event, 'UID')?.value ?? '';
  const attendee = one(event, 'ATTENDEE');
  const address = /^mailto:([^\s<>]+@[^\s<>]+)$/i.exec(attendee?.value.trim() ?? '')?.[1];
  const reply = REPLIES.get(attendee?.parameters.get('PARTSTAT')?.toUpperCase() ?? '');
  const stampedAt = readUtc(one(event, 'DTSTAMP')?.value ?? '');
  // RFC 5545: without a SEQUENCE it is 0; with two it is unclear.
  const sequences = event.filter(({ name }) => name === 'SEQUENCE').map(({ value }) => value);
  const [sequence = '0'] = sequences;
  const [occurrence, ...more] = event.filter(({ name }) => name === 'RECURRENCE-ID');
  if (uid === '' || uid.length > 200 || !address || !reply || !stampedAt) return null;
  if (sequences.length > 1 || !/^\d{1,9}$/.test(sequence)) return null;
  if (more.length > 0 || (occurrence && !/^\d{8}T\d{6}Z?$/.test(occurrence.value))) return null;
  return {
    uid,
    sequence: Number(sequence),
    stampedAt,
    occurrence: occurrence?.value ?? null,
    attendee: address.toLowerCase(),
    reply,
  };
}

/** The only line of a name; undefined when there is none or more than one. */
function one(lines: readonly Line[], name: string): Line | undefined {
  const found = lines.filter((line) => line.name === name);
  return found.length === 1 ? found[0] : undefined;
}

/** `NAME;PARAMETER=value;OTHER="a:b":value`, read character by character: a quoted part may hold what else would end it. */
function readLine(text: string): Line | null {
  const name = /^[A-Za-z0-9-]+/.exec(text)?.[0];
  if (name === undefined) return null;
  const parameters = new Map<string, string>();
  let at = name.length;
  while (text[at] === ';') {
    const equals = text.indexOf('=', at);
    if (equals === -1) return null;
    const key = text.slice(at + 1, equals).toUpperCase();
    if (!/^[A-Z0-9-]{1,60}$/.test(key)) return null;
    let end = equals + 1;
    let isQuoted = false;
    for (; end < text.length && (isQuoted || (text[end] !== ';' && text[end] !== ':')); end += 1)
      if (text[end] === '"') isQuoted = !isQuoted;
    if (isQuoted) return null;
    parameters.set(key, text.slice(equals + 1, end).replaceAll('"', ''));
    at = end;
  }
  return text[at] === ':' ? { name: name.toUpperCase(), parameters, value: text.slice(at + 1) } : null;
}

/** `20260302T130000Z`; null for anything else, and for a day that there is not. */
function readUtc(value: string): Date | null {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value);
  if (!found) return null;
  const [, year, month, day, hour, minute, second] = found;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}
