import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../curation/seeded-random.ts';
import { decodeImage } from './decode-image.ts';
import { readJpegSmaller } from './read-jpeg-smaller.ts';

/** 40 × 24 pixels, 4:2:2, a restart marker after every second MCU, codes of its own; written by OpenCV. */
const RESTARTING =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdB' +
  'RkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P' +
  'T09PT09PT09PT09PT0//wAARCAAYACgDASEAAhEBAxEB/8QAGQAAAgMBAAAAAAAAAAAAAAAAAAMBAgQF/8QAIRAAAQUAAQQD' +
  'AAAAAAAAAAAAAQACAwQREgUTITEUMmH/xAAYAQEBAQEBAAAAAAAAAAAAAAADBAABAv/EACERAAICAgICAwEAAAAAAAAAAAEC' +
  'AAMEERIxISIFI0FR/90ABAAC/9oADAMBAAIRAxEAPwB8ExtnHDFPbFablvhcbMbfDUCoHGTz+zYZG2o8BXMtbSdzA1BTZysc' +
  'f2Ljp4bc/9DmzWRdOu8YhCrmocZVSg4Ca6Ft8rsLOKLtiQO4AE/qsIR/aDb935P/0adPsvhB5K88zbTi13pCajRdzHU5kckr' +
  '2omV3TGk6x4QtZYztvjIlziBqf/ScXRt+jAFA4SHC0I1qK1l9xMfJF6kAdRNhgjcAB7UT1T8fuA4V6oyQwVDNZlBahsdz//T' +
  'b0yi+dmlxQjyPlEpsKa6kwwxZ7T/2Q==';

function picture(width: number, height: number, channels: 1 | 3 = 3) {
  const random = seededRandom(width * height);
  const raw = { width: 9, height: 7, channels };
  const data = Uint8Array.from({ length: 63 * channels }, () => 50 + random() * 150);
  const large = sharp(data, { raw }).resize(width, height, { fit: 'fill', kernel: 'cubic' });
  return channels === 1 ? large.toColourspace('b-w') : large;
}

/** The mean of factor × factor pixels of the fully decoded file. */
async function slowMeans(bytes: Uint8Array, factor: number) {
  const { image } = await decodeImage(bytes);
  const width = Math.floor(image.width / factor);
  const height = Math.floor(image.height / factor);
  const means = new Float64Array(width * height * 3);
  for (let y = 0; y < height * factor; y++)
    for (let x = 0; x < width * factor; x++)
      for (let c = 0; c < 3; c++)
        means[(Math.floor(y / factor) * width + Math.floor(x / factor)) * 3 + c] +=
          image.data[(y * image.width + x) * 3 + c] / factor ** 2;
  return { width, height, means };
}

async function expectMeans(bytes: Uint8Array, factor: 2 | 4 | 8, tolerance: number) {
  const found = readJpegSmaller(bytes, () => factor)!.image;
  const { width, height, means } = await slowMeans(bytes, factor);
  expect({ width: found.width, height: found.height }).toEqual({ width, height });
  const apart = means.map((mean, i) => Math.abs(mean - found.data[i]));
  expect(Math.max(...apart)).toBeLessThan(tolerance);
}

describe('a JPEG read smaller', () => {
  test.each([2, 4, 8] as const)('at 1 : %i is the means of the pixels', async (factor) => {
    for (const [width, height] of [
      [64, 48],
      [83, 61],
      [8, 9],
    ]) {
      const full = await picture(width, height).jpeg({ quality: 92, chromaSubsampling: '4:4:4' }).toBuffer();
      await expectMeans(full, factor, 2);
      const grey = await picture(width, height, 1).jpeg({ quality: 92 }).toBuffer();
      await expectMeans(grey, factor, 2);
      // A full reading makes up colours between those that are stored.
      if (width < 20) continue;
      const halved = await picture(width, height)
        .jpeg({ quality: 92, chromaSubsampling: '4:2:0' })
        .toBuffer();
      await expectMeans(halved, factor, 16);
    }
    await expectMeans(Buffer.from(RESTARTING, 'base64'), factor, 16);
  });

  test('is left to others when it is not simple', async () => {
    const read = (bytes: Uint8Array) => readJpegSmaller(bytes, () => 4);
    expect(read(await picture(64, 48).jpeg({ progressive: true }).toBuffer())).toBeUndefined();
    expect(read(await picture(64, 48).jpeg().withMetadata({ orientation: 6 }).toBuffer())).toBeUndefined();
    expect(read(await picture(64, 48).toColourspace('cmyk').jpeg().toBuffer())).toBeUndefined();
    expect(read(await picture(3, 3).jpeg().toBuffer())).toBeUndefined();
    expect(read(await picture(64, 48).jpeg().withMetadata({ orientation: 1 }).toBuffer())?.fullSize).toEqual({
      width: 64,
      height: 48,
    });
  });

  test('is never a part of a file, whatever happened to it', async () => {
    const bytes = await picture(120, 90).jpeg().toBuffer();
    for (let cut = 0; cut < bytes.length - 1; cut += 7)
      expect(readJpegSmaller(bytes.subarray(0, cut), () => 2)).toBeUndefined();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const damaged = Uint8Array.from(bytes);
          for (const [at, value] of changes) damaged[at] = value;
          const found = readJpegSmaller(damaged, (width, height) => (width * height < 1e6 ? 2 : 1));
          if (found) expect(found.image.data).toHaveLength(found.image.width * found.image.height * 3);
        },
      ),
      { numRuns: 500 },
    );
  });
});
