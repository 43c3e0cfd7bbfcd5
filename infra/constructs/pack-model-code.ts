import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const root = join(import.meta.dirname, '..', '..');
const BLOCK = 512;
const TRAINING = 'models/sam';
/** Packages of the lock file that AWS's containers lack, by where the code comes from. */
const LACKING: Record<string, RegExp> = {
  [TRAINING]: /^(jsonschema|onnx|onnxruntime)==/,
  'models/processing': /^(jsonschema|onnxruntime|pillow)==/,
};

/**
 * Packs Python files as SageMaker wants them: a gzipped tar (ustar), flat under `folder` inside it. The same files give
 * the same bytes, so that an unchanged model is not deployed again.
 */
export function packModelCode(name: string, from: string, folder: string): string {
  const files = readdirSync(join(root, from))
    .filter((file) => file.endsWith('.py') && !/^(test_|conftest)/.test(file))
    .sort();
  const packed = new Map<string, Buffer>();
  for (const file of files) packed.set(inFolder(folder, file), readFileSync(join(root, from, file)));
  if (from in LACKING) addJobExtras(packed, folder, LACKING[from]);
  const parts = [...packed].flatMap(([path, content]) => {
    const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
    return [tarHeader(path, content.length), content, padding];
  });
  const out = join(root, 'dist', 'models');
  mkdirSync(out, { recursive: true });
  const archive = join(out, `${name}.tar.gz`);
  writeFileSync(archive, gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])));
  return archive;
}

const inFolder = (folder: string, file: string): string => (folder === '' ? file : `${folder}/${file}`);

/** The schemas that both sides hold to, the check for them, and what AWS's container lacks. */
function addJobExtras(packed: Map<string, Buffer>, folder: string, lacking: RegExp): void {
  const contracts = join(root, 'models', 'contracts');
  for (const file of readdirSync(contracts)
    .filter((each) => each.endsWith('.schema.json'))
    .sort())
    packed.set(inFolder(folder, `contracts/${file}`), readFileSync(join(contracts, file)));
  packed.set(inFolder(folder, 'contracts.py'), readFileSync(join(root, TRAINING, 'contracts.py')));
  const locked = readFileSync(join(root, TRAINING, 'requirements.lock'), 'utf8');
  const needed = locked.split('\n').filter((line) => lacking.test(line));
  packed.set(inFolder(folder, 'requirements.txt'), Buffer.from(`${needed.join('\n')}\n`));
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
