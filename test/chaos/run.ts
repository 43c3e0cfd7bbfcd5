/**
 * `npm run chaos -- [--minutes 30] [--seed 1]`: people work against a host while everything around it fails, and in
 * the end nothing that was acknowledged may be missing and every task must have reached its end.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { Random } from '../../shared/demo/random.ts';
import { makeGemProject, personCall } from '../support/gem-project.ts';
import { takeATurn } from '../support/simulated-person.ts';
import type { CallResult } from '../support/simulated-person.ts';
import { calamities, eventQueue } from './calamities.ts';
import { startChaosHost } from './chaos-host.ts';
import { CALM } from './controls.ts';
import { NO_FAULTS } from './fault-proxy.ts';
import { newLedger } from './ledger.ts';
import { smallDisk } from './small-disk.ts';
import { verify } from './verify.ts';

const PEOPLE = 6;
/** Images are sent only while fewer tasks than this wait, so that the end is reached soon after the chaos. */
const BACKLOG = 25;
const DRAIN_MINUTES = 5;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } },
});
const minutes = Number(values.minutes);
const random = new Random(Number(values.seed));
const root = await mkdtemp(join(tmpdir(), 'lapidary-chaos-run-'));
const disk = await smallDisk(768);
const host = await startChaosHost(disk.folder, root, random.fork());
const ledger = newLedger();
const answers: Record<string, number> = {};
const injected: Record<string, number> = {};
const memory: number[] = [];
const phase = { isChaos: true, isOpen: true };
const told = (_name: string, _milliseconds: number, { status }: CallResult) => {
  const kind = status === 0 ? 'no answer' : `${Math.floor(status / 100)}xx`;
  answers[kind] = (answers[kind] ?? 0) + 1;
};
const url = () => host.url;

const first = personCall(url, '');
const session = await first('setup', 'POST', '/v1/sessions/link', { token: host.token });
const admin = personCall(url, session.body.token, told);
const { datasetId, projectId, people } = await makeGemProject(admin, PEOPLE);

async function person(index: number): Promise<void> {
  const { id, token } = people[index];
  const own = random.fork();
  const call = personCall(url, token, told);
  const who = { userId: id, call, random: own, promises: ledger, thinkMilliseconds: 40, repeats: 0.1 };
  while (phase.isOpen) {
    const stages = own.chance(0.5) ? (['check', 'draw'] as const) : (['draw', 'check'] as const);
    let hadWork = false;
    for (const stage of stages) hadWork ||= await takeATurn(who, projectId, stage);
    if (!hadWork) await sleep(300);
  }
}

async function upload(number: number): Promise<void> {
  const isImage = number % 9 !== 8;
  const key = `stone-${number}.png`;
  const channels = { r: number % 256, g: (number >> 8) % 256, b: (number * 53) % 256 };
  const image = await sharp({ create: { width: 64, height: 48, channels: 3, background: channels } })
    .png()
    .toBuffer();
  const bytes = isImage ? image : image.subarray(0, 40);
  const asked = { datasetId, key, size: bytes.length, contentType: 'image/png' };
  for (let tries = 0; tries < 10 && phase.isOpen; tries++) {
    const link = await admin('upload', 'POST', '/v1/uploads', asked);
    if (link.status === 201) {
      const sent = await fetch(link.body.url, {
        method: 'PUT',
        headers: link.body.headers,
        body: new Uint8Array(bytes),
        signal: AbortSignal.timeout(60_000),
      }).catch(() => undefined);
      if (sent?.ok === true) {
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        ledger.uploads.set(key, { assetId: link.body.assetId, sha256, isImage });
        return;
      }
    }
    await sleep(500);
  }
}

async function sendImages(): Promise<void> {
  for (let number = 0; phase.isChaos;) {
    const counts = await admin('counts', 'GET', `/v1/projects/${projectId}/counts`);
    const stages = Object.entries((counts.body.stages ?? {}) as Record<string, { total: number }>);
    const waiting = stages.reduce((sum, [stage, { total }]) => sum + (stage === 'done' ? 0 : total), 0);
    if (counts.status === 200 && waiting < BACKLOG) await upload(number++);
    else await sleep(500);
  }
}

/** Exports, snapshots and clicks of the model, now and then. */
async function askForMore(): Promise<void> {
  for (let turn = 0; phase.isChaos; turn++) {
    await sleep(random.between(1_000, 4_000));
    if (turn % 6 === 0) {
      const { status, body } = await admin('job', 'POST', '/v1/exports', { projectId, format: 'coco' });
      if (status === 202) ledger.jobs.push(body.id);
    } else if (turn % 6 === 3) {
      const asked = { projectId, name: `Round ${turn}`, splits: { train: 1, val: 0, test: 0 } };
      const { status, body } = await admin('job', 'POST', '/v1/snapshots', asked);
      if (status === 202) ledger.jobs.push(body.job.id);
    } else {
      const { body } = await admin('pick', 'GET', `/v1/tasks?projectId=${projectId}&limit=5`);
      const [task] = (body.items ?? []) as { id: string }[];
      if (task === undefined) continue;
      await admin('click', 'POST', `/v1/tasks/${task.id}/segment`, {
        points: [{ x: random.integer(2, 60), y: random.integer(2, 44), label: 1 }],
      });
    }
  }
}

