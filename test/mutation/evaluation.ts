/**
 * How strong are the tests of the evaluation engine? Applies every fault of `evaluation-mutations.ts`, one at a
 * time, to a temporary copy and runs the engine's tests there: each must fail.
 *
 *     node test/mutation/evaluation.ts [--only assembly,1e-10]
 *
 * Prints the faults that survived and exits with 1 when there is one.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { MUTATIONS, type Mutation } from './evaluation-mutations.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const TESTS = [
  'shared/evaluation/evaluate-coco.test.ts',
  'shared/evaluation/annotation-scanner.test.ts',
  'shared/evaluation/evaluate-plain.test.ts',
  'shared/evaluation/order-rows.test.ts',
  'shared/evaluation/accumulate-matches.test.ts',
  'shared/geometry/rle-operations.test.ts',
];
const KERNELS = 'shared/evaluation/wasm';
const WORKERS = 2;
/** `--only match,1e-10` runs the faults of the files whose names hold one of these, and those of such code. */
const only = process.argv[2] === '--only' ? process.argv[3].split(',') : [''];

/** A copy of what the tests need, with the installed packages linked in. */
function copyEngine(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lapidary-mutation-'));
  mkdirSync(join(folder, 'shared'));
  for (const part of [
    'shared/evaluation',
    'shared/geometry',
    'shared/curation/wasm',
    'shared/errors.ts',
    'package.json',
    'tsconfig.json',
  ]) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  // A busy machine must not look like a fault that was caught.
  writeFileSync(
    join(folder, 'vitest.config.ts'),
    'export default { test: { bail: 1, maxWorkers: 1, testTimeout: 120_000 } };\n',
  );
  return folder;
}

type Verdict = 'survived' | 'caught' | 'endless';

function runTests(folder: string, limitMilliseconds: number): Promise<Verdict> {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', ...TESTS, '--reporter=dot'], {
    cwd: folder,
    stdio: 'ignore',
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMilliseconds);
  return new Promise((done) =>
    child.once('exit', (code) => {
      clearTimeout(timer);
      done(code === 0 ? 'survived' : code === null ? 'endless' : 'caught');
    }),
  );
}

function mutate(folder: string, { file, from, to }: Mutation): void {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${from}`);
  writeFileSync(join(folder, file), parts.join(to));
  if (file.includes('/assembly/')) {
    const script = join(folder, 'shared/evaluation/wasm/write-kernels.ts');
    execFileSync(process.execPath, [script, kernelOf(file)], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
}

/** A kernel's parts lie in a folder of its name. */
function kernelOf(file: string): string {
  return basename(file.split('/assembly/')[1].split('/')[0], '.ts');
}

function restore(folder: string, { file }: Mutation): void {
  cpSync(join(ROOT, file), join(folder, file));
  if (!file.includes('/assembly/')) return;
  for (const name of readdirSync(join(ROOT, KERNELS)).filter((one) => one.endsWith('-bytes.ts'))) {
    cpSync(join(ROOT, KERNELS, name), join(folder, KERNELS, name));
  }
}

async function work(
  queue: Mutation[],
  limitMilliseconds: number,
  verdicts: Map<Mutation, Verdict>,
): Promise<void> {
  const folder = copyEngine();
  try {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      mutate(folder, next);
      const verdict = await runTests(folder, limitMilliseconds);
      verdicts.set(next, verdict);
      console.error(`${verdicts.size}: ${verdict}, ${next.file}`);
      restore(folder, next);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const untouched = copyEngine();
const began = performance.now();
const health = await runTests(untouched, 600_000);
rmSync(untouched, { recursive: true, force: true });
if (health !== 'survived') throw new Error('The tests fail without any fault; mend them first.');
// Only a fault that loops takes so much longer than none, on a busy machine as well.
const limit = 60_000 + 6 * (performance.now() - began);
const verdicts = new Map<Mutation, Verdict>();
const wanted = MUTATIONS.filter(({ file, from }) =>
  only.some((one) => file.includes(one) || from.includes(one)),
);
const queue = [...wanted].reverse();
await Promise.all(Array.from({ length: WORKERS }, () => work(queue, limit, verdicts)));
const those = (wanted: Verdict) => [...verdicts].flatMap(([one, is]) => (is === wanted ? [one] : []));
const [survivors, endless] = [those('survived'), those('endless')];
for (const { file, from, to } of survivors) console.log(`survived: ${file}\n  - ${from}\n  + ${to}`);
for (const { file, to } of endless)
  console.log(`ended by the clock after ${limit.toFixed(0)} ms: ${file}: ${to}`);
console.log(`${wanted.length - survivors.length} of ${wanted.length} faults caught.`);
process.exitCode = survivors.length > 0 ? 1 : 0;
