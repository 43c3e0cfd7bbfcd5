import type { Priority } from './models.ts';
import type { Tensors } from './tensor.ts';

/** What a graph takes and gives, read from its file. Dynamic sizes are -1. */
export interface GraphSignature {
  inputs: { name: string; dims: number[] }[];
  outputs: { name: string; dims: number[] }[];
}

/** Runs ONNX graphs, one at a time, outside of the main process. */
export interface InferenceEngine {
  /** @throws ModelUnusable when the file is missing or no ONNX graph */
  inspect: (file: string) => Promise<GraphSignature>;
  /** @throws ModelUnusable when inputs do not fit or the runtime gives up */
  run: (file: string, inputs: Tensors, outputs: string[], priority: Priority) => Promise<Tensors>;
  close: () => Promise<void>;
}
