/**
 * Compares `lapidary evaluate` with its peers from PyPI on generated files, interleaved in one run:
 *
 *     node bench/evaluate/run.ts [--rounds 5] [--json results.json] [--only boxes,masks,many]
 *
 * Needs python3 with venv; the peers are installed once into the system's temporary folder. Prints medians of the
 * whole process (from the files to the numbers), of evaluate + accumulate + summarise inside one process, and the
 * peak memory.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeData } from './make-data.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const HOME = join(tmpdir(), 'lapidary-bench');
const PYTHON = join(HOME, 'venv/bin/python');
const PEERS = ['pycocotools==2.0.11', 'faster-coco-eval==1.8.0', 'hotcoco==1.3.0', 'numpy'];

const CASES = [
  { name: 'boxes', type: 'bbox', size: { images: 2000, detections: 61_000, hasMasks: false } },
  { name: 'masks', type: 'segm', size: { images: 2000, detections: 61_000, hasMasks: true } },
  { name: 'many', type: 'bbox', size: { images: 5000, detections: 430_000, hasMasks: false } },
];

interface Sample {
  process: number;
  inner: number;
  warm?: number;
  rss: number;
  map: number;
}

interface Contestant {
  name: string;
  run: (folder: string, type: string) => Sample;
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    only: { type: 'string', default: 'boxes,masks,many' },
  },
});

function preparePeers(): void {
  if (existsSync(PYTHON)) return;
  console.error('Installing the peers …');
  mkdirSync(HOME, { recursive: true });
  execFileSync('python3', ['-m', 'venv', join(HOME, 'venv')]);
  execFileSync(join(HOME, 'venv/bin/pip'), ['install', '--quiet', ...PEERS], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function timed(
  command: string,
  args: string[],
  env: Record<string, string> = {},
): { ms: number; output: string } {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stderr}`);
  return { ms: performance.now() - start, output: stdout };
}

function peer(label: string, name: string, env: Record<string, string> = {}): Contestant {
  return {
    name: label,
    run: (folder, type) => {
      const { ms, output } = timed(
        PYTHON,
        [join(import.meta.dirname, 'peer.py'), name, folder, type, 'process'],
        env,
      );
      return { process: ms, ...(JSON.parse(output) as Omit<Sample, 'process'>) };
    },
  };
}

const own: Contestant = {
  name: 'lapidary',
  run: (folder, type) => {
    const files = ['--ground-truth', `${folder}/gt.json`, '--detections', `${folder}/dt.json`];
    const whole = timed(process.execPath, [
      'cli/lapidary.mjs',
      'evaluate',
      ...files,
      '--iou-type',
      type,
      '--json',
      '-',
    ]);
    const script = join(import.meta.dirname, 'own.ts');
    const once = JSON.parse(timed(process.execPath, [script, folder, type, '1']).output) as Sample;
    const often = JSON.parse(timed(process.execPath, [script, folder, type, '15']).output) as Sample;
    const { stats } = JSON.parse(whole.output) as { stats: number[] };
    return { process: whole.ms, inner: once.inner, warm: often.warm, rss: once.rss, map: stats[0] };
  },
};

const CONTESTANTS: Contestant[] = [
  own,
  peer('hotcoco, 1 thread', 'hotcoco', { RAYON_NUM_THREADS: '1' }),
  peer('hotcoco, all cores', 'hotcoco'),
  peer('faster-coco-eval', 'faster-coco-eval'),
  peer('pycocotools', 'pycocotools'),
];

const median = (list: number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1];
const MEASURES = ['process', 'inner', 'warm', 'rss'] as const;

preparePeers();
const results: Record<string, Record<string, Partial<Record<(typeof MEASURES)[number], number>>>> = {};
for (const { name, type, size } of CASES.filter((one) => values.only.split(',').includes(one.name))) {
  const folder = join(HOME, name);
  if (!existsSync(join(folder, 'dt.json'))) makeData(folder, size);
  const samples = new Map<string, Sample[]>(CONTESTANTS.map((one) => [one.name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const contestant of CONTESTANTS) {
      // The slow ones say little new each time.
      if (round >= 3 && contestant.name === 'pycocotools') continue;
      samples.get(contestant.name)!.push(contestant.run(folder, type));
      console.error(`${name}: round ${round + 1}, ${contestant.name}`);
    }
  }
  results[name] = Object.fromEntries(
    [...samples].map(([contestant, list]) => [
      contestant,
      Object.fromEntries(
        MEASURES.filter((measure) => list[0][measure] !== undefined).map((measure) => [
          measure,
          median(list.map((sample) => sample[measure] ?? 0)),
        ]),
      ),
    ]),
  );
  const maps = [...samples.values()].flat().map((sample) => sample.map.toFixed(9));
  if (new Set(maps).size > 1) console.error(`The numbers differ: ${[...new Set(maps)].join(', ')}`);
  const slowest = results[name].pycocotools;
  console.log(`\n${name}: ${size.images} images, ${size.detections} detections\n`);
  console.log(
    '| | whole process, ms | × pycocotools | evaluate, ms (first / warm) | × pycocotools | peak memory, MB |',
  );
  console.log('|---|---|---|---|---|---|');
  for (const [contestant, one] of Object.entries(results[name])) {
    const warm = one.warm ?? one.inner!;
    const inner =
      one.warm === undefined ? one.inner!.toFixed(0) : `${one.inner!.toFixed(0)} / ${one.warm.toFixed(0)}`;
    console.log(
      `| ${contestant} | ${one.process!.toFixed(0)} | ${(slowest.process! / one.process!).toFixed(1)} | ${inner} | ${(slowest.inner! / warm).toFixed(1)} | ${(one.rss! / 1e6).toFixed(0)} |`,
    );
  }
}
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 1) + '\n');
