import type { ByteSource } from './byte-source.ts';

/** Bytes (or text) in memory as a source. */
export function memorySource(name: string, content: Uint8Array | string): ByteSource {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    name,
    size: bytes.length,
    open() {
      let at = 0;
      return (target) => {
        const length = Math.min(target.length, bytes.length - at);
        target.set(bytes.subarray(at, at + length));
        at += length;
        return length;
      };
    },
  };
}
