import { seededRandom } from '../../shared/curation/seeded-random.ts';
import { colorImages } from '../../web/features/explore/color-images.ts';
import { drawMap, fitMap, zoomMap } from '../../web/features/explore/draw-map.ts';
import { filterImages } from '../../web/features/explore/filter-images.ts';
import { lassoImages } from '../../web/features/explore/lasso-images.ts';
import type { ExploredImages } from '../../web/features/explore/load-images.ts';
import { NearestImages } from '../../web/features/explore/nearest-images.ts';

/**
 * What the explorer's map costs with many points, in the engine that browsers share: node bench/curate/map-points.ts [points]
 * A frame of 16 ms is what panning and zooming may take.
 */
const count = Number(process.argv[2] ?? 1_000_000);
const [WIDTH, HEIGHT, ROUNDS] = [640, 420, 9];
const random = seededRandom(1);
const numbers = () => Float64Array.from({ length: count }, () => random() + random() + random());
const images: ExploredImages = {
  count,
  assetId: [],
  taskId: [],
  key: [],
  metrics: {
    brightness: numbers(),
    contrast: numbers(),
    sharpness: numbers(),
    entropy: numbers(),
    uniqueness: numbers(),
  },
  width: new Float64Array(count).fill(640),
  height: new Float64Array(count).fill(480),
  cluster: Int32Array.from({ length: count }, (_, i) => i % 24),
  leaf: new Int32Array(count),
  x: numbers(),
  y: numbers(),
  medianArea: 640 * 480,
  issueList: new Int32Array(count),
  issueLists: [[]],
  reasons: () => [],
  neighbours: () => Promise.resolve([]),
  nearest: () =>
    Promise.resolve(new NearestImages(new Int32Array(count + 1), new Int32Array(), new Float64Array())),
  rank: new Int32Array(count).fill(-1),
  rankReason: [],
};

function measure(what: string, work: () => unknown): void {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  console.log(`${what.padEnd(28)} ${times[ROUNDS >> 1].toFixed(1).padStart(7)} ms`);
}

console.log(`${count.toLocaleString('en')} points`);
const whole = fitMap(images, WIDTH, HEIGHT);
const pixels = new Uint32Array(WIDTH * HEIGHT);
const shown = new Uint8Array(count).fill(1);
const colors = colorImages(images, 'group');
measure('draw all', () => drawMap(pixels, WIDTH, HEIGHT, images, shown, colors, whole, 2));
const near = zoomMap(whole, 8, WIDTH / 2, HEIGHT / 2);
measure('draw, zoomed in', () => drawMap(pixels, WIDTH, HEIGHT, images, shown, colors, near, 4));
measure('colour by a metric', () => colorImages(images, 'brightness'));
const ring = Array.from({ length: 120 }, (_, i): [number, number] => [
  WIDTH / 2 + Math.cos(i / 19) * 120,
  HEIGHT / 2 + Math.sin(i / 19) * 120,
]);
measure('lasso of 120 corners', () => lassoImages(images, ring, whole, WIDTH, HEIGHT));
measure('brush a histogram', () => filterImages(images, { ranges: { brightness: [1, 2] } }));
