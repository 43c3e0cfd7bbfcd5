import { writeFile } from 'node:fs/promises';
import { compileKernel } from '../../curation/wasm/compile-kernels.ts';
import { kernelModuleSource } from '../../curation/wasm/kernel-module-source.ts';

// Run with node after a change in assembly/: writes the embedded binaries, or those that are named.
const names = process.argv.length > 2 ? process.argv.slice(2) : ['annotations', 'matching'];
for (const name of names) {
  const bytes = await compileKernel(name, import.meta.url);
  await writeFile(new URL(`./${name}-bytes.ts`, import.meta.url), kernelModuleSource(name, bytes));
  console.log(`${name}: ${bytes.length} bytes`);
}
