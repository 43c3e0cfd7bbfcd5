import type { ApiRouter } from './router.ts';

type OpenApi = ReturnType<ApiRouter['getOpenAPI31Document']>;

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
      description:
        'Lists answer `{ items, nextPageToken? }`. Creates take `Idempotency-Key`, updates of revisioned things `If-Match`. Whatever goes wrong is a problem document (RFC 9457) with a stable `code`. Long work answers 202 with a job.',
    },
    security: [{ bearer: [] }, { cookie: [] }],
  });
  made.set(app, document);
  return document;
}
