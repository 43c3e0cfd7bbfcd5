import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMemoryStream, main as compile } from 'assemblyscript/asc';

/** The AssemblyScript sources in `assembly/`, one WebAssembly module each; `codes` works in the memory of `vectors`. */
export const KERNELS = ['codes', 'pixels', 'vectors'] as const;

/**
 * Compiles one kernel with the fixed settings under which the committed binary was made; same input, same bytes.
 * @param folderUrl a file beside `assembly/`, when that is not here
 */
export async function compileKernel(
  name: string,
  folderUrl = import.meta.url,
): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'lapidary-kernels-'));
  try {
    const out = join(folder, `${name}.wasm`);
    const source = fileURLToPath(new URL(`./assembly/${name}.ts`, folderUrl));
    const messages = createMemoryStream();
    const options =
      '--optimizeLevel 3 --shrinkLevel 0 --converge --noAssert --runtime stub --enable simd --enable relaxed-simd';
    const memory = name === 'codes' ? ['--importMemory'] : ['--initialMemory', '1'];
    const { error } = await compile(
      [source, '--outFile', out, ...memory, '--use', 'abort=', ...options.split(' ')],
      { stderr: messages },
    );
    if (error) throw new Error(`${name}.ts does not compile: ${error.message}\n${messages.toString()}`);
    return new Uint8Array(await readFile(out));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
