import { readBmpHeader } from './bmp-header.ts';
import type { BmpHeader } from './bmp-header.ts';
import { expandBmpRle } from './expand-bmp-rle.ts';
import { ImageFault } from './image-fault.ts';
import type { RgbImage } from './rgb-image.ts';

/**
 * Windows and OS/2 bitmaps: 1 to 32 bits, palettes, bit fields, both run-length codings, either row order.
 *
 * @throws ImageFault when the file is cut short, damaged, too large or of a kind that cannot be read.
 */
export function decodeBmp(bytes: Uint8Array): RgbImage {
  const header = readBmpHeader(bytes);
  const { width, height, bitsPerPixel, compression } = header;
  const isRle = compression === 'rle8' || compression === 'rle4';
  const rows = isRle
    ? expandBmpRle(bytes.subarray(header.pixelsAt), header)
    : bytes.subarray(header.pixelsAt);
  // Rows are padded to 4 bytes; expanded runs are one byte per pixel.
  const stride = isRle ? width : Math.floor((bitsPerPixel * width + 31) / 32) * 4;
  const lastRow = isRle ? width : Math.ceil((bitsPerPixel * width) / 8);
  if (rows.length < stride * (height - 1) + lastRow) {
    throw new ImageFault('truncated', 'The file is cut short: the image ends before its last row.');
  }
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const y = header.topDown ? row : height - 1 - row;
    const from = rows.subarray(row * stride, row * stride + lastRow);
    readRow(
      from,
      { ...header, bitsPerPixel: isRle ? 8 : bitsPerPixel },
      data.subarray(y * width * 3, (y + 1) * width * 3),
    );
  }
  return { width, height, data };
}

function readRow(from: Uint8Array, header: BmpHeader, to: Uint8Array): void {
  const { width, bitsPerPixel, palette } = header;
  if (bitsPerPixel === 24) {
    for (let i = 0; i < 3 * width; i += 3) {
      to[i] = from[i + 2];
      to[i + 1] = from[i + 1];
      to[i + 2] = from[i];
    }
  } else if (bitsPerPixel > 8) {
    const size = bitsPerPixel / 8;
    const scales = header.masks.map(channelOf);
    for (let x = 0; x < width; x++) {
      let pixel = from[x * size] | (from[x * size + 1] << 8);
      if (size === 4) pixel = (pixel | (from[x * 4 + 2] << 16) | (from[x * 4 + 3] << 24)) >>> 0;
      for (let c = 0; c < 3; c++) to[3 * x + c] = scales[c](pixel);
    }
  } else {
    const perByte = 8 / bitsPerPixel;
    const mask = (1 << bitsPerPixel) - 1;
    for (let x = 0; x < width; x++) {
      const shift = 8 - bitsPerPixel * ((x % perByte) + 1);
      const index = (from[Math.floor(x / perByte)] >> shift) & mask;
      for (let c = 0; c < 3; c++) to[3 * x + c] = palette[3 * index + c];
    }
  }
}

/** Takes one channel out of a pixel and scales it to 0–255. */
function channelOf(mask: number): (pixel: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  return (pixel) => Math.round((((pixel & mask) >>> shift) * 255) / most);
}
