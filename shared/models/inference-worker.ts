import { parentPort, workerData } from 'node:worker_threads';
import type { GraphSignature } from './inference-engine.ts';
import { onnxSessions } from './onnx-sessions.ts';
import type { Tensors } from './tensor.ts';

/** What the main thread asks; answers carry the same `id`. */
export interface InferenceRequest {
  id: number;
  file: string;
  /** Without inputs the signature is asked for. */
  inputs?: Tensors;
  outputs?: string[];
}

export type InferenceAnswer =
  | { id: number; signature: GraphSignature }
  | { id: number; tensors: Tensors }
  | { id: number; error: string };

const sessions = onnxSessions(workerData as { memoryLimitBytes: number; threads: number });

async function answer({ id, file, inputs, outputs }: InferenceRequest): Promise<InferenceAnswer> {
  if (!inputs) return { id, signature: await sessions.inspect(file) };
  return { id, tensors: await sessions.run(file, inputs, outputs) };
}

parentPort?.on('message', (request: InferenceRequest) => {
  answer(request).then(
    (done) => parentPort?.postMessage(done),
    (error: unknown) =>
      parentPort?.postMessage({
        id: request.id,
        error: error instanceof Error ? error.message : String(error),
      }),
  );
});
