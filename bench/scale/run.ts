/**
 * How far the table carries: the real router, machines, routing, claims, counters and jobs run over some images, every
 * write is noted by its partition key, and a model of DynamoDB's partitions takes it from there.
 *   node bench/scale/run.ts [images=160] [people=1000]
 */
import { Random } from '../../shared/demo/random.ts';
import { claimNextTask } from '../../shared/store/tasks/claim-next-task.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { startApi } from '../../test/support/start-api.ts';
import { countCalls } from '../cost/count-calls.ts';
import { labelImages } from '../cost/label-images.ts';
import { millionImages } from '../cost/million-images.ts';
import { totalOf } from '../cost/cost-model.ts';
import type { CallCounts } from '../cost/call-counts.ts';
import { watchKeys } from './key-loads.ts';
import type { KeyLoads } from './key-loads.ts';
import { kindsOf, simulate } from './partition-model.ts';

const [images = 160, people = 1000] = process.argv.slice(2).map(Number);
const HABITS = { images, objectsPerImage: 12, saves: 4, heartbeats: 2 };
/** A person and image: drawing or checking, with pauses. */
const SECONDS_PER_TASK = 60;
/** Bulk uploads: what Lambda measures at once when nobody has raised its limit. */
const INGEST_PER_SECOND = 1_000;
const SHARD_SECONDS = 600;
const random = new Random(11);

const api = await startApi();
const calls = countCalls(api);
const watched = watchKeys(api.store.client);
const phases: Record<string, { loads: KeyLoads; counts: CallCounts; seconds: number }> = {};
let startedAt = performance.now();
await labelImages(api, HABITS, api.as(api.adminToken), (name) => {
  phases[name] = {
    loads: watched.take(),
    counts: calls.take(),
    seconds: (performance.now() - startedAt) / 1000,
  };
  startedAt = performance.now();
});
watched.refused();

const bills = millionImages(
  Object.fromEntries(Object.entries(phases).map(([name, { counts }]) => [name, counts])),
  images,
);
console.log(
  `${images} images, 12 polygons of 24 corners, 4 saves each. Partitions: 1,000 write units a second,`,
);
console.log('300 s of burst, split after 180 s of heat where sort keys do not grow at their end.\n');
console.log(
  '| phase | offered, images/s | done, images/s | 1 M images | 100 M images | hottest key | its units per image | $ per million |',
);
console.log('|---|---|---|---|---|---|---|---|');
for (const [phase, perSecond] of [
  ['upload and ingest', INGEST_PER_SECOND],
  ['annotate', people / SECONDS_PER_TASK],
  ['review', people / SECONDS_PER_TASK],
] as const) {
  const kinds = kindsOf(phases[phase].loads, images);
  const million = simulate(kinds, { images: 1_000_000, perSecond, random });
  const hundred = simulate(kinds, { images: 100_000_000, perSecond, random });
  const units = kinds.find(({ name }) => name === million.hottest)?.unitsPerImage ?? 0;
  console.log(
    `| ${phase} | ${perSecond.toFixed(0)} | ${hundred.imagesPerSecond.toFixed(0)} | ${hours(million.seconds)} | ${hours(hundred.seconds)} | \`${million.hottest}\` | ${units.toFixed(1)} | ${totalOf(bills[phase]).toFixed(0)} |`,
  );
}

console.log(
  '\nThe most that each kind of key lets through, images a second:\n\n| key | units per image | keys | images/s |\n|---|---|---|---|',
);
const most = Object.values(phases).flatMap(({ loads }) => kindsOf(loads, images));
for (const { name, unitsPerImage, keys, hottestShare } of most
  .filter(({ keys }) => keys !== 'one per image')
  .toSorted((a, b) => b.unitsPerImage * b.hottestShare - a.unitsPerImage * a.hottestShare)
  .slice(0, 12)) {
  const perSecond = 1_000 / (unitsPerImage * (keys === 1 ? 1 : hottestShare));
  console.log(`| \`${name}\` | ${unitsPerImage.toFixed(2)} | ${keys} | ${perSecond.toFixed(0)} |`);
}

await claims();
const exportRate = images / phases.export.seconds;
console.log(
  `\nExport: ${exportRate.toFixed(0)} images a second in all on this machine with 16 shards in one process;`,
);
for (const size of [1_000_000, 100_000_000]) {
  const perShard = size / 16;
  // A Lambda of 1 GB has a good half of a core; one shard of it is taken to do what this process does with one.
  const seconds = perShard / exportRate;
  console.log(
    `${(size / 1e6).toFixed(0)} M images: ${perShard.toLocaleString('en-US')} a shard, ${hours(seconds)} at that rate each; ${seconds < SHARD_SECONDS ? 'fits' : 'does not fit'} a function's ${SHARD_SECONDS / 60} minutes.`,
  );
}
await api.stop();

/** Everybody asks for a task at the same moment. */
async function claims(): Promise<void> {
  const tasks = taskStore(api.store);
  const [project] = (await api.asAdmin('GET', '/v1/projects')).body.items;
  const done = await tasks.list({ projectId: project.id, limit: 1 });
  const [one] = done.items;
  for (let n = 0; n < people; n++) {
    const id = `${project.id}.bench${String(n).padStart(15, '0')}`;
    const { rev: _, updatedAt: __, createdAt: ___, ...fields } = one;
    await tasks.create(
      {
        ...fields,
        id,
        stageId: 'draw',
        stageKind: 'annotate',
        status: 'open',
        assigneeId: undefined,
      } as never,
      { actor: 'system', action: 'task.created' },
    );
  }
  watched.take();
  watched.refused();
  const begun = performance.now();
  const given = await Promise.all(
    Array.from({ length: people }, (_, n) =>
      claimNextTask(api.store, tasks, {
        projectId: project.id,
        stageIds: ['draw'],
        userId: `person${n}`,
        leaseSeconds: 900,
        mayTake: () => true,
      }),
    ),
  );
  const ids = new Set(given.map((task) => task?.id));
  ids.delete(undefined);
  const refused = watched.refused();
  console.log(
    `\n${people} people ask for a task at once: ${ids.size} got one each, ${(1 + refused / people).toFixed(2)} transactions a claim, ${((performance.now() - begun) / 1000).toFixed(1)} s on this machine.`,
  );
}

function hours(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(0)} s`;
  return seconds < 7_200 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(0)} h`;
}
