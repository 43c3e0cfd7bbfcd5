import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compileKernel, KERNELS } from './compile-kernels.ts';
import { kernelModuleSource } from './kernel-module-source.ts';

test.each(KERNELS)('the committed %s kernel is what its source compiles to', async (name) => {
  const fresh = await compileKernel(name);
  const binary = await readFile(new URL(`./${name}.wasm`, import.meta.url));
  expect(Buffer.compare(binary, Buffer.from(fresh))).toBe(0);
  const twin = await readFile(new URL(`./${name}-bytes.ts`, import.meta.url), 'utf8');
  expect(twin).toBe(kernelModuleSource(name, fresh));
});
