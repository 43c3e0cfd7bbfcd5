import { beforeEach, expect, it } from 'vitest';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { NotFound } from '../../shared/errors.ts';
import type { OutputFile } from '../../shared/formats/output-file.ts';
import { deliverFiles } from './deliver-files.ts';

const IMAGES = 120;
let blobs: Blobs;
let there: Map<string, string>;
let puts: string[];

beforeEach(() => {
  const stored = new Map<string, Uint8Array>();
  for (let i = 0; i < IMAGES; i++) stored.set(`images/${i}`, Buffer.from(`image ${i}`));
  const get = async (key: string): Promise<Uint8Array> => {
    const bytes = stored.get(key);
    if (bytes === undefined) throw new NotFound('blob', key);
    return bytes;
  };
  const fake: Pick<Blobs, 'get' | 'stream' | 'put'> = {
    get,
    stream: async (key) => new Blob([new Uint8Array(await get(key))]).stream(),
    put: async (key, body) => {
      if (!(body instanceof Uint8Array)) throw new Error('Only notes are put here.');
      stored.set(key, body);
      return { etag: '1', size: body.length };
    },
  };
  blobs = fake as Blobs;
  there = new Map();
  puts = [];
});

async function* files(): AsyncGenerator<OutputFile> {
  for (let i = 0; i < IMAGES; i++) yield { path: `images/${i}.png`, imageOf: String(i) };
  yield { path: 'images/unknown.png', imageOf: 'unknown' };
  yield { path: 'labels.json', content: Buffer.from('{}') };
}

/** Dies at the nth file. */
function deliver({ diesAt = Infinity, location = 's3://train/job/' } = {}) {
  return deliverFiles(files(), {
    blobs,
    images: 'files',
    imageKeyOf: (key) => (key === 'unknown' ? undefined : `images/${key}`),
    destination: 'trainers',
    jobId: 'p.j',
    folder: {
      location,
      put: async (path, body) => {
        if (puts.length + 1 >= diesAt) throw new Error('killed');
        const chunks: Uint8Array[] = [];
        for await (const chunk of body instanceof Uint8Array ? [body] : body) chunks.push(chunk);
        const bytes = Buffer.concat(chunks);
        there.set(path, bytes.toString());
        puts.push(path);
        return { size: bytes.length };
      },
      tidy: async () => {},
    },
  });
}

it('goes on where it was cut off, and counts all that lies there', async () => {
  await expect(deliver({ diesAt: 90 })).rejects.toThrow('killed');
  puts = [];
  const done = await deliver();
  // 50 had been noted; the 39 after them are sent again.
  expect(puts).toHaveLength(IMAGES - 50 + 1);
  expect(there.size).toBe(IMAGES + 1);
  for (let i = 0; i < IMAGES; i++) expect(there.get(`images/${i}.png`)).toBe(`image ${i}`);
  const size = [...there.values()].reduce((sum, text) => sum + text.length, 0);
  expect(done).toEqual({ destination: 'trainers', location: 's3://train/job/', files: IMAGES + 1, size });
});

it('begins anew when its name means another place by now', async () => {
  await expect(deliver({ diesAt: 90 })).rejects.toThrow('killed');
  [puts, there] = [[], new Map()];
  await deliver({ location: 's3://other/job/' });
  expect(there.size).toBe(IMAGES + 1);
});
