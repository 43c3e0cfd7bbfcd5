import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { packFiles } from './pack-files.ts';

const files = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    key: `labels/${i}.txt`,
    file: new File([`0 ${i}`], `${i}.txt`),
  }));
const { signal } = new AbortController();

it('sends a few files as they are', async () => {
  expect((await packFiles(files(2), () => {}, signal)).map(({ name }) => name)).toEqual([
    'labels/0.txt',
    'labels/1.txt',
  ]);
});

it('sends many as one zip with the same names and contents', async () => {
  const told: number[] = [];
  const [zip, ...others] = await packFiles(files(45), (done) => told.push(done), signal);
  expect(others).toEqual([]);
  expect(zip.name).toBe('labels.zip');
  const entries = unzipSync(new Uint8Array(await zip.body.arrayBuffer()));
  expect(Object.keys(entries)).toHaveLength(45);
  expect(strFromU8(entries['labels/44.txt'])).toBe('0 44');
  expect(told.at(-1)).toBe(45);
});
