import { statSync } from 'node:fs';
import { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import type { GraphSignature } from './inference-engine.ts';
import type { Tensors } from './tensor.ts';

export interface OnnxSessions {
  inspect: (file: string) => Promise<GraphSignature>;
  run: (file: string, inputs: Tensors, outputs?: string[]) => Promise<Tensors>;
}

/**
 * ONNX Runtime on files, in whatever process this is. Sessions stay open up to a limit of memory; the least recently
 * used go first. A session holds about twice its file.
 */
export function onnxSessions(options: { memoryLimitBytes: number; threads: number }): OnnxSessions {
  const { memoryLimitBytes, threads } = options;
  /** The least recently used first. */
  const sessions = new Map<string, { session: InferenceSession; bytes: number }>();

  async function load(file: string): Promise<InferenceSession> {
    const known = sessions.get(file);
    if (known) {
      sessions.delete(file);
      sessions.set(file, known);
      return known.session;
    }
    const bytes = 2 * statSync(file).size;
    if (bytes > memoryLimitBytes) {
      throw new Error(
        `it needs about ${megabytes(bytes)} MB of memory, and ${megabytes(memoryLimitBytes)} MB are set apart for models`,
      );
    }
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

  return {
    async inspect(file) {
      const session = await load(file);
      const describe = (values: InferenceSession['inputMetadata']) =>
        values.map((value) => ({
          name: value.name,
          dims: value.isTensor ? value.shape.map((dim) => (typeof dim === 'number' ? dim : -1)) : [],
        }));
      return { inputs: describe(session.inputMetadata), outputs: describe(session.outputMetadata) };
    },

    async run(file, inputs, outputs) {
      const session = await load(file);
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, tensor]) => [
          name,
          tensor.type === 'int64'
            ? new OnnxTensor('int64', tensor.data, tensor.dims)
            : new OnnxTensor('float32', tensor.data, tensor.dims),
        ]),
      );
      const found = await session.run(feeds, outputs ?? session.outputNames);
      const tensors: Tensors = {};
      for (const [name, tensor] of Object.entries(found)) {
        if (tensor.type !== 'float32') throw new Error(`its output "${name}" is ${tensor.type}, not float32`);
        tensors[name] = { type: 'float32', data: tensor.data as Float32Array, dims: [...tensor.dims] };
      }
      return tensors;
    },
  };
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0);
