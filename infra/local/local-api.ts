import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp } from '../../functions/api/app.ts';
import { sessionAuthenticator } from '../../functions/api/auth/session-authenticator.ts';
import type { Log } from '../../shared/log.ts';
import type { ApiDeps } from '../../functions/api/api-deps.ts';
import type { LocalSeams } from './local-seams.ts';

export { offerAdminLink } from '../../functions/api/auth/offer-admin-link.ts';

/** The router of the API Lambda on local seams, with accounts of our own. */
export function localApi(options: {
  seams: LocalSeams;
  models?: ApiDeps['models'];
  log: Log;
  maxUploadBytes: number;
}) {
  const { seams, models, log, maxUploadBytes } = options;
  const app = createApp({
    store: seams.store,
    blobs: seams.blobs,
    workflows: seams.workflows,
    destinations: seams.destinations,
    models,
    authenticator: sessionAuthenticator(seams.store),
    hasOwnAccounts: true,
    log,
    maxUploadBytes,
    objectEvents: seams.queue('object-events'),
    allowPrivateTargets: process.env.WEBHOOKS_ALLOW_PRIVATE === 'true',
  });
  return async (request: Request): Promise<Response> => app.fetch(request);
}

/** A server that speaks `Request` and `Response`; uploads and downloads are streamed. */
export function httpServer(fetch: (request: Request) => Promise<Response>): Server {
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false });
  // A long upload over a slow disk must not be cut off; headers still have to come within a minute. An address that
  // is longer than Node's 16 KB is answered, not hung up on.
  return createServer(
    { requestTimeout: 0, headersTimeout: 60_000, keepAliveTimeout: 5_000, maxHeaderSize: 65_536 },
    (incoming, outgoing) => {
      void listener(incoming, outgoing);
    },
  );
}
