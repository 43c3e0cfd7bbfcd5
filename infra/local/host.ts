import type { Server } from 'node:http';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../shared/log.ts';
import { userStore } from '../../shared/store/user-store.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { clock } from './clock.ts';
import { lockData } from './data-lock.ts';
import { startDynamoChild } from './dynamo-child.ts';
import { ensureTable } from './ensure-table.ts';
import { memoryKeeper } from './give-memory-back.ts';
import { isOwnHost } from './is-own-host.ts';
import { localDestinations, refuseFollowed } from './local-destinations.ts';
import { listen } from './listen.ts';
import { localDynamoClient } from './local-dynamo-client.ts';
import { localSeams } from './local-seams.ts';
import type { LocalSeams } from './local-seams.ts';
import { localSecret } from './local-secret.ts';
import { objectEvents } from './object-events.ts';
import { scheduleLocalWork } from './schedule-local-work.ts';
import { serveBlobs } from './serve-blobs.ts';
import { serveWeb } from './serve-web.ts';
import { survivesReading } from './survives-reading.ts';
import { watchDatasets } from './watched-datasets.ts';

export interface HostOptions {
  /** Everything that the host keeps. */
  dataFolder: string;
  /** Folders of images to follow. */
  folders?: string[];
  /** Folders that exports may be written to, by name. */
  destinations?: ReadonlyMap<string, string>;
  /** Left out: 4400, or the next free one. 0: any free one. */
  port?: number;
  /** The built web app. */
  webFolder: string;
  log: Log;
  now?: () => Date;
}

export interface Host {
  /** `http://127.0.0.1:4400` */
  url: string;
  /** Ends in `/welcome#<token>` until the administrator has chosen a password. */
  signInUrl: () => Promise<string>;
  seams: LocalSeams;
  /** Folders that are followed. */
  folders: string[];
  /** Resolves when the followed folders have been looked through and every event is handled. */
  settled: () => Promise<void>;
  /** Runs before the host stops; for what was started beside it. */
  whenClosing: (step: () => unknown) => void;
  /** Stops taking work, ends the database cleanly. Within 2 seconds. */
  close: () => Promise<void>;
}

const PREFERRED_PORT = 4400;
const MAX_UPLOAD_BYTES = 2 ** 30;
const TABLE = 'lapidary';

/**
 * All of Lapidary in one process on 127.0.0.1: the API, the web app, the state machines, the events and the clock,
 * with a database child beside it. What it acknowledged outlives a kill at any moment.
 *
 * @throws HostAlreadyRunning, DatabaseDamaged, DatabaseUnavailable, PortTaken, FolderUnreadable, DestinationUnwritable
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const { dataFolder, folders = [], log, now = () => new Date() } = options;
  await mkdir(dataFolder, { recursive: true });
  const lock = await lockData(dataFolder);
  // Each step that succeeded adds its undoing; both a failed start and a stop run them last to first.
  const undo: (() => unknown)[] = [() => lock.release()];
  async function close(): Promise<void> {
    for (const step of undo.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        log.error('A part of the host did not stop cleanly.', { error: String(error) });
      }
    }
  }

  try {
    const destinations = await localDestinations(options.destinations ?? new Map(), dataFolder);
    const [database, secret, api] = await Promise.all([
      startDynamoChild({
        databaseFile: join(dataFolder, 'table.db'),
        endpoint: process.env.LAPIDARY_DYNAMODB_ENDPOINT,
        log: (line) => log.warn(line),
      }),
      localSecret(dataFolder),
      import('./local-api.ts'),
    ]);
    undo.push(() => database.stop());
    const client = localDynamoClient(database.endpoint);
    undo.push(() => client.destroy());
    await ensureTable(client, TABLE);

    let url = '';
    const seams = localSeams({
      dataFolder,
      client,
      table: TABLE,
      secret,
      origin: () => url,
      log,
      now,
      destinations,
    });
    const events = objectEvents({
      queue: seams.queue('object-events'),
      workflows: seams.workflows,
      survives: async (key) => survivesReading(await seams.blobs.stream(key)),
      log,
    });
    undo.push(() => Promise.all([events.close(), seams.workflows.close()]));

    undo.push(() => seams.models.models.close());
    const serveApi = api.localApi({ seams, models: seams.models, log, maxUploadBytes: MAX_UPLOAD_BYTES });
    const blobs = serveBlobs({ blobs: seams.blobs, secret, events, maxUploadBytes: MAX_UPLOAD_BYTES, now });
    const web = serveWeb(options.webFolder);
    let port = 0;
    const server = api.httpServer(async (request) => {
      const { pathname } = new URL(request.url);
      if (!isOwnHost(request.headers.get('host'), port)) {
        return new Response('This server answers to 127.0.0.1 and localhost only.\n', { status: 421 });
      }
      if (pathname.startsWith('/blobs/')) return addSecurityHeaders(await blobs(request));
      if (/^\/(v1|docs)(\/|$)/.test(pathname)) return addSecurityHeaders(await serveApi(request));
      return addSecurityHeaders(await web(request));
    });
    undo.push(() => closeServer(server));
    port = await listen(server, options.port, PREFERRED_PORT);
    url = `http://127.0.0.1:${port}`;
    await lock.announce(url);

    const watched = await watchDatasets({ dataFolder, folders, seams, events, createdBy: 'admin', log });
    undo.push(() => watched.close());
    refuseFollowed(destinations, watched.folders);
    const ticks = clock(log);
    undo.push(() => ticks.close());
    scheduleLocalWork(ticks, seams);
    const giveMemoryBack = memoryKeeper();
    ticks.every(30, 'look at the memory', async () => giveMemoryBack());

    return {
      url,
      seams,
      folders: watched.folders,
      signInUrl: async () => {
        const admin = await userStore(seams.store).find('admin');
        if (admin?.passwordHash !== undefined) return url;
        return `${url}/welcome#${await api.offerAdminLink(seams.store)}`;
      },
      settled: async () => {
        await watched.scanned;
        while (!(await events.isIdle())) await sleep(50);
      },
      whenClosing: (step) => void undo.push(step),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Lets requests under way end for half a second, then cuts them off. */
async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), 500);
  await closed;
  clearTimeout(cut);
}
