/** Numbers with a shape, as they go into and come out of a model. */
export type Tensor =
  | { type: 'float32'; data: Float32Array; dims: number[] }
  | { type: 'int64'; data: BigInt64Array; dims: number[] };

export type Tensors = Record<string, Tensor>;
