import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { activeModel } from './active-model.ts';

it('promotes and rolls back, and begins with the bundled model', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lapidary-active-'));
  const active = activeModel(join(folder, 'models'));
  expect(await active.get()).toBe('nano');
  await expect(active.rollBack()).rejects.toThrow('nothing to go back to');
  await active.promote('nano-2');
  await active.promote('nano-3');
  await active.promote('nano-3');
  expect(await activeModel(join(folder, 'models')).get()).toBe('nano-3');
  expect(await active.rollBack()).toBe('nano-2');
  expect(await active.rollBack()).toBe('nano');
  await rm(folder, { recursive: true, force: true });
});
