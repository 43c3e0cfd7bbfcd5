import { describe, expect, it } from 'vitest';
import type { LabelObject } from '../../../shared/labels/label-object.ts';
import type { Shape } from '../../../shared/labels/shape.ts';
import { DocumentStore } from '../document/document-store.ts';
import { MaskBuffer } from './mask-buffer.ts';
import { SpatialIndex } from './spatial-index.ts';

const object = (id: string, shape: Shape): LabelObject => ({
  id,
  classId: 'c',
  shape,
  attributes: {},
  source: 'manual',
  createdBy: 'ana',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedBy: 'ana',
  updatedAt: '2026-01-01T00:00:00.000Z',
});

function indexOf(objects: LabelObject[]): SpatialIndex {
  const store = new DocumentStore();
  const index = new SpatialIndex(store);
  store.load({ objects, classifications: [] });
  return index;
}

const pickAt = (index: SpatialIndex, x: number, y: number) => index.pick([x, y], { tolerance: 2 })?.id;

describe('picking', () => {
  it('prefers the smaller of two boxes, and an outline over both', () => {
    const index = indexOf([
      object('large', { type: 'box', x: 0, y: 0, width: 100, height: 100 }),
      object('small', { type: 'box', x: 40, y: 40, width: 20, height: 20 }),
    ]);
    expect(pickAt(index, 50, 50)).toBe('small');
    expect(pickAt(index, 20, 20)).toBe('large');
    expect(pickAt(index, 0.5, 50)).toBe('large');
    expect(pickAt(index, 150, 50)).toBeUndefined();
  });

  it('does not pick a polygon through its hole', () => {
    const index = indexOf([
      object('ring', {
        type: 'polygon',
        parts: [
          [
            [
              [0, 0],
              [100, 0],
              [100, 100],
              [0, 100],
            ],
            [
              [30, 30],
              [70, 30],
              [70, 70],
              [30, 70],
            ],
          ],
        ],
      }),
    ]);
    expect(pickAt(index, 15, 50)).toBe('ring');
    expect(pickAt(index, 50, 50)).toBeUndefined();
  });

  it('picks a mask by its pixels, not by its box', () => {
    const buffer = new MaskBuffer(40, 30);
    buffer.stamp(10, 10, 3, 1, false);
    buffer.stamp(30, 20, 3, 1, false);
    const index = indexOf([object('mask', buffer.toMask())]);
    expect(pickAt(index, 10, 10)).toBe('mask');
    expect(pickAt(index, 30, 20)).toBe('mask');
    expect(pickAt(index, 20, 15)).toBeUndefined();
  });

  it('leaves out what may not be picked', () => {
    const index = indexOf([object('locked', { type: 'box', x: 0, y: 0, width: 10, height: 10 })]);
    expect(index.pick([5, 5], { tolerance: 1, isPickable: () => false })).toBeUndefined();
  });
});