async function wreak(): Promise<void> {
  const known = calamities(host, disk, ledger, datasetId);
  const names = Object.keys(known);
  const until = performance.now() + minutes * 60_000;
  const running = new Set<Promise<void>>();
  // Each kind comes up once before any comes up again, in an order that the seed decides.
  let deck: string[] = [];
  while (performance.now() < until) {
    await sleep(random.between(1_500, 6_000));
    if (deck.length === 0) deck = [...names].sort(() => random.between(-1, 1));
    const name = deck.pop() ?? names[0];
    injected[name] = (injected[name] ?? 0) + 1;
    console.error(`${new Date().toTimeString().slice(0, 8)} ${name}`);
    const done = known[name](random.fork()).catch((error: unknown) => {
      console.error(`${name}: ${String(error)}`);
    });
    running.add(done);
    void done.then(() => running.delete(done));
    if (running.size >= 3) await Promise.race(running);
    memory.push(Math.round(await host.residentMegabytes()));
  }
  await Promise.all(running);
  host.proxy.faults = NO_FAULTS;
  host.control({ ...CALM, workerKills: host.controls().workerKills });
  await disk.empty();
  phase.isChaos = false;
}

async function drained(): Promise<boolean> {
  const until = performance.now() + DRAIN_MINUTES * 60_000;
  let calm = 0;
  for (let look = 0; performance.now() < until; look++) {
    await sleep(1_000);
    const tasks = await admin('drain', 'GET', `/v1/tasks?projectId=${projectId}&limit=500&status=done`);
    const counts = await admin('drain', 'GET', `/v1/projects/${projectId}/counts`);
    const states = await Promise.all(ledger.jobs.map((id) => admin('drain', 'GET', `/v1/jobs/${id}`)));
    const isBusy = states.some(({ body }) => /queued|running/.test(body.status ?? 'running'));
    const images = [...ledger.uploads.values()].filter(({ isImage }) => isImage).length;
    const stages = Object.entries((counts.body.stages ?? {}) as Record<string, { total: number }>);
    const done = stages.find(([stage]) => stage === 'done')?.[1].total ?? 0;
    const isDone =
      !isBusy &&
      tasks.status === 200 &&
      done >= images &&
      stages.every(([s, n]) => s === 'done' || n.total === 0);
    if (look % 20 === 0) console.error(`${done} of ${images} done: ${JSON.stringify(counts.body.stages)}`);
    calm = isDone ? calm + 1 : 0;
    if (calm === 3) return true;
  }
  return false;
}

console.error(`${PEOPLE} people at ${url()} for ${minutes} minutes`);
const startedAt = new Date();
const crowd = people.map((_, index) => person(index));
const others = [sendImages(), askForMore()];
await wreak();
const chaosEndedAt = performance.now();
await Promise.all(others);
const isDrained = await drained();
const drainSeconds = Math.round((performance.now() - chaosEndedAt) / 1000);
phase.isOpen = false;
await Promise.all(crowd);
const wrong = await verify(admin, ledger, { projectId, datasetId });
for (const said of host.endedByThemselves) wrong.push(`A host ended by itself: ${said}`);
if (!isDrained) wrong.push(`Not everything was done ${DRAIN_MINUTES} minutes after the chaos.`);

const report = {
  startedAt: startedAt.toISOString(),
  minutes,
  seed: Number(values.seed),
  fullDisk: disk.isReal ? 'a file system of its own, filled' : 'feigned',
  injected,
  tableRequests: host.proxy.counts,
  felt: host.effects(),
  answers,
  acknowledged: {
    uploads: ledger.uploads.size,
    saves: ledger.saves.length,
    outcomes: ledger.outcomes.length,
    jobs: ledger.jobs.length,
  },
  hostStartsRefused: host.failedStarts.length,
  drainSeconds,
  residentMegabytes: { highest: Math.max(...memory), last: memory.at(-1) },
  wrong,
};
console.log(JSON.stringify(report, undefined, 2));
if (wrong.length > 0) {
  const events = eventQueue(host.tableEndpoint);
  const parked = (await events.deadLetters()).map(({ body }) => JSON.stringify(body));
  console.error(`Events wait: ${!(await events.isEmpty())}. Parked: ${parked.join(' ')}`);
  const kept = join(tmpdir(), `lapidary-chaos-${process.pid}.log`);
  await writeFile(kept, [...host.failedStarts, host.output()].join('\n'));
  console.error(`${wrong.length} things are wrong. What the host said: ${kept}`);
  process.exitCode = 1;
}
await host.stop();
await disk.remove();
await rm(root, { recursive: true, force: true });
