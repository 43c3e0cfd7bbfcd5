import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { rasterizePolygon } from '../../shared/geometry/rasterize-polygon.ts';
import { encodeRleCounts } from '../../shared/geometry/rle-codec.ts';

/** How much to make: detections per image follow from the total. */
export interface DataSize {
  images: number;
  detections: number;
  hasMasks: boolean;
}

const WIDTH = 640;
const HEIGHT = 480;
const CLASSES = 80;

/** A small generator of uniform numbers with a fixed seed, so that every run compares the same files (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Writes `gt.json` and `dt.json` into `folder`: 640 × 480 images with about seven objects of 80 classes, sizes as
 * uneven as COCO's; two thirds of the detections are jittered objects, the rest is noise. Masks are blobs of 24
 * points (ground truth as polygons, detections as compressed RLE).
 */
export function makeData(folder: string, { images, detections, hasMasks }: DataSize): void {
  mkdirSync(folder, { recursive: true });
  const random = numbers(7);
  const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
  const groundTruth = new JsonLines(join(folder, 'gt.json'));
  const results = new JsonLines(join(folder, 'dt.json'));
  const categories = Array.from({ length: CLASSES }, (_, i) => ({ id: i + 1, name: `class ${i + 1}` }));
  groundTruth.raw(`{"categories":${JSON.stringify(categories)},"images":[`);
  for (let i = 1; i <= images; i++) {
    groundTruth.item({ id: i, width: WIDTH, height: HEIGHT, file_name: `${i}.jpg` });
  }
  groundTruth.raw('],"annotations":[');
  groundTruth.startList();
  results.raw('[');
  let id = 1;
  for (let image = 1; image <= images; image++) {
    const objects: { box: number[]; category: number; ring: number[] }[] = [];
    for (let n = 1 + Math.floor(random() * 13); n > 0; n--) {
      const size = 8 * Math.exp(random() * 3.6);
      const width = Math.min(WIDTH - 2, size * (0.6 + random()));
      const height = Math.min(HEIGHT - 2, size * (0.6 + random()));
      const box = [random() * (WIDTH - width), random() * (HEIGHT - height), width, height].map((v) =>
        round(v),
      );
      const category = 1 + Math.floor(CLASSES * random() ** 2.5);
      const ring = hasMasks ? blob(box, random) : [];
      objects.push({ box, category, ring });
      const isCrowd = random() < 0.01 ? 1 : 0;
      groundTruth.item({
        id: id++,
        image_id: image,
        category_id: category,
        bbox: box,
        area: round(box[2] * box[3] * (hasMasks ? 0.7 : 1)),
        iscrowd: isCrowd,
        segmentation: hasMasks ? [ring.map((v) => round(v))] : [],
      });
    }
    const wanted =
      Math.floor((image * detections) / images) - Math.floor(((image - 1) * detections) / images);
    for (let n = 0; n < wanted; n++) {
      const isObject = random() < 0.66;
      const object = objects[Math.floor(random() * objects.length)];
      const jitter = isObject ? 0.12 : 2;
      const [x, y, w, h] = object.box;
      const dx = (random() - 0.5) * jitter * w;
      const dy = (random() - 0.5) * jitter * h;
      const scale = 1 + (random() - 0.5) * Math.min(jitter, 0.6);
      const category = isObject && random() < 0.9 ? object.category : 1 + Math.floor(CLASSES * random());
      const score = round(isObject ? 0.3 + 0.7 * random() : 0.7 * random() ** 2, 5);
      const box = [x + dx, y + dy, w * scale, h * scale].map((v) => round(v));
      if (!hasMasks) results.item({ image_id: image, category_id: category, bbox: box, score });
      else {
        const ring = object.ring.map((v, i) =>
          i % 2 === 0 ? x + dx + (v - x) * scale + random() * 2 : y + dy + (v - y) * scale + random() * 2,
        );
        const counts = encodeRleCounts(rasterizePolygon(ring, HEIGHT, WIDTH));
        const segmentation = { size: [HEIGHT, WIDTH], counts };
        results.item({ image_id: image, category_id: category, segmentation, score });
      }
    }
  }
  groundTruth.raw(']}');
  results.raw(']');
  groundTruth.close();
  results.close();
}

function blob([x, y, w, h]: number[], random: () => number): number[] {
  return Array.from({ length: 24 }, (_, i) => {
    const radius = 0.75 + 0.25 * random();
    const angle = (i / 24) * 2 * Math.PI;
    return [x + (w / 2) * (1 + radius * Math.cos(angle)), y + (h / 2) * (1 + radius * Math.sin(angle))];
  }).flat();
}

/** Writes JSON list items with as few system calls as needed. */
class JsonLines {
  private readonly file: number;
  private pending = '';
  private isFirst = true;

  constructor(path: string) {
    this.file = openSync(path, 'w');
  }

  startList(): void {
    this.isFirst = true;
  }

  raw(text: string): void {
    this.pending += text;
    if (this.pending.length > 1 << 20) this.flush();
  }

  item(value: unknown): void {
    this.raw((this.isFirst ? '' : ',') + JSON.stringify(value));
    this.isFirst = false;
  }

  close(): void {
    this.flush();
    closeSync(this.file);
  }

  private flush(): void {
    writeSync(this.file, this.pending);
    this.pending = '';
  }
}
