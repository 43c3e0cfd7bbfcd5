import { statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import type { GraphSignature } from './inference-engine.ts';
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

const { memoryLimitBytes, threads } = workerData as { memoryLimitBytes: number; threads: number };

interface Loaded {
  session: InferenceSession;
  bytes: number;
}

/** The least recently used first. */
const sessions = new Map<string, Loaded>();

/** A session holds about twice its file. */
async function load(file: string): Promise<InferenceSession> {
  const known = sessions.get(file);
  if (known) {
    sessions.delete(file);
    sessions.set(file, known);
    return known.session;
  }
  const bytes = 2 * statSync(file).size;
  let held = [...sessions.values()].reduce((sum, loaded) => sum + loaded.bytes, 0);
  for (const [other, loaded] of sessions) {
    if (held + bytes <= memoryLimitBytes) break;
    sessions.delete(other);
    held -= loaded.bytes;
    await loaded.session.release();
  }
  const session = await InferenceSession.create(file, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionProviders: ['cpu'],
    logSeverityLevel: 3,
  });
  sessions.set(file, { session, bytes });
  return session;
}

function signatureOf(session: InferenceSession): GraphSignature {
  const describe = (values: InferenceSession['inputMetadata']) =>
    values.map((value) => ({
      name: value.name,
      dims: value.isTensor ? value.shape.map((dim) => (typeof dim === 'number' ? dim : -1)) : [],
    }));
  return { inputs: describe(session.inputMetadata), outputs: describe(session.outputMetadata) };
}

async function answer(request: InferenceRequest): Promise<InferenceAnswer> {
  const session = await load(request.file);
  if (!request.inputs) return { id: request.id, signature: signatureOf(session) };
  const feeds = Object.fromEntries(
    Object.entries(request.inputs).map(([name, tensor]) => [
      name,
      tensor.type === 'int64'
        ? new OnnxTensor('int64', tensor.data, tensor.dims)
        : new OnnxTensor('float32', tensor.data, tensor.dims),
    ]),
  );
  const found = await session.run(feeds, request.outputs ?? session.outputNames);
  const tensors: Tensors = {};
  for (const [name, tensor] of Object.entries(found)) {
    if (tensor.type !== 'float32') throw new Error(`its output "${name}" is ${tensor.type}, not float32`);
    tensors[name] = { type: 'float32', data: tensor.data as Float32Array, dims: [...tensor.dims] };
  }
  return { id: request.id, tensors };
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
