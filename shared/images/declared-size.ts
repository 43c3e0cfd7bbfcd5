import type { ImageFormat } from './image-format.ts';

/**
 * The size that a PNG or GIF header declares, for telling a bomb from a cut file before a decoder is asked; undefined
 * for other formats and for headers that are cut themselves.
 */
export function declaredSize(
  bytes: Uint8Array,
  format: ImageFormat,
): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === 'png' && bytes.length >= 24)
    return { width: view.getUint32(16), height: view.getUint32(20) };
  if (format === 'gif' && bytes.length >= 13) {
    return gifSize(view);
  }
  return undefined;
}

/** A frame may lie outside of the screen that the header declares; readers then make room for it. */
function gifSize(view: DataView): { width: number; height: number } {
  const size = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  const flags = view.getUint8(10);
  let at = 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  // Extensions (0x21) stand before the first frame (0x2c): two bytes, then blocks with their length in front.
  while (at + 10 <= view.byteLength && view.getUint8(at) === 0x21) {
    at += 2;
    while (at < view.byteLength && view.getUint8(at) > 0) at += 1 + view.getUint8(at);
    at++;
  }
  if (at + 9 <= view.byteLength && view.getUint8(at) === 0x2c) {
    size.width = Math.max(size.width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true));
    size.height = Math.max(size.height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true));
  }
  return size;
}
