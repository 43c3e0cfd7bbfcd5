import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBmp } from './decode-bmp.ts';
import { ImageFault } from './image-fault.ts';

interface Bitmap {
  width: number;
  height: number;
  bits: number;
  compression?: number;
  topDown?: boolean;
  /** `[r, g, b]` each. */
  palette?: number[][];
  masks?: number[];
  pixels: Uint8Array;
}

function fileOf({
  width,
  height,
  bits,
  compression = 0,
  topDown = false,
  palette = [],
  masks = [],
  pixels,
}: Bitmap) {
  const pixelsAt = 54 + 4 * masks.length + 4 * palette.length;
  const bytes = Buffer.alloc(pixelsAt + pixels.length);
  bytes.write('BM');
  bytes.writeUInt32LE(pixelsAt, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(topDown ? -height : height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(bits, 28);
  bytes.writeUInt32LE(compression, 30);
  bytes.writeUInt32LE(palette.length, 46);
  masks.forEach((mask, i) => bytes.writeUInt32LE(mask, 54 + 4 * i));
  palette.forEach(([r, g, b], i) => bytes.set([b, g, r, 0], 54 + 4 * masks.length + 4 * i));
  bytes.set(pixels, pixelsAt);
  return bytes;
}

const color = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
const picture = fc
  .tuple(fc.integer({ min: 1, max: 19 }), fc.integer({ min: 1, max: 7 }), fc.boolean())
  .chain(([width, height, topDown]) =>
    fc
      .array(color, { minLength: width * height, maxLength: width * height })
      .map((colors) => ({ width, height, topDown, colors })),
  );

/** Row by row as stored: bottom up unless top-down, each padded to 4 bytes. */
function rowsOf(height: number, topDown: boolean, row: (y: number) => number[]): Uint8Array {
  const rows = Array.from({ length: height }, (_, i) => row(topDown ? i : height - 1 - i));
  return Uint8Array.from(rows.flatMap((one) => [...one, ...Array((4 - (one.length % 4)) % 4).fill(0)]));
}

describe('decodeBmp', () => {
  test('reads 24 bits, either row order', () => {
    fc.assert(
      fc.property(picture, ({ width, height, topDown, colors }) => {
        const pixels = rowsOf(height, topDown, (y) =>
          colors.slice(y * width, (y + 1) * width).flatMap(([r, g, b]) => [b, g, r]),
        );
        const image = decodeBmp(fileOf({ width, height, bits: 24, topDown, pixels }));
        expect([...image.data]).toEqual(colors.flat());
      }),
    );
  });

  test('reads palettes of 1, 4 and 8 bits', () => {
    fc.assert(
      fc.property(picture, fc.constantFrom(1, 4, 8), ({ width, height, topDown, colors }, bits) => {
        const palette = colors.slice(0, 1 << bits);
        const indexAt = (x: number, y: number) => (x * 3 + y * 5) % palette.length;
        const pixels = rowsOf(height, topDown, (y) => {
          const bytes = Array<number>(Math.ceil((width * bits) / 8)).fill(0);
          for (let x = 0; x < width; x++) {
            bytes[Math.floor((x * bits) / 8)] |= indexAt(x, y) << (8 - bits - ((x * bits) % 8));
          }
          return bytes;
        });
        const image = decodeBmp(fileOf({ width, height, bits, topDown, palette, pixels }));
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const at = 3 * (y * width + x);
            expect([...image.data.subarray(at, at + 3)]).toEqual(palette[indexAt(x, y)]);
          }
        }
      }),
    );
  });

  test('scales bit fields to the full range', () => {
    const pixels = Uint8Array.from([0x00, 0xf8, 0xe0, 0x07, 0x1f, 0x00, 0xff, 0xff]);
    const image = decodeBmp(
      fileOf({ width: 4, height: 1, bits: 16, compression: 3, masks: [0xf800, 0x07e0, 0x001f], pixels }),
    );
    expect([...image.data]).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);
  });

  test('expands runs, literal stretches and jumps', () => {
    const palette = [
      [0, 0, 0],
      [255, 0, 0],
      [0, 255, 0],
    ];
    // Bottom row: three red, end of line; above: a jump of one, then the literal green red green, padded; end.
    const pixels = Uint8Array.from([3, 1, 0, 0, 0, 2, 1, 0, 0, 3, 2, 1, 2, 0, 0, 1]);
    const image = decodeBmp(fileOf({ width: 4, height: 2, bits: 8, compression: 1, palette, pixels }));
    const names = ['black', 'red', 'green'];
    const seen = Array.from(
      { length: 8 },
      (_, i) => names[palette.findIndex((one) => one.every((value, c) => value === image.data[3 * i + c]))],
    );
    expect(seen).toEqual(['black', 'green', 'red', 'green', 'red', 'red', 'red', 'black']);
  });

  test('any cut or garbled file is a fault that a person can read, never a crash', () => {
    const pixels = new Uint8Array(4 * 16);
    const whole = fileOf({ width: 5, height: 4, bits: 24, pixels });
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.array(fc.tuple(fc.integer({ min: 10, max: 53 }), fc.nat(255)), { maxLength: 4 }),
        (length, changes) => {
          const bytes = Buffer.from(whole.subarray(0, length));
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          try {
            decodeBmp(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(ImageFault);
          }
        },
      ),
      // The first example has a header too short to hold a size.
      { numRuns: 3_000, examples: [[18, [[14, 0]]]] },
    );
  });
});
