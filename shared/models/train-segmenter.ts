import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { TrainingFailed } from '../errors.ts';
import { BUNDLED_MODELS } from './model-library.ts';
import { TrainingLine } from './training-line.ts';
import type { TrainingEpoch, TrainingResult } from './training-line.ts';

export interface TrainingRequest {
  python: string;
  /** Folder of `writeTrainingSet`. */
  scenes: string;
  /** Weights of the base model. */
  base: string;
  /** Where weights, report and checkpoint go; the same folder goes on after a kill. */
  out: string;
  /** Original scenes, shown now and then so that they are not forgotten. */
  replay?: string;
  epochs: number;
  signal?: AbortSignal;
  onEpoch?: (epoch: TrainingEpoch) => void;
}

/** Runs one Python script of models/sam and hands on its lines. @throws TrainingFailed with the end of what it said */
export async function runModelScript(
  python: string,
  args: string[],
  { signal, onLine = () => {} }: { signal?: AbortSignal; onLine?: (line: string) => void } = {},
): Promise<void> {
  const child = spawn(python, args, {
    cwd: BUNDLED_MODELS,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    env: { ...process.env, OMP_WAIT_POLICY: 'PASSIVE' },
  });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-2000)));
  createInterface({ input: child.stdout }).on('line', onLine);
  const end = await new Promise<{ code: number | null; cause?: string }>((resolve) => {
    child.once('error', (error) => resolve({ code: null, cause: error.message }));
    child.once('close', (code, killedBy) =>
      resolve({ code, cause: killedBy === null ? undefined : `ended by ${killedBy}` }),
    );
  });
  if (end.code === 0) return;
  if (signal?.aborted) throw new TrainingFailed('The training was cancelled; the model in use stays.', {});
  const reason = end.cause ?? said.trim().split('\n').at(-1) ?? 'no reason was given';
  throw new TrainingFailed(
    `The training stopped: ${reason}. Start it again to go on from its last checkpoint.`,
    {
      script: args[0],
    },
  );
}

/** Tunes a decoder in a Python child. @throws TrainingFailed; nothing is registered then */
export async function trainSegmenter(request: TrainingRequest): Promise<TrainingResult> {
  let result: TrainingResult | undefined;
  const args = [
    join(BUNDLED_MODELS, 'fine_tune.py'),
    request.scenes,
    '--base',
    request.base,
    '--out',
    request.out,
    '--epochs',
    String(request.epochs),
    ...(request.replay === undefined ? [] : ['--replay', request.replay]),
  ];
  await runModelScript(request.python, args, {
    signal: request.signal,
    onLine: (text) => {
      const line = TrainingLine.safeParse(parseJson(text));
      if (!line.success) return;
      if (line.data.kind === 'epoch') request.onEpoch?.(line.data);
      else result = line.data;
    },
  });
  if (!result) throw new TrainingFailed('The training ended without a result.', {});
  return result;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
