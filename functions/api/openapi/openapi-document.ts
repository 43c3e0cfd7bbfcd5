import type { ApiRouter } from '../router.ts';
import { completeOperation, problemExamples } from './complete-operation.ts';
import type { Operation } from './operation.ts';
import { REQUEST_EXAMPLES } from './request-examples.ts';
import { TAGS } from './tags.ts';

type OpenApi = ReturnType<ApiRouter['getOpenAPI31Document']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const made = new WeakMap<ApiRouter, OpenApi>();

/** OpenAPI 3.1 of everything that is mounted. */
export function openApiDocument(app: ApiRouter): OpenApi {
  const known = made.get(app);
  if (known) return known;
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A session or API token, or an ID token where an identity provider signs people in.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'cookie', {
    type: 'apiKey',
    in: 'cookie',
    name: 'lapidary_session',
  });
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Lapidary',
      version: '1',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description:
        'Lists answer `{ items, nextPageToken? }`. Creates take `Idempotency-Key`, updates of revisioned things `If-Match`. Whatever goes wrong is a problem document (RFC 9457) with a stable `code`. Long work answers 202 with a job.',
    },
    servers: [{ url: '/', description: 'The server that this document comes from.' }],
    security: [{ bearer: [] }, { cookie: [] }],
  });
  const paths = (document.paths ?? {}) as Record<string, Record<string, Operation>>;
  const used = new Set<string>();
  for (const [path, item] of Object.entries(paths)) {
    for (const method of METHODS) {
      if (!(method in item)) continue;
      item[method] = completeOperation(method, path, item[method]);
      item[method].tags?.forEach((tag) => used.add(tag));
      const example = REQUEST_EXAMPLES[`${method} ${path}`];
      const body = item[method].requestBody?.content?.['application/json'];
      if (body !== undefined && example !== undefined) Object.assign(body, { example });
    }
  }
  document.tags = [...used].map((name) => ({ name, description: TAGS[name] }));
  document.components = { ...document.components, examples: problemExamples() };
  made.set(app, document);
  return document;
}
