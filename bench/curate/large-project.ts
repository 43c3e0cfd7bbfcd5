import { parseArgs } from 'node:util';
import { curationTable } from '../../functions/summarize-curation/curation-table.ts';
import { compareImages } from '../../functions/summarize-curation/compare-images.ts';
import { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { seededRandom } from '../../shared/curation/seeded-random.ts';
import { SelectionRule } from '../../shared/curation/selection/selection-rule.ts';
import { normalizeVectors } from '../../shared/curation/vectors/vector-table.ts';
import { writeTable } from '../../shared/tables/write-table.ts';

/**
 * What the last step of a curation costs for large projects, from packed images to the bytes of its table:
 * node bench/curate/large-project.ts [images] [--dimensions 256]
 * Run each size in a process of its own: memory is the largest that the process ever had.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dimensions: { type: 'string', default: '256' } },
});
const count = Number(positionals[0] ?? 1_000_000);
const dimensions = Number(values.dimensions);
const random = seededRandom(1);

// Scenes: 400 middles in 12 hidden directions, as descriptors of photographs have, and grain.
const HIDDEN = 12;
const GROUPS = 400;
const around = () => random() + random() + random() - 1.5;
const directions = Float32Array.from({ length: HIDDEN * dimensions }, around);
const middles = Float32Array.from({ length: GROUPS * HIDDEN }, () => 2 * around());
const data = new Float32Array(count * dimensions);
for (let i = 0; i < count; i++) {
  const group = Math.floor(random() * GROUPS);
  for (let hidden = 0; hidden < HIDDEN; hidden++) {
    const value = middles[group * HIDDEN + hidden] + around();
    for (let j = 0; j < dimensions; j++)
      data[i * dimensions + j] += value * directions[hidden * dimensions + j];
  }
  for (let j = 0; j < dimensions; j++) data[i * dimensions + j] += 0.05 * random();
}
const table = normalizeVectors({ count, dimensions, data });
const hash = () =>
  [0, 1]
    .map(() =>
      Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
const images = Array.from({ length: count }, (_, i) => ({
  assetId: `dataset.${hash()}${i}`,
  taskId: `project.${hash()}${i}`,
  path: `2024/${hash()}.jpg`,
  sha256: hash() + hash() + hash() + hash(),
  phash: hash(),
  dhash: hash(),
  vector: table.data.subarray(i * dimensions, (i + 1) * dimensions),
  metrics: {
    width: 640,
    height: 480,
    area: 640 * 480,
    aspectRatio: 4 / 3,
    brightness: 0.3 + random() * 0.3,
    contrast: 0.2 + random() * 0.1,
    sharpness: 30 + random() * 800,
    red: random(),
    green: random(),
    blue: random(),
    entropy: 6 + random(),
  },
  doubt: NaN,
  loss: NaN,
  state: i % 20 === 0 ? ('taken' as const) : ('waiting' as const),
  imageClass: i % 20 === 0 ? `class ${i % 7}` : undefined,
}));

const before = process.cpuUsage();
const started = performance.now();
const rule = SelectionRule.parse({ budget: 200 });
const compared = compareImages(images, table, CurationThresholds.parse({}), rule);
const bytes = writeTable(curationTable(images, compared));
const { user, system } = process.cpuUsage(before);
const seconds = (performance.now() - started) / 1000;
console.log(
  [
    `${count.toLocaleString('en-US')} images × ${dimensions}`,
    `${seconds.toFixed(0)} s (processor ${((user + system) / 1e6).toFixed(0)} s)`,
    `${Math.round(process.resourceUsage().maxRSS / 1024).toLocaleString('en-US')} MB`,
    `${(compared.neighbourRecall * 100).toFixed(1)} % of true neighbours`,
    `table ${Math.round(bytes.length / 1e6)} MB`,
  ].join(', '),
);
