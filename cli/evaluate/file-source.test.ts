import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import type { ByteSource } from '../../shared/evaluation/byte-source.ts';
import { fileSource } from './file-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'lapidary-source-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function textOf(source: ByteSource): string {
  const read = source.open();
  const chunk = new Uint8Array(3);
  let text = '';
  for (let length = read(chunk); length > 0; length = read(chunk))
    text += new TextDecoder().decode(chunk.subarray(0, length));
  return text;
}

it('reads a file as it is, and one packed by gzip as what is in it', () => {
  expect(textOf(fileSource(write('plain.json', '[1, 2]')))).toBe('[1, 2]');
  const packed = fileSource(write('packed.json', gzipSync('[3, 4, 5]')));
  expect(textOf(packed)).toBe('[3, 4, 5]');
  expect(packed.size).toBe(9);
  expect(textOf(fileSource(write('empty.json', '')))).toBe('');
});

it('says which file cannot be read', () => {
  const cut = write('cut.json.gz', gzipSync('x'.repeat(10_000)).subarray(0, 20));
  expect(() => fileSource(cut)).toThrow(/cut\.json\.gz cannot be unpacked/);
  expect(() => fileSource(join(folder, 'nothing.json'))).toThrow(/nothing\.json cannot be read/);
  expect(() => fileSource(folder)).toThrow(/is a folder/);
  expect(() => fileSource(write('wide.json', Buffer.from('\ufeff[]', 'utf16le')))).toThrow(
    /wide\.json is in UTF-16/,
  );
  expect(() => fileSource('-')).toThrow(/Standard input/);
});
