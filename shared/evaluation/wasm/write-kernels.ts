import { writeFile } from 'node:fs/promises';
import { compileKernel } from '../../curation/wasm/compile-kernels.ts';
import { kernelModuleSource } from '../../curation/wasm/kernel-module-source.ts';

// Run with node after a change in assembly/: writes the embedded binary.
const bytes = await compileKernel('annotations', import.meta.url);
const target = new URL('./annotations-bytes.ts', import.meta.url);
await writeFile(target, kernelModuleSource('annotations', bytes));
console.log(`annotations: ${bytes.length} bytes`);
