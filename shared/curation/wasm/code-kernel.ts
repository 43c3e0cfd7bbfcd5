import { CODES_WASM } from './codes-bytes.ts';
import { instantiateKernel } from './instantiate-kernel.ts';

export interface CodeExports {
  encode(
    rows: number,
    count: number,
    stride: number,
    dimensions: number,
    mean: number,
    biased: number,
    rounding: number,
    codes: number,
    codeStride: number,
    facts: number,
  ): void;
  scan(
    rows: number,
    stride: number,
    codes: number,
    codeStride: number,
    facts: number,
    first: number,
    last: number,
    queries: number,
    query: number,
    queryCodes: number,
    queryFacts: number,
    k: number,
    scores: number,
    ids: number,
  ): void;
}

/**
 * The code kernels (assembly/codes.ts) over somebody else's memory; undefined where the engine has no relaxed SIMD.
 */
export function makeCodeKernel(memory: WebAssembly.Memory): CodeExports | undefined {
  try {
    return instantiateKernel(CODES_WASM, { env: { memory } }) as unknown as CodeExports;
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return undefined;
    throw error;
  }
}
