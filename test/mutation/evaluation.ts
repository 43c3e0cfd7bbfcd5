/**
 * How strong are the tests of the evaluation engine? Applies every fault of `evaluation-mutations.ts`, one at a
 * time, to a temporary copy and runs the engine's tests there: each must fail.
 *
 *     node test/mutation/evaluation.ts
 *
 * Prints the faults that survived and exits with 1 when there is one.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MUTATIONS, type Mutation } from './evaluation-mutations.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const TESTS = [
  'shared/evaluation/evaluate-coco.test.ts',
  'shared/evaluation/annotation-scanner.test.ts',
  'shared/geometry/rle-operations.test.ts',
];
const WORKERS = 2;

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
  writeFileSync(join(folder, 'vitest.config.ts'), 'export default { test: { bail: 1, maxWorkers: 1 } };\n');
  return folder;
}

function testsPass(folder: string): Promise<boolean> {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', ...TESTS, '--reporter=dot'], {
    cwd: folder,
    stdio: 'ignore',
  });
  // A fault may also loop for ever; that counts as caught.
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  return new Promise((done) =>
    child.once('exit', (code) => {
      clearTimeout(timer);
      done(code === 0);
    }),
  );
}

function mutate(folder: string, { file, from, to }: Mutation): void {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${from}`);
  writeFileSync(join(folder, file), parts.join(to));
}

async function work(queue: Mutation[], survivors: Mutation[]): Promise<void> {
  const folder = copyEngine();
  try {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      mutate(folder, next);
      if (await testsPass(folder)) survivors.push(next);
      cpSync(join(ROOT, next.file), join(folder, next.file));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const untouched = copyEngine();
const isHealthy = await testsPass(untouched);
rmSync(untouched, { recursive: true, force: true });
if (!isHealthy) throw new Error('The tests fail without any fault; mend them first.');
const survivors: Mutation[] = [];
const queue = [...MUTATIONS].reverse();
await Promise.all(Array.from({ length: WORKERS }, () => work(queue, survivors)));
for (const { file, from, to } of survivors) console.log(`survived: ${file}\n  - ${from}\n  + ${to}`);
console.log(`${MUTATIONS.length - survivors.length} of ${MUTATIONS.length} faults caught.`);
process.exitCode = survivors.length > 0 ? 1 : 0;
