import type { Permission } from '@ithaca/domain/permissions';
import type * as z from 'zod/mini';

type Schema = z.core.$ZodType;
type OutputOf<S> = S extends Schema ? z.output<S> : undefined;
type SentOf<S> = S extends Schema ? z.input<S> : undefined;

/**
 * What a route declares. `access` is 'public' (nobody needs to be known), 'account' (signed in, perhaps in no
 * organisation) or a permission of `libs/domain/permissions.ts`; there is no default, so a route without a policy
 * does not compile. The scope of the permission is found from the id parameters in the path.
 */
export interface RouteDeclaration {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: `/api/${string}`;
  summary: string;
  access: Permission | 'public' | 'account';
  params?: Schema;
  query?: Schema;
  body?: Schema;
  /** The whole body is one uploaded file of at most so many megabytes, kept as bytes. */
  upload?: number;
  /** A body may come in any form, because somebody else's program sends it, and is not read. */
  takesAnyBody?: true;
  reply?: Schema;
  /** Another media type than JSON; the handler answers text, or for 'file' a name, a media type and bytes. */
  produces?: 'text/csv' | 'text/calendar' | 'application/json-file' | 'file' | 'text/event-stream';
  status?: 200 | 201 | 202 | 204;
  /** A POST that creates: it needs an Idempotency-Key and is answered from the record when repeated. */
  creates?: true;
  /** A POST whose question is too long for an address: it runs READ ONLY like a GET and leaves no audit row. */
  reads?: true;
  /** Says what passes by itself and is no record (where somebody is): it leaves no audit row and is announced to nobody. */
  passing?: true;
  /** Works in another organisation than the caller's as well: it opens its units of work itself, and is no record of the caller's. */
  opensOwnWork?: true;
  /** A change of a record: it needs If-Match with the version that was read. */
  versioned?: true;
}

export type Route<D extends RouteDeclaration = RouteDeclaration> = D & { id: string };

/** What a handler receives: parsed parameters, query, body, and the version of If-Match (0 where none is needed). */
export interface InputOf<D extends RouteDeclaration> {
  params: OutputOf<D['params']>;
  query: OutputOf<D['query']>;
  body: D['upload'] extends number ? Uint8Array : OutputOf<D['body']>;
  version: number;
}

/** What a caller sends. */
export type RequestOf<D extends RouteDeclaration> = (D['params'] extends Schema
  ? { params: SentOf<D['params']> }
  : unknown) &
  (D['query'] extends Schema ? { query?: SentOf<D['query']> } : unknown) &
  (D['upload'] extends number
    ? { body: Blob | Uint8Array }
    : D['body'] extends Schema
      ? { body: SentOf<D['body']> }
      : unknown) &
  (D['versioned'] extends true ? { version: number } : unknown);

/** What a caller gets back: the reply's shape, text for files, nothing for 204. */
export type ReplyOf<D extends RouteDeclaration> = D['produces'] extends string
  ? string
  : D['reply'] extends Schema
    ? z.output<D['reply']>
    : undefined;

/** Names every route of a feature `feature.key`, the id used by audit rows, OpenAPI and logs. */
export function defineRoutes<const T extends Record<string, RouteDeclaration>>(
  feature: string,
  declarations: T,
): { [K in keyof T]: Route<T[K]> } {
  return Object.fromEntries(
    Object.entries(declarations).map(([key, declaration]) => [
      key,
      { ...declaration, id: `${feature}.${key}` },
    ]),
  ) as { [K in keyof T]: Route<T[K]> };
}
