import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Random } from '../../shared/demo/random.ts';
import { tableQueue } from '../../shared/queue/table-queue.ts';
import type { ChaosHost } from './chaos-host.ts';
import type { Ledger } from './ledger.ts';
import type { SmallDisk } from './small-disk.ts';

/** The queue of object events, past the faults. */
export function eventQueue(tableEndpoint: string) {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: tableEndpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 10,
    }),
  );
  return tableQueue({ client, table: 'lapidary', now: () => new Date(), name: 'object-events' });
}

export type Calamity = (random: Random) => Promise<void>;

/** What can go wrong, by name; each ends by itself. */
export function calamities(
  host: ChaosHost,
  disk: SmallDisk,
  ledger: Ledger,
  datasetId: string,
): Record<string, Calamity> {
  const events = eventQueue(host.tableEndpoint);
  const seconds = (low: number, high: number, random: Random) => sleep(1000 * random.between(low, high));
  async function withTable(change: Partial<ChaosHost['proxy']['faults']>, random: Random): Promise<void> {
    // Kinds may overlap, and each ends what it began.
    const ended = Object.fromEntries(Object.keys(change).map((kind) => [kind, 0]));
    host.proxy.faults = { ...host.proxy.faults, ...change };
    await seconds(3, 10, random);
    host.proxy.faults = { ...host.proxy.faults, ...ended };
  }

  return {
    'host killed': () => host.killHost(),
    'database killed': async () => host.killDatabase(),
    'host and database killed': async () => {
      host.killDatabase();
      await host.killHost();
    },
    'model workers killed': async () => host.control({ workerKills: host.controls().workerKills + 1 }),
    'table throttled': (random) => withTable({ throttled: random.between(0.2, 0.9) }, random),
    'table slow': (random) => withTable({ latencyMilliseconds: random.between(50, 400) }, random),
    'answers of the table lost': (random) => withTable({ cutAfter: random.between(0.05, 0.3) }, random),
    'table silent': (random) => withTable({ silent: random.between(0.02, 0.2) }, random),
    'requests to the table lost': (random) => withTable({ cutBefore: random.between(0.05, 0.3) }, random),
    'disk slow': async (random) => {
      host.control({ diskDelayMilliseconds: random.integer(50, 500) });
      await seconds(3, 10, random);
      host.control({ diskDelayMilliseconds: 0 });
    },
    'disk full': async (random) => {
      await disk.fill();
      if (!disk.isReal) host.control({ isDiskFull: true });
      await seconds(2, 8, random);
      await disk.empty();
      host.control({ isDiskFull: false });
    },
    'clock jumped': async (random) => {
      host.control({ clockOffsetMilliseconds: Math.round(random.between(-3_600_000, 6 * 3_600_000)) });
      await seconds(5, 15, random);
      host.control({ clockOffsetMilliseconds: 0 });
    },
    'events repeated, in another order, some of them wrong': async (random) => {
      const keys = [...ledger.uploads.keys()].sort(() => random.between(-1, 1)).slice(0, 20);
      for (const key of keys) {
        const type = random.chance(0.3) ? ('deleted' as const) : ('created' as const);
        await events.send({ type, key: `images/${datasetId}/${key}` });
      }
      await events.send({
        type: 'created',
        key: `images/${datasetId}/never-was-${random.integer(0, 1e9)}.png`,
      });
    },
  };
}
