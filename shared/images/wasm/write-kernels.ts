import { writeFile } from 'node:fs/promises';
import { compileKernel } from '../../curation/wasm/compile-kernels.ts';
import { kernelModuleSource } from '../../curation/wasm/kernel-module-source.ts';

// Run with node after a change in assembly/: writes the embedded binary.
const bytes = await compileKernel('jpeg', import.meta.url);
await writeFile(new URL('./jpeg-bytes.ts', import.meta.url), kernelModuleSource('jpeg', bytes));
console.log(`jpeg: ${bytes.length} bytes`);
