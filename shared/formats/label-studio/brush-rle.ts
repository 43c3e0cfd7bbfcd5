/** A mask of more RGBA bytes than this is refused before anything is unpacked. */
const MAX_BYTES = 1_073_741_824;

/**
 * Label Studio's brush: a bit stream that packs the RGBA bytes of the whole image. Head: 32 bits length, 5 bits word
 * size − 1, four times 4 bits run size − 1. Then blocks: 1 bit (a run of one value, or values one by one), 2 bits
 * which run size, the length − 1, and the value or values. Source: thi.ng/rle-pack, which the front end uses.
 * Returns the alpha of every pixel, row by row; undefined when it does not hold `pixels` of them.
 */
export function decodeBrush(packed: ArrayLike<number>, pixels: number): Uint8Array | undefined {
  let bit = 0;
  const total = packed.length * 8;
  const read = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++, bit++) value = value * 2 + ((packed[bit >> 3] >> (7 - (bit & 7))) & 1);
    return value;
  };
  const length = read(32);
  if (length !== pixels * 4 || length > MAX_BYTES) return undefined;
  const wordSize = read(5) + 1;
  const sizes = [read(4) + 1, read(4) + 1, read(4) + 1, read(4) + 1];
  const alpha = new Uint8Array(pixels);
  let at = 0;
  while (at < length) {
    if (bit >= total) return undefined;
    const isRun = read(1) === 1;
    const end = Math.min(length, at + 1 + read(sizes[read(2)]));
    if (isRun) {
      const value = read(wordSize);
      if (value !== 0) for (let i = at + ((3 - (at & 3)) & 3); i < end; i += 4) alpha[i >> 2] = value;
      at = end;
    } else {
      for (; at < end; at++) {
        const value = read(wordSize);
        if ((at & 3) === 3) alpha[at >> 2] = value;
      }
    }
  }
  return alpha;
}

/** The same packing, of pixels that are 0 or 255 in all four channels. `mask` is row by row, non-zero = set. */
export function encodeBrush(mask: ArrayLike<number>): number[] {
  const bytes: number[] = [];
  let current = 0;
  let filled = 0;
  const write = (value: number, count: number): void => {
    for (let i = count - 1; i >= 0; i--) {
      current = (current << 1) | (Math.floor(value / 2 ** i) & 1);
      if (++filled === 8) {
        bytes.push(current);
        current = 0;
        filled = 0;
      }
    }
  };
  const sizes = [3, 4, 8, 16];
  write(mask.length * 4, 32);
  write(7, 5);
  for (const size of sizes) write(size - 1, 4);
  let at = 0;
  while (at < mask.length) {
    const value = mask[at] === 0 ? 0 : 255;
    let end = at + 1;
    while (end < mask.length && (mask[end] === 0 ? 0 : 255) === value) end++;
    let left = (end - at) * 4;
    while (left > 0) {
      const run = Math.min(left, 65_536);
      const index = sizes.findIndex((size) => run <= 2 ** size);
      write(1, 1);
      write(index, 2);
      write(run - 1, sizes[index]);
      write(value, 8);
      left -= run;
    }
    at = end;
  }
  if (filled > 0) write(0, 8 - filled);
  return bytes;
}
