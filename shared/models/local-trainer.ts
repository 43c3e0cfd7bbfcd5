import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type { Blobs } from '../blobs/blobs.ts';
import { TrainingFailed } from '../errors.ts';
import { readProgress } from './read-progress.ts';
import { trainingKeys } from './training-keys.ts';
import type { Trainer, TrainingRequest, TrainingState } from './training.ts';
import { whyTrainingStopped } from './why-training-stopped.ts';
import type { TrainingEnd } from './why-training-stopped.ts';

export interface LocalTrainerOptions {
  blobs: Blobs;
  /** Holds one folder per training while it runs; a checkpoint in it outlives a kill. */
  folder: string;
  /** Folder of train_job.py. */
  scripts: string;
  /** Path of an interpreter that has torch; makes it on first use. Its error says what is missing. */
  python: (signal: AbortSignal) => Promise<string>;
}

interface Running {
  state: TrainingState;
  /** Of performance.now(); undefined while it waits for its turn. */
  beganAt?: number;
  cancel: AbortController;
  ended: Promise<void>;
}

const MOST_ATTEMPTS = 3;
/** The files that a training must leave; the decoder is written last. */
const LEFT = ['encoder.onnx', 'decoder.onnx', 'weights.pt', 'report.json', 'progress.jsonl'];

/** Trains in a Python child of this process, one after the other: a laptop has no room for two. */
export function localTrainer(options: LocalTrainerOptions): Trainer & { close: () => Promise<void> } {
  const { blobs, folder, scripts } = options;
  const trainings = new Map<string, Running>();
  let turn: Promise<void> = Promise.resolve();

  async function run({ trainingId, epochs, loss }: TrainingRequest, signal: AbortSignal): Promise<void> {
    const home = join(folder, trainingId);
    const python = await options.python(signal).catch((error: unknown) => {
      throw new TrainingFailed(error instanceof Error ? error.message : String(error));
    });
    const args = [join(scripts, 'train_job.py'), '--epochs', String(epochs), '--loss', loss];
    for (const part of ['set', 'replay', 'base'] as const) {
      const target = join(home, part);
      if (await fetchFolder(blobs, trainingKeys[part](trainingId), target)) args.push(`--${part}`, target);
    }
    const out = join(home, 'out');
    await mkdir(out, { recursive: true });
    const command = [...args, '--out', out, '--parent', String(process.pid)];
    for (let attempt = 1; ; attempt++) {
      const end = await runScript(python, command, scripts, signal);
      if (end.code === 0) break;
      // One that was killed goes on from its last checkpoint; what fails by itself would fail again.
      const isWorthAnother = end.killedBy !== undefined && attempt < MOST_ATTEMPTS && !signal.aborted;
      if (!isWorthAnother) throw new TrainingFailed(whyTrainingStopped(end));
    }
    const there = new Set(await readdir(out));
    const missing = LEFT.filter((name) => !there.has(name));
    if (missing.length > 0) throw new TrainingFailed(`The training ended without ${missing.join(', ')}.`);
    for (const name of LEFT) {
      await blobs.put(`${trainingKeys.out(trainingId)}${name}`, createReadStream(join(out, name)));
    }
    await rm(home, { recursive: true, force: true });
  }

  async function epochsOf(trainingId: string): Promise<TrainingState['epochs']> {
    const kept = readFile(join(folder, trainingId, 'out', 'progress.jsonl'), 'utf8');
    const text = await kept.catch(async () =>
      Buffer.from(await blobs.get(`${trainingKeys.out(trainingId)}progress.jsonl`)).toString(),
    );
    return readProgress(text).epochs;
  }

  return {
    async startTraining(request) {
      const { trainingId } = request;
      if (trainings.get(trainingId)?.state.status === 'running') return;
      const cancel = new AbortController();
      const state: TrainingState = { status: 'running', epochs: [] };
      const ended = turn
        .then(() => {
          training.beganAt = performance.now();
          return run(request, cancel.signal);
        })
        .then(
          () => void (state.status = 'succeeded'),
          (error: unknown) => {
            state.status = cancel.signal.aborted ? 'stopped' : 'failed';
            state.reason = error instanceof Error ? error.message : String(error);
          },
        )
        .finally(() => (state.seconds = secondsSince(training.beganAt)));
      turn = ended;
      const training: Running = { state, cancel, ended };
      trainings.set(trainingId, training);
    },

    async describeTraining(trainingId) {
      const epochs = await epochsOf(trainingId).catch(() => []);
      const known = trainings.get(trainingId);
      if (known) return { seconds: secondsSince(known.beganAt), ...known.state, epochs };
      const isDone = await blobs.head(`${trainingKeys.out(trainingId)}decoder.onnx`);
      return { status: isDone ? 'succeeded' : 'unknown', epochs };
    },

    async stopTraining(trainingId) {
      const known = trainings.get(trainingId);
      known?.cancel.abort();
      await known?.ended;
      await rm(join(folder, trainingId), { recursive: true, force: true });
    },

    /** Checkpoints stay: the jobs go on when the host is there again. */
    async close() {
      for (const { cancel } of trainings.values()) cancel.abort();
      await Promise.all([...trainings.values()].map(({ ended }) => ended));
    },
  };
}

function secondsSince(beganAt: number | undefined): number {
  return beganAt === undefined ? 0 : (performance.now() - beganAt) / 1000;
}

/** Copies what lies under a prefix; false when nothing does. Files that are there already stay. */
async function fetchFolder(blobs: Blobs, prefix: string, target: string): Promise<boolean> {
  const { items } = await blobs.list(prefix);
  if (items.length === 0) return false;
  await mkdir(target, { recursive: true });
  const there = new Set(await readdir(target));
  for (const { key } of items) {
    const name = key.slice(prefix.length);
    if (there.has(name)) continue;
    const file = join(target, name);
    const source = Readable.fromWeb((await blobs.stream(key)) as NodeReadableStream);
    await pipeline(source, createWriteStream(`${file}.part`));
    await rename(`${file}.part`, file);
  }
  return true;
}

async function runScript(
  python: string,
  args: string[],
  cwd: string,
  signal: AbortSignal,
): Promise<TrainingEnd> {
  const child = spawn(python, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
    // With more threads than idle cores, busy waiting costs ten times the work.
    env: { ...process.env, OMP_WAIT_POLICY: 'PASSIVE', PYTHONUNBUFFERED: '1' },
  });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-4000)));
  const end = await new Promise<{ code: number | null; killedBy?: string; cause?: string }>((resolve) => {
    child.once('error', (error) => resolve({ code: null, cause: error.message }));
    child.once('close', (code, killedBy) => resolve({ code, killedBy: killedBy ?? undefined }));
  });
  return { ...end, said };
}
