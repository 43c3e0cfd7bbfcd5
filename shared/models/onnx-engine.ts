import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ModelUnusable } from '../errors.ts';
import type { GraphSignature, InferenceEngine } from './inference-engine.ts';
import type { InferenceAnswer, InferenceLimits, InferenceRequest } from './inference-process.ts';
import type { Priority } from './models.ts';
import type { Tensors } from './tensor.ts';

interface Waiting {
  request: InferenceRequest;
  resolve: (answer: InferenceAnswer) => void;
  reject: (error: Error) => void;
}

export interface OnnxEngineOptions {
  /** Sessions beyond this are released, the least recently used first. */
  memoryLimitBytes?: number;
  threads?: number;
  /** A process with nothing to do for this long ends and gives its memory back. */
  idleSeconds?: number;
}

const GIGABYTE = 1024 ** 3;
/** A host that stops has two seconds for everything. */
const LAST_RUN_MILLISECONDS = 1_000;

/**
 * ONNX Runtime in a process of its own that starts with the first question: native code that gives up, or is ended in
 * the middle of a run, must not take the caller along. One graph runs at a time; a person's click is taken before any
 * batch work that waits. A process that dies fails the work it had and is started again.
 */
export function onnxEngine({
  memoryLimitBytes = 2 * GIGABYTE,
  threads = 1,
  idleSeconds = 120,
}: OnnxEngineOptions = {}): InferenceEngine {
  const queues: Record<Priority, Waiting[]> = { interactive: [], batch: [] };
  let runtime: ChildProcess | undefined;
  let running: Waiting | undefined;
  let nextId = 0;
  let isClosed = false;
  let idle: NodeJS.Timeout | undefined;

  function start(): ChildProcess {
    const limits: InferenceLimits = { memoryLimitBytes, threads };
    const started = fork(new URL('./inference-process.ts', import.meta.url), [JSON.stringify(limits)], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    started.on('message', (answer: InferenceAnswer) => {
      const done = running;
      running = undefined;
      keepsAlive(started, false);
      done?.resolve(answer);
      dispatch();
      if (!running) restUntilNeeded(started);
    });
    const lost = (reason: string) => {
      if (runtime !== started) return;
      runtime = undefined;
      const failed = running;
      running = undefined;
      failed?.reject(
        new ModelUnusable(`The model runtime stopped (${reason}); the task is unharmed, try again.`),
      );
      dispatch();
    };
    started.on('error', (error) => lost(error.message));
    started.on('exit', (code, signal) => lost(signal ?? `exit code ${code}`));
    return started;
  }

  function restUntilNeeded(started: ChildProcess): void {
    idle = setTimeout(() => {
      if (runtime !== started || running) return;
      runtime = undefined;
      started.kill('SIGKILL');
    }, idleSeconds * 1000);
    idle.unref();
  }

  function dispatch(): void {
    if (running || isClosed) return;
    running = queues.interactive.shift() ?? queues.batch.shift();
    if (!running) return;
    clearTimeout(idle);
    runtime ??= start();
    keepsAlive(runtime, true);
    // A process that is gone tells so by its end.
    runtime.send(running.request, () => {});
  }

  async function ask(request: Omit<InferenceRequest, 'id'>, priority: Priority): Promise<InferenceAnswer> {
    if (isClosed) throw new ModelUnusable('The model runtime is shutting down.');
    const answer = await new Promise<InferenceAnswer>((resolve, reject) => {
      queues[priority].push({ request: { ...request, id: nextId++ }, resolve, reject });
      dispatch();
    });
    if ('error' in answer) {
      throw new ModelUnusable(`The model file ${basename(request.file)} cannot be used: ${answer.error}`, {
        file: basename(request.file),
      });
    }
    return answer;
  }

  return {
    async inspect(file): Promise<GraphSignature> {
      const answer = await ask({ file }, 'interactive');
      return (answer as { signature: GraphSignature }).signature;
    },
    async run(file, inputs, outputs, priority): Promise<Tensors> {
      const answer = await ask({ file, inputs, outputs }, priority);
      return (answer as { tensors: Tensors }).tensors;
    },
    async close() {
      isClosed = true;
      const waiting = [...queues.interactive, ...queues.batch];
      queues.interactive = [];
      queues.batch = [];
      for (const { reject } of waiting) reject(new ModelUnusable('The model runtime is shutting down.'));
      const closing = runtime;
      if (!closing) return;
      if (running) await answered(closing);
      runtime = undefined;
      running?.reject(new ModelUnusable('The model runtime is shutting down.'));
      keepsAlive(closing, false);
      closing.kill('SIGKILL');
    },
  };
}

/** Whether the process that asks may end while this one lives. */
function keepsAlive(runtime: ChildProcess, isNeeded: boolean): void {
  if (isNeeded) {
    runtime.ref();
    runtime.channel?.ref();
  } else {
    runtime.unref();
    runtime.channel?.unref();
  }
}

/** Until the process has answered or ended, or for as long as may be waited. */
async function answered(runtime: ChildProcess): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  await Promise.race([
    once(runtime, 'message', { signal }),
    once(runtime, 'exit', { signal }),
    sleep(LAST_RUN_MILLISECONDS, undefined, { signal }),
  ]);
  waiting.abort();
}
