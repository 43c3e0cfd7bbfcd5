import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../functions/api/app.ts';
import { offerAdminLink } from '../../functions/api/auth/offer-admin-link.ts';
import { sessionAuthenticator } from '../../functions/api/auth/session-authenticator.ts';
import type { ApiDeps } from '../../functions/api/api-deps.ts';
import { diskBlobs } from '../../shared/blobs/disk-blobs.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { TableAccess } from '../../shared/store/table-access.ts';
import type { Workflows } from '../../shared/workflows/workflows.ts';
import { startDynamo } from './start-dynamo.ts';

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
  store: TableAccess;
  blobs: Blobs;
  logged: string[];
  /** As nobody. */
  call: Call;
  /** As the first administrator. */
  asAdmin: Call;
  as: (token: string) => Call;
  stop: () => Promise<void>;
}

/** The whole router on a real database and a real folder of blobs; `now` may be moved. */
export async function startApi(
  options: { now?: () => Date; workflows?: (made: { store: TableAccess; blobs: Blobs }) => Workflows } = {},
): Promise<TestApi> {
  const dynamo = await startDynamo();
  const folder = await mkdtemp(join(tmpdir(), 'lapidary-api-'));
  const store = { client: dynamo.client, table: dynamo.table, now: options.now ?? (() => new Date()) };
  const blobs = diskBlobs({ folder, secret: Buffer.alloc(32, 7), origin: () => 'http://127.0.0.1' });
  const logged: string[] = [];
  const write = (message: string, fields?: object) =>
    void logged.push(`${message} ${JSON.stringify(fields ?? {})}`);
  const deps: ApiDeps = {
    store,
    blobs,
    workflows: options.workflows?.({ store, blobs }) ?? noWorkflows,
    authenticator: sessionAuthenticator(store),
    hasOwnAccounts: true,
    log: { info: write, warn: write, error: write },
    maxUploadBytes: 1024 ** 3,
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
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    };
  const call = as();
  const link = await offerAdminLink(store);
  const { body } = await call('POST', '/v1/sessions/link', { token: link });
  return {
    store,
    blobs,
    logged,
    call,
    asAdmin: as(body.token),
    as,
    stop: async () => {
      await dynamo.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const refuse = () => Promise.reject(new Error('This test has no state machines.'));
const noWorkflows: Workflows = { start: refuse, startSync: refuse, describe: refuse, stop: refuse };
