/**
 * Loaded into a host before its own code (`node --import`): shifts its clock, slows and fills its disk, and kills the
 * processes of its models, as the file named in `CHAOS_CONTROLS` says. The host's code knows nothing of it.
 */
import childProcess from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { CALM, readControls, writeEffects } from './controls.ts';
import type { Controls, Effects } from './controls.ts';

const LOOK_EVERY_MILLISECONDS = 25;
const file = process.env.CHAOS_CONTROLS;
let controls: Controls = CALM;
let lookedAt = -Infinity;
const effects: Effects = { workersEnded: 0, syncsDelayed: 0, writesWithoutSpace: 0 };

function felt(kind: keyof Effects): void {
  effects[kind]++;
  if (file !== undefined) writeEffects(file, effects);
}

function look(): Controls {
  if (file !== undefined && performance.now() - lookedAt > LOOK_EVERY_MILLISECONDS) {
    lookedAt = performance.now();
    try {
      controls = readControls(file);
    } catch {
      // Not written yet.
    }
  }
  return controls;
}

const RealDate = Date;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given: ConstructorParameters<DateConstructor>, newTarget) =>
    Reflect.construct(
      target,
      (given as unknown[]).length === 0 ? [RealDate.now() + look().clockOffsetMilliseconds] : given,
      newTarget,
    ),
  get: (target, name) =>
    name === 'now'
      ? () => RealDate.now() + look().clockOffsetMilliseconds
      : (Reflect.get(target, name) as unknown),
});

const realOpen = fs.open;
fs.open = async (path, flags, mode) => {
  const handle = await realOpen(path, flags, mode);
  const sync = handle.sync.bind(handle);
  const write = handle.write.bind(handle) as (...given: unknown[]) => unknown;
  handle.sync = async () => {
    const { diskDelayMilliseconds } = look();
    if (diskDelayMilliseconds > 0) {
      felt('syncsDelayed');
      await sleep(diskDelayMilliseconds);
    }
    return sync();
  };
  handle.write = (async (...given: unknown[]) => {
    try {
      if (look().isDiskFull)
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      return await write(...given);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') felt('writesWithoutSpace');
      throw error;
    }
  }) as FileHandle['write'];
  return handle;
};

const workers = new Set<ChildProcess>();
const { fork } = childProcess;
childProcess.fork = ((...how: Parameters<typeof fork>) => {
  const started = fork(...how);
  workers.add(started);
  started.once('exit', () => workers.delete(started));
  return started;
}) as typeof fork;
let kills = look().workerKills;
setInterval(() => {
  const wanted = look().workerKills;
  if (wanted > kills) {
    for (const worker of workers) {
      felt('workersEnded');
      worker.kill('SIGKILL');
    }
  }
  kills = wanted;
}, LOOK_EVERY_MILLISECONDS).unref();
syncBuiltinESMExports();
