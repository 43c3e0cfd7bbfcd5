import type { BmpHeader } from './bmp-header.ts';
import { ImageFault } from './image-fault.ts';

/**
 * Runs to one palette index per byte, rows in stored order; pixels that no run sets are index 0. Data that ends before
 * the mark "end of bitmap" is cut short.
 */
export function expandBmpRle(
  bytes: Uint8Array,
  header: Pick<BmpHeader, 'width' | 'height' | 'compression'>,
): Uint8Array {
  const { width, height } = header;
  const isNibbles = header.compression === 'rle4';
  const out = new Uint8Array(width * height);
  let x = 0;
  let row = 0;
  let at = 0;
  const next = (): number => {
    if (at >= bytes.length)
      throw new ImageFault('truncated', 'The file is cut short: the image ends before its last row.');
    return bytes[at++];
  };
  const set = (index: number) => {
    // Runs past the right edge are cut, as other readers do.
    if (x < width && row < height) out[row * width + x] = index;
    x++;
  };
  for (;;) {
    const count = next();
    const value = next();
    if (count > 0) {
      for (let i = 0; i < count; i++) set(isNibbles ? (i % 2 === 0 ? value >> 4 : value & 15) : value);
    } else if (value === 0) {
      x = 0;
      row++;
    } else if (value === 1) {
      return out;
    } else if (value === 2) {
      x += next();
      row += next();
    } else {
      const length = isNibbles ? Math.ceil(value / 2) : value;
      for (let i = 0; i < length; i++) {
        const byte = next();
        if (!isNibbles) set(byte);
        else {
          set(byte >> 4);
          if (2 * i + 1 < value) set(byte & 15);
        }
      }
      if (length % 2 === 1) next();
    }
  }
}
