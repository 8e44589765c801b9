import * as admission from '@ithaca/contracts/admission';
import * as benchmarks from '@ithaca/contracts/benchmarks';
import * as comparison from '@ithaca/contracts/comparison';
import * as endings from '@ithaca/contracts/endings';
import * as enrolments from '@ithaca/contracts/enrolments';
import * as goalPlans from '@ithaca/contracts/goal-plans';
import * as goals from '@ithaca/contracts/goals';
import * as identity from '@ithaca/contracts/identity';
import * as imports from '@ithaca/contracts/imports';
import * as jobSpells from '@ithaca/contracts/job-spells';
import * as matching from '@ithaca/contracts/matching';
import * as matchingPolicy from '@ithaca/contracts/matching-policy';
import * as meetings from '@ithaca/contracts/meetings';
import * as mentorRequests from '@ithaca/contracts/mentor-requests';
import * as messages from '@ithaca/contracts/messages';
import * as measures from '@ithaca/contracts/measures';
import * as metrics from '@ithaca/contracts/metrics';
import * as organisations from '@ithaca/contracts/organisations';
import * as pairings from '@ithaca/contracts/pairings';
import * as people from '@ithaca/contracts/people';
import * as presence from '@ithaca/contracts/presence';
import * as programMails from '@ithaca/contracts/program-mails';
import * as programSettings from '@ithaca/contracts/program-settings';
import * as programTemplates from '@ithaca/contracts/program-templates';
import * as programs from '@ithaca/contracts/programs';
import * as rehearsals from '@ithaca/contracts/rehearsals';
import * as reportLinks from '@ithaca/contracts/report-links';
import * as reportSchedules from '@ithaca/contracts/report-schedules';
import * as reports from '@ithaca/contracts/reports';
import * as resources from '@ithaca/contracts/resources';
import * as savedReports from '@ithaca/contracts/saved-reports';
import * as scoreQuality from '@ithaca/contracts/score-quality';
import * as stamp from '@ithaca/contracts/stamp';
import * as surveyAnswers from '@ithaca/contracts/survey-answers';
import * as surveyPlans from '@ithaca/contracts/survey-plans';
import * as surveys from '@ithaca/contracts/surveys';
import * as text from '@ithaca/contracts/text';
import { allRoutes } from '@ithaca/contracts/routes';
import { problem, protocolProblems, statusOf } from '@ithaca/contracts/problem';
import type { ProblemCode } from '@ithaca/contracts/problem';
import { refusals } from '@ithaca/domain/refusal';
import * as z from 'zod/mini';

import { titles } from './problem-titles.ts';

type Schema = z.core.$ZodType;
type Json = Record<string, unknown>;

/** Every schema that the contracts export under a name becomes a component, so that the document stays readable. */
function nameSchemas() {
  const names = z.registry<{ id: string }>();
  const modules = {
    ...admission,
    ...benchmarks,
    ...comparison,
    ...endings,
    ...enrolments,
    ...goalPlans,
    ...goals,
    ...identity,
    ...imports,
    ...jobSpells,
    ...matching,
    ...matchingPolicy,
    ...meetings,
    ...mentorRequests,
    ...messages,
    ...measures,
    ...metrics,
    ...organisations,
    ...pairings,
    ...people,
    ...presence,
    ...programMails,
    ...programSettings,
    ...programTemplates,
    ...programs,
    ...rehearsals,
    ...reportLinks,
    ...reportSchedules,
    ...reports,
    ...resources,
    ...savedReports,
    ...scoreQuality,
    ...stamp,
    ...surveyAnswers,
    ...surveyPlans,
    ...surveys,
    ...text,
  };
  for (const [name, value] of Object.entries(modules) as [string, unknown][])
    if (value !== null && typeof value === 'object' && '_zod' in value)
      names.add(value as Schema, { id: name[0]?.toUpperCase() + name.slice(1) });
  return names;
}

/** JSON Schema of one part; named schemas inside it are moved to `components` and referred to. */
function schemaWriter(components: Json) {
  const metadata = nameSchemas();
  return (schema: Schema, io: 'input' | 'output'): Json => {
    const {
      $schema: _,
      $defs = {},
      ...rest
    } = z.toJSONSchema(schema, { io, unrepresentable: 'any', metadata }) as Json & { $defs?: Json };
    // What is sent and what comes back may differ (defaults), so each direction has its own component.
    const suffix = io === 'input' ? 'Input' : '';
    const refer = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value).replaceAll(
          /"#\/\$defs\/([^"]+)"/g,
          (_match, name: string) => `"#/components/schemas/${name}${suffix}"`,
        ),
      );
    for (const [name, definition] of Object.entries($defs)) {
      const { $id: _id, id: _name, ...shape } = refer(definition) as Json;
      components[name + suffix] = shape;
    }
    const { id: _own, ...plain } = refer(rest) as Json;
    return plain;
  };
}

/** The OpenAPI 3.1 document of the whole API, made from the route table; deterministic. */
export function createOpenApi(): Json {
  const schemas: Json = {};
  const schemaOf = schemaWriter(schemas);
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
        ...parametersOf(schemaOf, route.params, 'path'),
        ...parametersOf(schemaOf, route.query, 'query'),
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
          ...(route.produces === 'file'
            ? { content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }
            : route.produces === 'text/csv' ||
                route.produces === 'text/calendar' ||
                route.produces === 'text/event-stream'
              ? { content: { [route.produces]: { schema: { type: 'string' } } } }
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
      schemas,
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

function parametersOf(
  schemaOf: ReturnType<typeof schemaWriter>,
  schema: Schema | undefined,
  place: 'path' | 'query',
): Json[] {
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
