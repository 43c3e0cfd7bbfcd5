import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compileKernel } from '../../curation/wasm/compile-kernels.ts';
import { kernelModuleSource } from '../../curation/wasm/kernel-module-source.ts';

test('the committed jpeg kernel is what its source compiles to', async () => {
  const twin = await readFile(new URL('./jpeg-bytes.ts', import.meta.url), 'utf8');
  expect(twin).toBe(kernelModuleSource('jpeg', await compileKernel('jpeg', import.meta.url)));
});
