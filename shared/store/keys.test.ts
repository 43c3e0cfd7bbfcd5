import { describe, expect, it } from 'vitest';
import { deriveId } from '../ids.ts';
import { keys, ownerOf, priorityBand, SHARD_COUNT, shardOf } from './keys.ts';

describe('shardOf', () => {
  it('spreads ids evenly over 16 shards and never moves one', () => {
    const counts = Array.from({ length: SHARD_COUNT }, () => 0);
    for (let i = 0; i < 16_000; i++) counts[shardOf(`p.${deriveId('p', String(i))}`)]++;
    for (const count of counts) expect(count).toBeGreaterThan(850);
    expect(shardOf('p.0000000000000000000a')).toBe(shardOf('p.0000000000000000000a'));
  });
});

describe('keys', () => {
  it('finds the owner in front of an id', () => {
    expect(ownerOf('set.asset')).toBe('set');
    expect(ownerOf('alone')).toBe('');
  });
  it('keeps the slots of a consensus round beside their task', () => {
    expect(keys.task('p.t~2').pk).toBe(keys.task('p.t').pk);
  });
  it('sorts higher priorities first', () => {
    expect([100, 95, 90].map(priorityBand)).toEqual(['0', '0', '0']);
    expect(priorityBand(50) < priorityBand(49)).toBe(true);
    expect(priorityBand(0)).toBe('9');
  });
});
