import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { compileKernel } from '../../curation/wasm/compile-kernels.ts';
import { kernelModuleSource } from '../../curation/wasm/kernel-module-source.ts';

test.each(['annotations', 'matching'])(
  'the committed %s kernel is what its source compiles to',
  async (name) => {
    const twin = await readFile(new URL(`./${name}-bytes.ts`, import.meta.url), 'utf8');
    expect(twin).toBe(kernelModuleSource(name, await compileKernel(name, import.meta.url)));
  },
);
