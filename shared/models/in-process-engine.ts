import { basename } from 'node:path';
import { ModelUnusable } from '../errors.ts';
import type { InferenceEngine } from './inference-engine.ts';
import { onnxSessions } from './onnx-sessions.ts';

/**
 * ONNX Runtime in the thread that asks: for a Lambda, which answers one request at a time and has nobody to keep
 * waiting. One graph runs after the other.
 */
export function inProcessEngine(options: { memoryLimitBytes: number; threads: number }): InferenceEngine {
  const sessions = onnxSessions(options);
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(file: string, work: () => Promise<T>): Promise<T> {
    const done = turn.then(work).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ModelUnusable(
        `The model file ${basename(file)} cannot be used: ${reason}`,
        { file: basename(file) },
        error,
      );
    });
    turn = done.catch(() => {});
    return done;
  }

  return {
    inspect: (file) => inTurn(file, () => sessions.inspect(file)),
    run: (file, inputs, outputs) => inTurn(file, () => sessions.run(file, inputs, outputs)),
    close: async () => {},
  };
}
