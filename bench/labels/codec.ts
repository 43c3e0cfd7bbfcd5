// Size and speed of the label codec on 5,000 polygons: `node bench/labels/codec.ts`.
// Prints medians of 51 runs beside JSON and JSON + gzip in the same run.
import { gunzipSync, gzipSync } from 'node:zlib';
import { decodeLabelContent } from '../../shared/labels/codec/decode-label-content.ts';
import { encodeLabelContent } from '../../shared/labels/codec/encode-label-content.ts';
import type { LabelContent } from '../../shared/labels/label-document.ts';

const RUNS = 51;

/** mulberry32: small, seeded, good enough to make shapes that do not compress by accident. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Hand-drawn outlines: about 23 points around blobs of 20 to 140 px on a 4,000 × 3,000 image. */
function drawPolygons(count: number): LabelContent {
  const random = generator(7);
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  return {
    classifications: [],
    objects: Array.from({ length: count }, (_, i) => {
      const points = 12 + Math.floor(random() * 23);
      const [cx, cy, radius] = [random() * 4000, random() * 3000, 10 + random() * 60];
      const createdAt = new Date(1.7e12 + i * 4000 + Math.floor(random() * 4000)).toISOString();
      const tail = Array.from({ length: 10 }, () => alphabet[Math.floor(random() * 32)]).join('');
      return {
        id: `06h${alphabet[i >> 10]}${alphabet[(i >> 5) & 31]}${alphabet[i & 31]}4q2z${tail}`,
        classId: `class-${i % 10}`,
        shape: {
          type: 'polygon' as const,
          parts: [
            [
              Array.from({ length: points }, (__, k): [number, number] => {
                const angle = (2 * Math.PI * k) / points;
                const r = radius * (0.85 + 0.3 * random());
                return [
                  Math.round((cx + r * Math.cos(angle)) * 100) / 100,
                  Math.round((cy + r * Math.sin(angle)) * 100) / 100,
                ];
              }),
            ],
          ],
        },
        attributes: { occluded: random() < 0.2 ? 'yes' : 'no' },
        source: 'manual' as const,
        createdBy: 'ana',
        createdAt,
        updatedBy: 'ana',
        updatedAt: createdAt,
      };
    }),
  };
}

function median(run: () => void): number {
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[RUNS >> 1];
}

const content = drawPolygons(5_000);
const vertices = content.objects.reduce(
  (n, { shape }) => n + (shape.type === 'polygon' ? shape.parts[0][0].length : 0),
  0,
);
const packed = encodeLabelContent(content);
const json = JSON.stringify(content);
const zipped = gzipSync(json);
const rows = {
  'columns + zstd': {
    KB: packed.length / 1000,
    'encode ms': median(() => encodeLabelContent(content)),
    'decode ms': median(() => decodeLabelContent(packed)),
  },
  JSON: {
    KB: json.length / 1000,
    'encode ms': median(() => JSON.stringify(content)),
    'decode ms': median(() => JSON.parse(json)),
  },
  'JSON + gzip': {
    KB: zipped.length / 1000,
    'encode ms': median(() => gzipSync(JSON.stringify(content))),
    'decode ms': median(() => JSON.parse(gunzipSync(zipped).toString())),
  },
};
console.log(`5,000 polygons, ${vertices} vertices, median of ${RUNS} runs`);
console.table(rows);
