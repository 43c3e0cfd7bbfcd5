import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { createApp } from '../../functions/api/app.ts';
import { openApiDocument } from '../../functions/api/openapi/openapi-document.ts';
import { offerAdminLink } from '../../functions/api/auth/offer-admin-link.ts';
import { sessionAuthenticator } from '../../functions/api/auth/session-authenticator.ts';
import type { ApiDeps } from '../../functions/api/api-deps.ts';
import { localSeams } from '../../infra/local/local-seams.ts';
import type { LocalSeams } from '../../infra/local/local-seams.ts';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { Problem } from '../../shared/lambda/problem.ts';
import { startDynamo } from './start-dynamo.ts';
import { undocumentedRefusal } from './undocumented-refusal.ts';

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed when it is JSON, else the text. */
  // oxlint-disable-next-line typescript/no-explicit-any -- what comes back is asserted, not trusted
  body: any;
}

export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

export interface TestApi {
  deps: ApiDeps;
  seams: LocalSeams;
  adminToken: string;
  store: LocalSeams['store'];
  blobs: LocalSeams['blobs'];
  logged: string[];
  dataFolder: string;
  /** As nobody. */
  call: Call;
  /** As the first administrator. */
  asAdmin: Call;
  as: (token: string) => Call;
  /** Stores a file as an upload does, and waits until it is ingested. */
  ingest: (datasetId: string, key: string, bytes: Uint8Array) => Promise<unknown>;
  /** Waits until a job has ended. */
  ended: (jobId: string) => Promise<Answer['body']>;
  stop: () => Promise<void>;
}

export interface TestApiOptions {
  /** May be moved. */
  now?: () => Date;
  /** Comes between everything here and the database. */
  wrapClient?: (client: DynamoDBDocumentClient) => DynamoDBDocumentClient;
  /** Folders that exports may be written to, by name. */
  destinations?: ReadonlyMap<string, string>;
}

/** The whole router with the real state machines on a real database and a real folder of blobs. */
export async function startApi(options: TestApiOptions = {}): Promise<TestApi> {
  const dynamo = await startDynamo();
  const folder = await mkdtemp(join(tmpdir(), 'lapidary-api-'));
  const logged: string[] = [];
  const write = (message: string, fields?: object) =>
    void logged.push(`${message} ${JSON.stringify(fields ?? {})}`);
  const log = { info: write, warn: write, error: write };
  const seams = localSeams({
    dataFolder: folder,
    client: options.wrapClient?.(dynamo.client) ?? dynamo.client,
    table: dynamo.table,
    secret: Buffer.alloc(32, 7),
    origin: () => 'http://127.0.0.1',
    log,
    now: options.now ?? (() => new Date()),
    destinations: options.destinations,
  });
  const { store, blobs } = seams;
  const { models } = seams;
  const deps: ApiDeps = {
    store,
    blobs,
    models,
    workflows: seams.workflows,
    destinations: seams.destinations,
    authenticator: sessionAuthenticator(store),
    hasOwnAccounts: true,
    log,
    maxUploadBytes: 1024 ** 3,
    objectEvents: seams.queue('object-events'),
  };
  const app = createApp(deps);

  const as =
    (token?: string): Call =>
    async (method, path, body, headers = {}) => {
      const response = await app.request(`http://127.0.0.1${path}`, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      const answer: unknown = isJson ? JSON.parse(text) : text;
      const refusal = Problem.safeParse(answer);
      if (refusal.success) {
        expect(undocumentedRefusal(openApiDocument(app), { method, path }, refusal.data)).toBeUndefined();
      }
      return { status: response.status, headers: response.headers, body: answer };
    };
  const call = as();
  const link = await offerAdminLink(store);
  const { body: admin } = await call('POST', '/v1/sessions/link', { token: link });
  return {
    deps,
    seams,
    adminToken: admin.token,
    store,
    blobs,
    logged,
    dataFolder: folder,
    call,
    asAdmin: as(admin.token),
    as,
    ingest: async (datasetId, key, bytes) => {
      await blobs.put(blobKeys.image(datasetId, key), bytes);
      return seams.workflows.startSync('ingest-asset', {
        type: 'created',
        key: blobKeys.image(datasetId, key),
      });
    },
    ended: async (jobId) => {
      for (;;) {
        const { body } = await as(admin.token)('GET', `/v1/jobs/${jobId}`);
        if (!['queued', 'running'].includes(body.status)) return body;
        await sleep(60);
      }
    },
    stop: async () => {
      await seams.workflows.close();
      await models.models.close();
      await dynamo.stop();
      // A function that was at work when its machine was stopped may still finish a file.
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
