import { writeFile } from 'node:fs/promises';
import { compileKernel, KERNELS } from './compile-kernels.ts';
import { kernelModuleSource } from './kernel-module-source.ts';

// Run with node after a change in assembly/: writes each binary and its embedded twin.
for (const name of KERNELS) {
  const bytes = await compileKernel(name);
  await writeFile(new URL(`./${name}.wasm`, import.meta.url), bytes);
  await writeFile(new URL(`./${name}-bytes.ts`, import.meta.url), kernelModuleSource(name, bytes));
  console.log(`${name}.wasm ${bytes.length} bytes`);
}
