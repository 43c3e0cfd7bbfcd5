import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { diskBlobs } from '../../shared/blobs/disk-blobs.ts';
import { mountedBlobs } from '../../shared/blobs/mounted-blobs.ts';
import type { MountedBlobs } from '../../shared/blobs/mounted-blobs.ts';
import { folderDestinations } from '../../shared/destinations/folder-destinations.ts';
import { registerLocalSeams } from '../../shared/lambda/choose-seams.ts';
import type { Seams } from '../../shared/lambda/seams.ts';
import type { Log } from '../../shared/log.ts';
import type { ModelAccess } from '../../shared/models/model-access.ts';
import { tableQueue } from '../../shared/queue/table-queue.ts';
import type { TableQueue } from '../../shared/queue/table-queue.ts';
import { localWorkflows } from '../../shared/workflows/local-workflows.ts';
import type { LocalWorkflows } from '../../shared/workflows/local-workflows.ts';
import { localFunctions } from './local-functions.ts';
import { localSegmenters } from './local-segmenters.ts';

const MACHINES_FOLDER = fileURLToPath(new URL('../../statemachines', import.meta.url));
/** Deliveries of one message before it is parked; high, because every kill of the host counts as one. */
const MAX_ATTEMPTS = 20;

/** The seams of one machine; the same names as in AWS, and more where the host itself needs it. */
export interface LocalSeams extends Seams {
  readonly blobs: MountedBlobs;
  readonly workflows: LocalWorkflows;
  readonly models: ModelAccess;
  queue: (name: string) => TableQueue;
  /** Calls `functions/<folder>` directly, as the clock does. */
  invoke: (folder: string, input: unknown) => Promise<unknown>;
}

export interface LocalSeamsOptions {
  dataFolder: string;
  client: DynamoDBDocumentClient;
  table: string;
  secret: Uint8Array;
  /** Of the server that answers signed links; known once it listens. */
  origin: () => string;
  log: Log;
  now: () => Date;
  /** Folders that exports may be written to, by name; absolute. */
  destinations?: ReadonlyMap<string, string>;
}

export function localSeams(options: LocalSeamsOptions): LocalSeams {
  const { dataFolder, client, table, secret, origin, log, now } = options;
  const store = { client, table, now };
  const queues = new Map<string, TableQueue>();
  const env = { ...process.env, LAPIDARY_HOST: 'local', TABLE_NAME: table, BUCKET_NAME: 'local' };
  const blobs = mountedBlobs(diskBlobs({ folder: join(dataFolder, 'blobs'), secret, origin, now }));
  const seams: LocalSeams = {
    store,
    blobs,
    models: localSegmenters(dataFolder, blobs),
    workflows: localWorkflows({
      machinesFolder: MACHINES_FOLDER,
      invoke: (folder, input) => seams.invoke(folder, input),
      now,
    }),
    destinations: folderDestinations(options.destinations ?? new Map()),
    queue: (name) => {
      const queue = queues.get(name) ?? tableQueue({ ...store, name, maxAttempts: MAX_ATTEMPTS });
      queues.set(name, queue);
      return queue;
    },
    invoke: (folder, input) => invoke(folder, input),
  };
  const invoke = localFunctions({ env, seams, log });
  registerLocalSeams(() => seams);
  return seams;
}
