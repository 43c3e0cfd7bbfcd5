import { expect, it } from 'vitest';
import { memoryKeeper } from './give-memory-back.ts';

const MEGABYTE = 1024 * 1024;

it('collects once when the host idles after work, and not again for nothing', () => {
  const state = { held: 40 * MEGABYTE, cpu: 0, at: 0, collected: 0 };
  const look = memoryKeeper({
    heldBytes: () => state.held,
    cpuMilliseconds: () => state.cpu,
    now: () => state.at,
    collect: () => {
      state.collected++;
      state.held = 45 * MEGABYTE;
    },
  });
  const minute = (cpuMilliseconds: number, held = state.held) => {
    Object.assign(state, { at: state.at + 60_000, cpu: state.cpu + cpuMilliseconds, held });
    look();
    return state.collected;
  };
  expect(minute(30_000, 150 * MEGABYTE)).toBe(0);
  expect(minute(100)).toBe(1);
  expect(minute(100)).toBe(1);
  expect(minute(100, 60 * MEGABYTE)).toBe(1);
  expect(minute(100, 90 * MEGABYTE)).toBe(2);
});

it('really gives memory back', async () => {
  const held = () => process.memoryUsage().arrayBuffers;
  const before = held();
  const litter = () => Array.from({ length: 64 }, () => Buffer.alloc(MEGABYTE, 1)).length;
  const look = memoryKeeper({ cpuMilliseconds: () => 0 });
  expect(litter()).toBe(64);
  look();
  await expect.poll(held).toBeLessThan(before + 32 * MEGABYTE);
});
