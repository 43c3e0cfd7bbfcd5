import { createReadStream, statSync } from 'node:fs';
import { coco } from '../../shared/formats/coco/coco.ts';
import type { FileSource } from '../../shared/formats/file-source.ts';
import { parseDataset } from '../../shared/formats/parse-dataset.ts';

/** Reads one COCO file to the last object; prints seconds, peak memory in MB and what it found. */
const file = process.argv[2];
const source: FileSource = {
  main: 'instances.json',
  list: () => Promise.resolve([{ path: 'instances.json', size: statSync(file).size }]),
  async *open(_, range) {
    const options = range ? { start: range.start, end: range.end - 1 } : {};
    yield* createReadStream(file, { highWaterMark: 256 * 1024, ...options }) as AsyncIterable<Uint8Array>;
  },
};
const started = performance.now();
let objects = 0;
let points = 0;
const parsed = parseDataset(coco, source);
for await (const item of parsed.items) {
  objects += item.objects.length;
  for (const { shape } of item.objects) if (shape.type === 'polygon') points += shape.parts[0][0].length;
}
const seconds = (performance.now() - started) / 1000;
console.log(
  JSON.stringify({
    seconds,
    megabytes: process.resourceUsage().maxRSS / 1024,
    objects,
    points,
    problems: parsed.problems.total,
  }),
);
