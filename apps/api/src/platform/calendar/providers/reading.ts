import type { Span } from '@ithaca/domain/meeting-times';
import * as z from 'zod/mini';

import type { Outbound } from '../../outbound/outbound.ts';
import { CalendarRefused } from './provider.ts';

interface Question {
  method: 'GET' | 'POST';
  url: string;
  accessToken: string;
  headers?: Record<string, string>;
  body?: object;
}

/** Asks a calendar's own API and answers what fits `shape`, nothing else; throws `CalendarRefused` when the key is not taken any more. */
export async function askCalendar<S extends z.core.$ZodType>(
  outbound: Outbound,
  shape: S,
  { method, url, accessToken, headers, body }: Question,
): Promise<z.output<S>> {
  const answer = await outbound.request({
    method,
    url,
    headers: {
      ...headers,
      accept: 'application/json',
      authorization: `Bearer ${accessToken}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (answer.status === 401 || answer.status === 403) throw new CalendarRefused(`status ${answer.status}`);
  if (answer.status !== 200)
    throw new Error(`${new URL(url).host} answered ${answer.status} to a question about free and busy.`);
  return z.parse(shape, JSON.parse(answer.body.toString('utf8')));
}

/** A span between two instants in ISO 8601, or none where they do not make one. */
export function spanOf(start: string, end: string): Span[] {
  const [from, to] = [Date.parse(start), Date.parse(end)];
  return from < to ? [{ from, to }] : [];
}
