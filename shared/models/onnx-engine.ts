import { once } from 'node:events';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { ModelUnusable } from '../errors.ts';
import type { GraphSignature, InferenceEngine } from './inference-engine.ts';
import type { InferenceAnswer, InferenceRequest } from './inference-worker.ts';
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
  /** A thread with nothing to do for this long ends and gives its memory back. */
  idleSeconds?: number;
}

const GIGABYTE = 1024 ** 3;
/** A host that stops has two seconds for everything. */
const LAST_RUN_MILLISECONDS = 1_000;

/**
 * ONNX Runtime in a worker thread that starts with the first question. One graph runs at a time; a person's click
 * is taken before any batch work that waits. A worker that dies fails the work it had and is started again.
 */
export function onnxEngine({
  memoryLimitBytes = 2 * GIGABYTE,
  threads = 1,
  idleSeconds = 120,
}: OnnxEngineOptions = {}): InferenceEngine {
  const queues: Record<Priority, Waiting[]> = { interactive: [], batch: [] };
  let worker: Worker | undefined;
  let running: Waiting | undefined;
  let nextId = 0;
  let isClosed = false;
  let idle: NodeJS.Timeout | undefined;

  function start(): Worker {
    const started = new Worker(new URL('./inference-worker.ts', import.meta.url), {
      workerData: { memoryLimitBytes, threads },
    });
    started.unref();
    started.on('message', (answer: InferenceAnswer) => {
      const done = running;
      running = undefined;
      started.unref();
      done?.resolve(answer);
      dispatch();
      if (!running) restUntilNeeded(started);
    });
    const lost = (reason: string) => {
      if (worker !== started) return;
      worker = undefined;
      const failed = running;
      running = undefined;
      failed?.reject(
        new ModelUnusable(`The model runtime stopped (${reason}); the task is unharmed, try again.`),
      );
      dispatch();
    };
    started.on('error', (error: unknown) => lost(error instanceof Error ? error.message : String(error)));
    started.on('exit', (code) => lost(`exit code ${code}`));
    return started;
  }

  function restUntilNeeded(started: Worker): void {
    idle = setTimeout(() => {
      if (worker !== started || running) return;
      worker = undefined;
      void started.terminate();
    }, idleSeconds * 1000);
    idle.unref();
  }

  function dispatch(): void {
    if (running || isClosed) return;
    running = queues.interactive.shift() ?? queues.batch.shift();
    if (!running) return;
    clearTimeout(idle);
    // The thread keeps the process alive only while it has work.
    worker ??= start();
    worker.ref();
    worker.postMessage(running.request);
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
      const closing = worker;
      if (closing && running) await answered(closing);
      worker = undefined;
      running?.reject(new ModelUnusable('The model runtime is shutting down.'));
      // ONNX Runtime aborts the whole process when its thread is ended within a run, so such a thread is left alone.
      if (running) closing?.unref();
      else await closing?.terminate();
    },
  };
}

/** Until the thread has answered or ended, or for as long as may be waited. */
async function answered(worker: Worker): Promise<void> {
  const waiting = new AbortController();
  await Promise.race([
    once(worker, 'message', { signal: waiting.signal }),
    once(worker, 'exit', { signal: waiting.signal }),
    sleep(LAST_RUN_MILLISECONDS, undefined, { signal: waiting.signal }),
  ]).catch(() => {});
  waiting.abort();
}
