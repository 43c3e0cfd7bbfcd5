import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import type { Blobs } from '../blobs/blobs.ts';
import { InvalidInput } from '../errors.ts';
import { zipOfBlob } from './zip-of-blob.ts';

function blobOf(bytes: Uint8Array) {
  const asked: number[] = [];
  const blobs: Pick<Blobs, 'stream'> = {
    stream: (_, range) => {
      const part = bytes.slice(range?.start ?? 0, (range?.end ?? bytes.length - 1) + 1);
      asked.push(part.length);
      return Promise.resolve(new Response(part).body as ReadableStream<Uint8Array>);
    },
  };
  return { blobs, asked };
}

async function zipped(files: Iterable<[name: string, content: Buffer]>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of files) zip.addBuffer(content, name, { compress: false });
  zip.end();
  return buffer(zip.outputStream);
}

test('many short files are read with few requests, a long one with one of its own', async () => {
  const long = Buffer.alloc(700_000, 'x');
  const short = Array.from({ length: 500 }, (_, i): [string, Buffer] => [
    `a/${i}.txt`,
    Buffer.from(`0 ${i}`),
  ]);
  const bytes = await zipped([...short, ['long.bin', long]]);
  const { blobs, asked } = blobOf(bytes);
  const zip = await zipOfBlob(blobs, 'key', bytes.length, 'labels.zip');
  expect((await zip.list()).length).toBe(501);
  for (const [name, content] of short) expect(await buffer(zip.open(name))).toEqual(content);
  expect(await buffer(zip.open('long.bin'))).toEqual(long);
  expect(await buffer(zip.open('a/2.txt'))).toEqual(Buffer.from('0 2'));
  zip.close();
  expect(asked.length).toBeLessThan(12);
});

test('what is no zip, or ends early, is refused by its name', async () => {
  for (const bytes of [
    Buffer.from('no zip at all'),
    (await zipped([['a', Buffer.from('a')]])).subarray(0, 40),
  ]) {
    const { blobs } = blobOf(bytes);
    await expect(zipOfBlob(blobs, 'key', bytes.length, 'odd.zip')).rejects.toThrow(InvalidInput);
  }
});
