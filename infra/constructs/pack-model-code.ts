import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const root = join(import.meta.dirname, '..', '..');
const BLOCK = 512;

/**
 * Packs Python files as SageMaker wants them: a gzipped tar (ustar), flat under `folder` inside it. The same files give
 * the same bytes, so that an unchanged model is not deployed again.
 */
export function packModelCode(name: string, from: string, folder: string): string {
  const files = readdirSync(join(root, from))
    .filter((file) => file.endsWith('.py') && !file.startsWith('test_'))
    .sort();
  const parts = files.flatMap((file) => {
    const content = readFileSync(join(root, from, file));
    const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
    return [tarHeader(folder === '' ? file : `${folder}/${file}`, content.length), content, padding];
  });
  const out = join(root, 'dist', 'models');
  mkdirSync(out, { recursive: true });
  const packed = join(out, `${name}.tar.gz`);
  writeFileSync(packed, gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])));
  return packed;
}

function tarHeader(path: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
  header.write(path, 0, 100);
  header.write(octal(0o644, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(size, 11), 124);
  header.write(octal(0, 11), 136);
  // The checksum counts its own field as blanks.
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
