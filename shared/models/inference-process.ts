/**
 * ONNX Runtime in a process of its own, started by {@link onnxEngine}. What it is asked comes as messages, and so do
 * the answers; it ends with the process that started it.
 */
import type { GraphSignature } from './inference-engine.ts';
import { onnxSessions } from './onnx-sessions.ts';
import type { Tensors } from './tensor.ts';

/** What the engine asks; answers carry the same `id`. */
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

/** The first argument, as JSON. */
export interface InferenceLimits {
  memoryLimitBytes: number;
  threads: number;
}

const sessions = onnxSessions(JSON.parse(process.argv[2]) as InferenceLimits);

async function answer({ id, file, inputs, outputs }: InferenceRequest): Promise<InferenceAnswer> {
  if (!inputs) return { id, signature: await sessions.inspect(file) };
  return { id, tensors: await sessions.run(file, inputs, outputs) };
}

process.on('message', (request: InferenceRequest) => {
  answer(request).then(
    (done) => process.send?.(done),
    (error: unknown) =>
      process.send?.({ id: request.id, error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
// A terminal sends these to the whole group; the engine decides what becomes of a run.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
