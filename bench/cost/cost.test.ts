import { expect, test } from 'vitest';
import { totalOf } from './cost-model.ts';
import { idleBill } from './idle-bill.ts';
import { measureCosts } from './measure-costs.ts';
import { millionImages, UNATTENDED } from './million-images.ts';

test('a million images cost at most $100 but for people and GPUs, and a month without work at most $5', async () => {
  const images = 24;
  const { phases, tick } = await measureCosts({ images, objectsPerImage: 4, saves: 1, heartbeats: 0 });
  const bills = millionImages(phases, images);
  expect(Object.keys(bills)).toEqual(['upload and ingest', 'annotate', 'review', 'snapshot', 'export']);
  const sum = UNATTENDED.reduce((dollars, name) => dollars + totalOf(bills[name]), 0);
  expect(sum).toBeLessThanOrEqual(100);
  // Less would mean that calls go uncounted.
  expect(sum).toBeGreaterThan(10);
  expect(totalOf(idleBill(tick))).toBeLessThanOrEqual(5);
}, 240_000);
