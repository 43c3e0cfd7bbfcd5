/**
 * Compares `lapidary evaluate` with its peers from PyPI on generated files, interleaved in one run:
 *
 *     node bench/evaluate/run.ts [--rounds 5] [--json results.json] [--only boxes,masks,many]
 *
 * Needs python3 with venv; the peers are installed once, under `.venv/`. Prints medians, as tables ready to paste, of the
 * whole process (from the files to the numbers), of evaluate + accumulate + summarise inside one process, and the
 * peak memory. CPU time is what a busy machine disturbs least.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pythonWith } from '../../test/support/python-venv.ts';
import { makeData } from './make-data.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const HOME = join(tmpdir(), 'lapidary-bench');
const PEERS = ['pycocotools==2.0.11', 'faster-coco-eval==1.8.0', 'hotcoco==1.3.0', 'numpy==2.4.6'];

const CASES = [
  { name: 'boxes', type: 'bbox', size: { images: 2000, detections: 61_000, hasMasks: false } },
  { name: 'masks', type: 'segm', size: { images: 2000, detections: 61_000, hasMasks: true } },
  { name: 'many', type: 'bbox', size: { images: 5000, detections: 430_000, hasMasks: false } },
];

interface Sample {
  process: number;
  cpu: number;
  inner: number;
  innerCpu: number;
  warm?: number;
  warmCpu?: number;
  rss: number;
  map: number;
}

interface Contestant {
  name: string;
  run: (folder: string, type: string) => Sample;
}

console.error('Preparing the peers; the first time they are installed, which takes about a minute …');
const python = (await pythonWith(PEERS)) ?? noPython();

function noPython(): never {
  console.error('The peers need Python: install python3 with venv (Debian: apt install python3-venv).');
  process.exit(1);
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    only: { type: 'string', default: 'boxes,masks,many' },
  },
});

/** Wall and CPU time and peak memory of a whole process, and what it printed. */
function measured(
  command: string[],
  env: Record<string, string> = {},
): { cost: Pick<Sample, 'process' | 'cpu' | 'rss'>; output: string } {
  const { status, stdout, stderr } = spawnSync(
    'python3',
    [join(import.meta.dirname, 'measure.py'), ...command],
    {
      cwd: ROOT,
      env: { ...process.env, ...env },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  if (status !== 0) throw new Error(`${command.join(' ')} failed:\n${stderr}`);
  const end = stdout.indexOf('\n');
  return { cost: JSON.parse(stdout.slice(0, end)) as Sample, output: stdout.slice(end + 1) };
}

function peer(label: string, name: string, env: Record<string, string> = {}): Contestant {
  return {
    name: label,
    run: (folder, type) => {
      const { cost, output } = measured(
        [python, join(import.meta.dirname, 'peer.py'), name, folder, type],
        env,
      );
      return { ...(JSON.parse(output) as Sample), ...cost };
    },
  };
}

const own: Contestant = {
  name: 'lapidary',
  run: (folder, type) => {
    const files = ['--ground-truth', `${folder}/gt.json`, '--detections', `${folder}/dt.json`];
    const command = [
      process.execPath,
      'cli/lapidary.mjs',
      'evaluate',
      ...files,
      '--iou-type',
      type,
      '--json',
      '-',
    ];
    const { cost, output } = measured(command);
    const inside = (runs: string): Sample =>
      JSON.parse(
        measured([process.execPath, join(import.meta.dirname, 'own.ts'), folder, type, runs]).output,
      ) as Sample;
    const { warm, warmCpu } = inside('15');
    const { inner, innerCpu } = inside('1');
    const { stats } = JSON.parse(output) as { stats: number[] };
    return { ...cost, inner, innerCpu, warm, warmCpu, map: stats[0] };
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
const MEASURES = ['process', 'cpu', 'inner', 'innerCpu', 'warm', 'warmCpu', 'rss'] as const;

const results: Record<string, Record<string, Partial<Record<(typeof MEASURES)[number], number>>>> = {};
for (const { name, type, size } of CASES.filter((one) => values.only.split(',').includes(one.name))) {
  const folder = join(HOME, name);
  if (!existsSync(join(folder, 'dt.json'))) makeData(folder, size);
  const samples = new Map<string, Sample[]>(CONTESTANTS.map((one) => [one.name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const contestant of CONTESTANTS) {
      // The slow ones say little new each time.
      if (round >= 1 && contestant.name === 'pycocotools') continue;
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
    '| | whole process, ms | its CPU time, ms | evaluate, first, ms (CPU) | evaluate, warm, ms (CPU) | × pycocotools (CPU) | peak memory, MB |',
  );
  console.log('|---|---|---|---|---|---|---|');
  for (const [contestant, one] of Object.entries(results[name])) {
    const cells = [
      contestant,
      one.process!.toFixed(0),
      one.cpu!.toFixed(0),
      `${one.inner!.toFixed(0)} (${one.innerCpu!.toFixed(0)})`,
      one.warm === undefined ? '' : `${one.warm.toFixed(0)} (${one.warmCpu!.toFixed(0)})`,
      `${(slowest.cpu! / one.cpu!).toFixed(1)} whole, ${(slowest.innerCpu! / (one.warmCpu ?? one.innerCpu!)).toFixed(0)} evaluate`,
      (one.rss! / 1e6).toFixed(0),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(results, null, 1) + '\n');
