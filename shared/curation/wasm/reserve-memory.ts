const PAGE = 65_536;

/** Grows `memory` until `end` is inside it. Views made before are detached by growth: make them afterwards. */
export function reserveMemory(memory: WebAssembly.Memory, end: number): void {
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}
