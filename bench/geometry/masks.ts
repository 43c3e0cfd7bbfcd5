// Masks beside pycocotools and OpenCV: `node bench/geometry/masks.ts`. The same masks, peers in the same run, medians.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { combineMasks } from '../../shared/geometry/combine-masks.ts';
import { bitmapOfMask, maskOfBitmap } from '../../shared/geometry/mask-bitmap.ts';
import { decodeRleCounts, encodeRleCounts } from '../../shared/geometry/rle-codec.ts';
import { traceMask } from '../../shared/geometry/trace-mask.ts';
import { pythonWith } from '../../test/support/python-venv.ts';

const [HEIGHT, WIDTH, COUNT, RUNS] = [480, 640, 40, 15];

/** Blobs with wavy borders and a hole in every third. */
function drawMask(index: number): Uint8Array {
  const mask = new Uint8Array(HEIGHT * WIDTH);
  const [cx, cy] = [
    WIDTH * (0.3 + 0.4 * ((index * 7) % 10) * 0.1),
    HEIGHT * (0.3 + 0.4 * ((index * 3) % 10) * 0.1),
  ];
  const radius = 40 + ((index * 13) % 120);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const angle = Math.atan2(y - cy, x - cx);
      const distance = Math.hypot(x - cx, y - cy);
      const edge = radius * (1 + 0.15 * Math.sin(5 * angle + index) + 0.05 * Math.sin(23 * angle));
      const isHole = index % 3 === 0 && distance < radius * 0.3;
      mask[y * WIDTH + x] = distance < edge && !isHole ? 1 : 0;
    }
  }
  return mask;
}

function median(run: () => unknown): number {
  run();
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[RUNS >> 1];
}

const masks = Array.from({ length: COUNT }, (_, i) => drawMask(i));
const texts = masks.map((mask) => encodeRleCounts(maskOfBitmap(mask, HEIGHT, WIDTH)));
const counts = texts.map((text) => decodeRleCounts(text)!);

const python = await pythonWith(['pycocotools==2.0.11', 'opencv-python-headless==4.11.0.86', 'numpy<2.3']);
if (python === undefined) throw new Error('This benchmark needs python3 with venv for its peers.');
const folder = mkdtempSync(join(tmpdir(), 'lapidary-bench-'));
const path = join(folder, 'masks.bin');
writeFileSync(path, Buffer.concat(masks));
const script = join(import.meta.dirname, 'masks.py');
const peer = JSON.parse(
  execFileSync(python, [script, String(HEIGHT), String(WIDTH), String(COUNT), String(RUNS), path], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  }),
) as { encode: number; decode: number; outline: number; merge: number; counts: string[] };
rmSync(folder, { recursive: true });
if (peer.counts.some((text, i) => text !== texts[i]))
  throw new Error('The encodings differ from pycocotools.');

const ours = {
  encode: median(() => masks.map((mask) => encodeRleCounts(maskOfBitmap(mask, HEIGHT, WIDTH)))),
  decode: median(() => texts.map((text) => bitmapOfMask(decodeRleCounts(text)!, HEIGHT, WIDTH))),
  outline: median(() => counts.map((mask) => traceMask(mask, HEIGHT, WIDTH))),
  merge: median(() =>
    counts.reduce((all, mask) => combineMasks(all, mask, 'union'), Uint32Array.of(HEIGHT * WIDTH)),
  ),
};
console.log(
  `${COUNT} masks of ${WIDTH} × ${HEIGHT}, median ms of ${RUNS} runs; ratio above 1: ours is faster`,
);
console.table(
  Object.fromEntries(
    (['encode', 'decode', 'outline', 'merge'] as const).map((task) => [
      task,
      {
        ours: ours[task],
        peer: peer[task],
        ratio: peer[task] / ours[task],
        against: task === 'outline' ? 'cv2.findContours' : 'pycocotools',
      },
    ]),
  ),
);
