import { writeFile } from 'node:fs/promises';
import { compileKernel } from '../../curation/wasm/compile-kernels.ts';
import { kernelModuleSource } from '../../curation/wasm/kernel-module-source.ts';

// Run with node after a change in assembly/: writes the embedded binaries.
for (const name of ['annotations', 'matching']) {
  const bytes = await compileKernel(name, import.meta.url);
  await writeFile(new URL(`./${name}-bytes.ts`, import.meta.url), kernelModuleSource(name, bytes));
  console.log(`${name}: ${bytes.length} bytes`);
}
