import { instantiateKernel } from '../../curation/wasm/instantiate-kernel.ts';
import { JPEG_WASM } from './jpeg-bytes.ts';

interface JpegExports {
  memory: WebAssembly.Memory;
  heapBase(): number;
  readScan(
    bytes: number,
    last: number,
    parts: number,
    count: number,
    across: number,
    down: number,
    interval: number,
    rowsPerMcu: number,
    planeStride: number,
    width: number,
    height: number,
    rgb: number,
  ): number;
}

/** A fresh instance of the JPEG kernel (assembly/jpeg.ts). */
export function makeJpegKernel(): JpegExports {
  return instantiateKernel(JPEG_WASM) as unknown as JpegExports;
}
