import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { survivesReading } from './survives-reading.ts';

const streamOf = (bytes: Uint8Array): ReadableStream<Uint8Array> => new Blob([Buffer.from(bytes)]).stream();

it('good and broken images are survived; what ends its reader is not', async () => {
  const create = { width: 32, height: 32, channels: 3 as const, background: '#336699' };
  const png = await sharp({ create }).png().toBuffer();
  expect(await survivesReading(streamOf(png))).toBe(true);
  expect(await survivesReading(streamOf(png.subarray(0, 60)))).toBe(true);
  expect(await survivesReading(streamOf(Buffer.from('text')))).toBe(true);

  const folder = await mkdtemp(join(tmpdir(), 'lapidary-reader-'));
  // As the system ends a process for want of memory.
  await writeFile(join(folder, 'greedy.mjs'), "process.kill(process.pid, 'SIGKILL');");
  expect(await survivesReading(streamOf(png), join(folder, 'greedy.mjs'))).toBe(false);
  await rm(folder, { recursive: true });
});
