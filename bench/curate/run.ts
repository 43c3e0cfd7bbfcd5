import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { agglomerate } from '../../shared/curation/clustering/agglomerate.ts';
import { condensedDistances } from '../../shared/curation/clustering/condensed-distances.ts';
import { dbscan } from '../../shared/curation/clustering/dbscan.ts';
import { kMeans } from '../../shared/curation/clustering/k-means.ts';
import { curateImages, type MeasuredAsset } from '../../shared/curation/curate-images.ts';
import { computeImageMetrics } from '../../shared/curation/image-metrics.ts';
import { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { makeMap } from '../../shared/curation/map/make-map.ts';
import { seededRandom } from '../../shared/curation/seeded-random.ts';
import { VectorIndex } from '../../shared/curation/vectors/vector-index.ts';
import { decodeImage } from '../../shared/images/decode-image.ts';
import { makeData } from './make-data.ts';

/**
 * Curation against its peers, in turns, on the same inputs: node bench/curate/run.ts [rounds] [part of a name]
 * LAPIDARY_PYTHON names a Python with the packages of peers.py; without it only our own times are printed.
 */
const rounds = Number(process.argv[2] ?? 3);
const only = process.argv[3] ?? '';
const python = process.env.LAPIDARY_PYTHON;
const folder = await mkdtemp(join(tmpdir(), 'lapidary-bench-'));
sharp.concurrency(1);
sharp.cache(false);

async function theirs(task: string): Promise<number> {
  if (python === undefined) return NaN;
  const script = fileURLToPath(new URL('./peers.py', import.meta.url));
  const { stdout } = await promisify(execFile)(python, [script, task, folder]);
  return Number(stdout.trim().split('\n').at(-1));
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function compare(
  name: string,
  ours: () => Promise<number>,
  peers: Record<string, string>,
): Promise<void> {
  if (!name.includes(only)) return;
  const own: number[] = [];
  const other: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    own.push(await ours());
    for (const [peer, task] of Object.entries(peers)) (other[peer] ??= []).push(await theirs(task));
  }
  const mine = median(own);
  const rest = Object.entries(other).map(([peer, times]) => {
    const time = median(times);
    return Number.isNaN(time)
      ? `${peer}: not measured`
      : `${peer} ${show(time)} (${(time / mine).toFixed(2)}×)`;
  });
  console.log(`${name.padEnd(44)} ${show(mine).padStart(9)}   ${rest.join(', ')}`);
}

function show(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`;
}

try {
  const { photographs, tables } = await makeData(folder);
  const files = await Promise.all(
    (await readdir(photographs)).map(async (name) => readFile(join(photographs, name))),
  );
  const measure = async (limit?: { side: number; above: number; byHalves: boolean }) => {
    for (const file of files) {
      const { image } = await decodeImage(file, limit);
      computeImageMetrics(image.data, image.width, image.height);
    }
  };
  await measure();
  await compare('20 images of 1.66 MP, exact, one core', () => timed(() => measure()), { OpenCV: 'metrics' });
  await compare(
    '20 images of 1.66 MP, fast, one core',
    () => timed(() => measure({ side: 640, above: 0, byHalves: true })),
    {
      OpenCV: 'metrics',
    },
  );

  const index = new VectorIndex(tables.search);
  const queries = Array.from({ length: 40 }, (_, i) => tables.queries.data.subarray(i * 256, (i + 1) * 256));
  index.prepare();
  index.search(queries[0], 10);
  await compare(
    'exact top 10 in 100 k × 256',
    async () => (await timed(() => queries.map((query) => index.search(query, 10)))) / 40,
    { faiss: 'faiss_flat', LanceDB: 'lance_flat' },
  );
  if (python !== undefined && 'exact top 10'.includes(only)) {
    const found = JSON.parse(await readFile(join(folder, 'faiss.json'), 'utf8')) as number[][];
    const hits = queries.map(
      (query, i) => index.search(query, 10).ids.filter((id) => found[i].includes(id)).length,
    );
    console.log(`  recall against faiss flat: ${hits.reduce((a, b) => a + b) / 400}`);
  }
  await compare(
    'k-means 20 k × 64, k = 50, one start',
    () => timed(() => kMeans(tables.kmeans, { k: 50, restarts: 1 })),
    {
      'scikit-learn': 'kmeans',
    },
  );
  await compare(
    'average linkage 2 k × 64',
    () => timed(() => agglomerate(condensedDistances(tables.linkage), 'average')),
    { scipy: 'linkage' },
  );
  await compare('DBSCAN 20 k × 16', () => timed(() => dbscan(tables.dbscan, { radius: 1.2, minPoints: 5 })), {
    'scikit-learn': 'dbscan',
  });
  await compare('map of 5 k × 32', () => timed(() => makeMap(tables.umap)), { 'umap-learn': 'umap_map' });

  for (const count of only === '' ? [1_000, 10_000, 100_000] : []) {
    // The whole command on real files: bench/curate/folder-growth.ts
    const assets = syntheticAssets(count);
    const seconds = await timed(() => curateImages(assets, CurationThresholds.parse({})));
    console.log(
      `issues and duplicates of ${String(count).padStart(6)} images: ${((seconds / count) * 1e6).toFixed(1)} µs per image`,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

function syntheticAssets(count: number): MeasuredAsset[] {
  const random = seededRandom(count);
  const hex = () => Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16)).join('');
  return Array.from({ length: count }, (_, i) => ({
    path: `${i}.jpg`,
    sha256: `${i}`,
    phash: hex(),
    dhash: hex(),
    vector: new Float32Array(4),
    metrics: {
      width: 640,
      height: 480,
      area: 640 * 480,
      aspectRatio: 4 / 3,
      brightness: 0.3 + random() * 0.3,
      contrast: 0.2 + random() * 0.1,
      sharpness: 300 + random() * 800,
      red: 0,
      green: 0,
      blue: 0,
      entropy: 6 + random(),
    },
  }));
}
