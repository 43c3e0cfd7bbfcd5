import { rmSync } from 'node:fs';
import { writeContent } from '../../cli/convert/write-content.ts';
import { cocoBytes } from '../../shared/formats/coco/serialize-coco.ts';
import type { ExchangeItem, ExchangeObject } from '../../shared/formats/exchange-item.ts';
import type { OntologyContent } from '../../shared/labels/ontology.ts';

/**
 * Writes a COCO file of `objects` polygons, 10 an image and 12 points each; prints
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
/** The labels are there before the clock starts, as are those of the peer; after so many images they repeat. */
const PERIOD = 500;
const labels = Array.from({ length: Math.min(PERIOD, count / 10) }, (_, image) =>
  Array.from({ length: 10 }, (_unused, n) => objectOf(image * 10 + n)),
);

function objectOf(id: number): ExchangeObject {
  const [cx, cy] = [50 + (id % 540), 50 + ((id * 7) % 380)];
  const ring = Array.from({ length: 12 }, (_, i): [number, number] => [
    Math.round((cx + 40 * Math.cos((i * Math.PI) / 6)) * 100) / 100,
    Math.round((cy + 30 * Math.sin((i * Math.PI) / 6)) * 100) / 100,
  ]);
  return { class: `class ${id % 80}`, shape: { type: 'polygon', parts: [[ring]] } };
}

function* items(): Generator<ExchangeItem> {
  for (let image = 0; image < count / 10; image++) {
    const objects = labels[image % PERIOD];
    yield { key: `${image}.jpg`, width: 640, height: 480, classifications: [], objects };
  }
}

rmSync(file, { force: true });
const context = { settings: {}, drop: () => undefined };
const started = performance.now();
let bytes = 0;
async function* counted(): AsyncGenerator<Uint8Array> {
  for await (const chunk of cocoBytes({ ontology, splits: [], items }, undefined, 'instances', context)) {
    bytes += chunk.length;
    yield chunk;
  }
}
await writeContent(file, counted());
const seconds = (performance.now() - started) / 1000;
console.log(
  JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024, objects: count, bytes }),
);
