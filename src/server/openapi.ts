import { z } from 'zod';
import { ProblemDetails } from '../contract/problem.ts';
import { routes, type RouteSpec } from '../contract/routes.ts';
import { StreamEvent } from '../contract/stream.ts';
import { ACCESS } from './routes/handlers.ts';

let made: { version: string; document: unknown } | null = null;

/** The route table as OpenAPI 3.1; made at the first call. */
export function openApi(version: string): unknown {
  if (made?.version !== version) made = { version, document: document(version) };
  return made.document;
}

function document(version: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, spec] of Object.entries<RouteSpec>(routes)) {
    const path = spec.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [spec.method.toLowerCase()]: operation(name, spec) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Agent Mission Control', version },
    paths,
    components: {
      schemas: { Problem: schema(ProblemDetails, 'output'), StreamEvent: schema(StreamEvent, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: '`token` of server.json; without an Origin header' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'amc_<instance>' },
        page: { type: 'apiKey', in: 'header', name: 'x-amc-page' },
      },
    },
  };
}

function operation(name: string, spec: RouteSpec): unknown {
  return {
    operationId: name,
    summary: spec.summary,
    security: security(name),
    parameters: [...parameters(spec.params, 'path'), ...parameters(spec.query, 'query')],
    ...(spec.body === undefined ? {} : { requestBody: { required: true, content: json(schema(spec.body, 'input')) } }),
    responses: {
      200: { description: 'OK', content: success(name, spec) },
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function security(name: string): unknown {
  const access = new Map<string, string>(Object.entries(ACCESS)).get(name);
  if (access === 'everybody') return [];
  return access === 'bearer' ? [{ token: [] }] : [{ token: [] }, { cookie: [], page: [] }];
}

function success(name: string, spec: RouteSpec): unknown {
  return spec.reply === null ? (PLAIN_REPLIES[name] ?? {}) : json(schema(spec.reply, 'output'));
}

/** Of the routes that answer no JSON by a schema. */
const PLAIN_REPLIES: Readonly<Record<string, unknown>> = {
  stream: { 'text/event-stream': { schema: { $ref: '#/components/schemas/StreamEvent' } } },
  exportSession: { 'text/markdown': {}, 'text/html': {}, 'application/json': {} },
};

function parameters(type: z.ZodType | undefined, place: 'path' | 'query'): unknown[] {
  if (!(type instanceof z.ZodObject)) return [];
  const fields: [string, z.ZodType][] = Object.entries(type.shape);
  return fields.map(([name, field]) => ({
    name,
    in: place,
    // A list is one text with commas.
    ...(place === 'query' ? { style: 'form', explode: false } : {}),
    required: place === 'path' || !field.safeParse(undefined).success,
    schema: schema(field, 'output'),
  }));
}

function json(content: unknown): unknown {
  return { 'application/json': { schema: content } };
}

function schema(type: z.core.$ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(type, { io, unrepresentable: 'any' });
  return rest;
}
