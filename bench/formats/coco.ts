import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * COCO import and export against Python, interleaved in one run, each in a process of its own; prints medians and
 * ratios. `node bench/formats/coco.ts [python] [rounds]`: a Python with pycocotools.
 */
interface Result {
  seconds: number;
  megabytes: number;
  objects: number;
}
const [python = 'python3', rounds = '3'] = process.argv.slice(2);
const IMPORTED = 430_000;
const EXPORTED = 1_000_000;
const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), 'bench-formats-'));

function run(command: string, args: string[]): Result {
  const child = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (child.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${child.stderr}`);
  return JSON.parse(child.stdout.trim().split('\n').at(-1) ?? '') as Result;
}

function median(results: Result[], key: 'seconds' | 'megabytes'): number {
  return results.map((one) => one[key]).sort((a, b) => a - b)[results.length >> 1];
}

function compare(title: string, ours: Result[], theirs: Result[]): void {
  const [a, b] = [median(ours, 'seconds'), median(theirs, 'seconds')];
  const [m, n] = [median(ours, 'megabytes'), median(theirs, 'megabytes')];
  console.log(
    `${title}: Lapidary ${a.toFixed(2)} s, ${m.toFixed(0)} MB · Python ${b.toFixed(2)} s, ${n.toFixed(0)} MB · ` +
      `${(b / a).toFixed(2)} × as fast, ${(n / m).toFixed(2)} × less memory`,
  );
}

try {
  const input = join(folder, 'instances.json');
  run(process.execPath, [join(here, 'coco-export.ts'), input, String(IMPORTED)]);
  console.log(`${IMPORTED} annotations, ${(statSync(input).size / 1e6).toFixed(0)} MB; ${rounds} rounds`);
  const results: Record<string, Result[]> = { oursIn: [], theirsIn: [], oursOut: [], theirsOut: [] };
  for (let round = 0; round < Number(rounds); round++) {
    results['oursIn'].push(run(process.execPath, [join(here, 'coco-import.ts'), input]));
    results['theirsIn'].push(run(python, [join(here, 'coco-peers.py'), 'import', input]));
    results['oursOut'].push(
      run(process.execPath, [join(here, 'coco-export.ts'), join(folder, 'ours.json'), String(EXPORTED)]),
    );
    results['theirsOut'].push(
      run(python, [join(here, 'coco-peers.py'), 'export', join(folder, 'theirs.json'), String(EXPORTED)]),
    );
  }
  compare('COCO import (430,000 annotations)', results['oursIn'], results['theirsIn']);
  compare('COCO export (1,000,000 objects)', results['oursOut'], results['theirsOut']);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
