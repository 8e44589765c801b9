import { allRoutes } from '@ithaca/contracts/routes';
import { problem, protocolProblems, statusOf } from '@ithaca/contracts/problem';
import type { ProblemCode } from '@ithaca/contracts/problem';
import { refusals } from '@ithaca/domain/refusal';
import * as z from 'zod/mini';

import { titles } from './problem-titles.ts';

type Schema = z.core.$ZodType;
type Json = Record<string, unknown>;

const schemaOf = (schema: Schema, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
};

/** The OpenAPI 3.1 document of the whole API, made from the route table; deterministic. */
export function createOpenApi(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of allRoutes) {
    const path = route.path.replaceAll(/:([A-Za-z]+)/g, '{$1}');
    const operation: Json = {
      operationId: route.id,
      tags: [route.id.split('.')[0]],
      summary: route.summary,
      'x-permission': route.access,
      ...(route.access === 'public' ? { security: [] } : {}),
      parameters: [
        ...parametersOf(route.params, 'path'),
        ...parametersOf(route.query, 'query'),
        ...(route.creates
          ? [
              {
                name: 'Idempotency-Key',
                in: 'header',
                required: true,
                schema: { type: 'string', minLength: 1, maxLength: 255 },
              },
            ]
          : []),
        ...(route.versioned
          ? [
              {
                name: 'If-Match',
                in: 'header',
                required: true,
                schema: { type: 'string' },
                description: 'The version that was read, as in ETag.',
              },
            ]
          : []),
      ],
      ...(route.upload
        ? {
            requestBody: {
              required: true,
              content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
            },
          }
        : route.body
          ? {
              requestBody: {
                required: true,
                content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
              },
            }
          : {}),
      responses: {
        [route.status ?? 200]: {
          description: route.summary,
          ...(route.produces === 'text/csv'
            ? { content: { 'text/csv': { schema: { type: 'string' } } } }
            : route.reply
              ? { content: { 'application/json': { schema: schemaOf(route.reply, 'output') } } }
              : {}),
        },
        default: { $ref: '#/components/responses/Problem' },
      },
    };
    (paths[path] ??= {})[route.method.toLowerCase()] = operation;
  }
  const codes = [...Object.keys(protocolProblems), ...Object.keys(refusals)] as ProblemCode[];
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ithaca',
      version: '1',
      description: `Every screen uses this API. Errors are problem+json (RFC 9457) with a stable \`code\`:\n\n${codes.map((code) => `- \`${code}\` (${statusOf(code)}): ${titles[code]}`).join('\n')}`,
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }],
    paths,
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'ithaca' } },
      responses: {
        Problem: {
          description: 'What went wrong, and the remedy',
          content: { 'application/problem+json': { schema: schemaOf(problem, 'output') } },
        },
      },
    },
  };
}

function parametersOf(schema: Schema | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}
