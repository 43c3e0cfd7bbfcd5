import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeImage } from './decode-image.ts';
import { extensionWarning } from './extension-warning.ts';
import { ImageFault } from './image-fault.ts';

const FOLDER = new URL('../../../shared/fixtures/images/', import.meta.url);
const present = existsSync(FOLDER);
if (!present) console.warn('Skipped: the image fixtures are not at ../shared/fixtures/images.');

interface Expected {
  file: string;
  verdict: 'accept' | 'refuse' | 'accept-with-warning';
  stored?: [number, number];
  upright?: [number, number];
  corners_upright?: Record<string, string>;
}
const cases: Expected[] = present
  ? (JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8')) as { images: Expected[] }).images
  : [];

const FAULTS: Record<string, string> = {
  'generated/truncated-half.jpg': 'truncated',
  'generated/truncated-half.png': 'truncated',
  'generated/bad-crc.png': 'damaged',
  'generated/zero-byte.jpg': 'empty-file',
  'generated/text.jpg': 'not-an-image',
  'generated/svg-inside.png': 'vector-image',
  'generated/bomb-declared-100000x100000.png': 'too-many-pixels',
  'generated/bomb-real-20000x20000.png': 'too-many-pixels',
  'found/bmp-b-shortfile.bmp': 'truncated',
  'found/decompression_bomb.gif': 'too-many-pixels',
};

describe.skipIf(!present)('image files as people bring them', () => {
  it.each(cases)('$file: $verdict', async ({ file, verdict, stored, upright, corners_upright: corners }) => {
    const bytes = readFileSync(new URL(file, FOLDER));
    if (verdict === 'refuse') {
      const fault = await decodeImage(bytes).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(fault).toBeInstanceOf(ImageFault);
      expect((fault as ImageFault).code).toBe(FAULTS[file]);
      return;
    }
    const { image, format } = await decodeImage(bytes);
    const [width, height] = upright ?? stored!;
    expect([image.width, image.height]).toEqual([width, height]);
    expect(image.data.length).toBe(width * height * 3);
    expect(extensionWarning(file, format) !== undefined).toBe(verdict === 'accept-with-warning');
    if (corners) {
      const at = (x: number, y: number) => colorName(image.data.subarray(3 * (y * width + x)));
      expect({
        top_left: at(4, 4),
        top_right: at(width - 5, 4),
        bottom_left: at(4, height - 5),
        bottom_right: at(width - 5, height - 5),
      }).toEqual(corners);
    }
  });
});

function colorName([r, g, b]: Uint8Array): string {
  const key = [r, g, b].map((value) => (value > 127 ? '1' : '0')).join('');
  return { '100': 'red', '010': 'green', '001': 'blue', '110': 'yellow' }[key] ?? `rgb(${r}, ${g}, ${b})`;
}
