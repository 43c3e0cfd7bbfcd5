import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { cocoBytes } from '../../shared/formats/coco/serialize-coco.ts';
import type { ExchangeItem } from '../../shared/formats/exchange-item.ts';
import type { OntologyContent } from '../../shared/labels/ontology.ts';

/**
 * Writes a COCO file of `objects` polygons, 10 an image and 12 points each, made while they are written; prints
 * seconds, peak memory in MB and bytes. The same formula makes the data of coco-peers.py.
 */
const [file, count] = [process.argv[2], Number(process.argv[3])];
const ontology: OntologyContent = {
  classes: Array.from({ length: 80 }, (_, id) => ({
    id: `c${id}`,
    name: `class ${id}`,
    shape: 'polygon',
    color: '#1f77b4',
    attributes: [],
    archived: false,
  })),
  classifications: [],
};
function* items(): Generator<ExchangeItem> {
  for (let image = 0; image < count / 10; image++) {
    yield {
      key: `${image}.jpg`,
      width: 640,
      height: 480,
      classifications: [],
      objects: Array.from({ length: 10 }, (_, n) => {
        const id = image * 10 + n;
        const [cx, cy] = [50 + (id % 540), 50 + ((id * 7) % 380)];
        const ring: [number, number][] = [];
        for (let i = 0; i < 12; i++) {
          ring.push([
            Math.round((cx + 40 * Math.cos((i * Math.PI) / 6)) * 100) / 100,
            Math.round((cy + 30 * Math.sin((i * Math.PI) / 6)) * 100) / 100,
          ]);
        }
        return { class: `class ${id % 80}`, shape: { type: 'polygon' as const, parts: [[ring]] } };
      }),
    };
  }
}
const context = { settings: {}, drop: () => undefined };
const started = performance.now();
let bytes = 0;
async function* counted(): AsyncGenerator<Uint8Array> {
  for await (const chunk of cocoBytes({ ontology, splits: [], items }, undefined, 'instances', context)) {
    bytes += chunk.length;
    yield chunk;
  }
}
await pipeline(Readable.from(counted()), createWriteStream(file));
const seconds = (performance.now() - started) / 1000;
console.log(
  JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024, objects: count, bytes }),
);
