/**
 * The TypeScript twin of a compiled kernel: its bytes in base64, so that the same import works in Node, in a bundled
 * Lambda and in a browser without a loader or a file beside the bundle.
 */
export function kernelModuleSource(name: string, bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('base64');
  const upper = name.toUpperCase();
  return [
    `// Written by write-kernels.ts from assembly/${name}.ts; a test compares it with a fresh compile.`,
    '// prettier-ignore',
    `export const ${upper}_WASM = '${text}';`,
    '',
  ].join('\n');
}
