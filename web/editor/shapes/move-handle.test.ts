import { describe, expect, it } from 'vitest';
import type { Shape } from '../../../shared/labels/shape.ts';
import { deleteVertices, insertVertex } from './edit-vertices.ts';
import { moveHandle } from './move-handle.ts';
import { shapeHandles } from './shape-handles.ts';

const box: Shape = { type: 'box', x: 10, y: 20, width: 30, height: 40 };

describe('grips', () => {
  it('resizes a box by a corner and lets it be turned inside out', () => {
    expect(moveHandle(box, 'se', [60, 70])).toEqual({ type: 'box', x: 10, y: 20, width: 50, height: 50 });
    expect(moveHandle(box, 'e', [0, 999])).toEqual({ type: 'box', x: 0, y: 20, width: 10, height: 40 });
  });

  it('keeps the proportions with Shift', () => {
    const resized = moveHandle(box, 'se', [70, 61], { isConstrained: true });
    expect(resized).toMatchObject({ width: 60, height: 80 });
  });

  it('holds the opposite corner of a turned box still', () => {
    const turned: Shape = { type: 'rotatedBox', cx: 50, cy: 50, width: 40, height: 20, angle: 30 };
    const before = shapeHandles(turned, 10).find(({ id }) => id === 'nw');
    const after = shapeHandles(moveHandle(turned, 'se', [90, 95]), 10);
    expect(after.find(({ id }) => id === 'nw')?.x).toBeCloseTo(before?.x ?? 0, 6);
    expect(after.find(({ id }) => id === 'se')?.x).toBeCloseTo(90, 6);
    expect(after.find(({ id }) => id === 'se')?.y).toBeCloseTo(95, 6);
  });

  it('turns in steps of 15 degrees with Shift', () => {
    const flat: Shape = { type: 'rotatedBox', cx: 0, cy: 0, width: 40, height: 20, angle: 0 };
    expect(moveHandle(flat, 'rotate', [10, -40], { isConstrained: true })).toMatchObject({ angle: 15 });
  });

  it('inserts and deletes vertices, and drops a hole that has lost its shape', () => {
    const ring: [number, number][] = [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ];
    const hole: [number, number][] = [
      [4, 4],
      [6, 4],
      [5, 6],
    ];
    const shape: Shape = { type: 'polygon', parts: [[ring, hole]] };
    const inserted = insertVertex(shape, 'm:0:0:3', [0, 5]);
    expect(inserted?.id).toBe('v:0:0:4');
    expect(inserted?.shape).toMatchObject({ parts: [[[...ring, [0, 5]], hole]] });
    expect(deleteVertices(shape, ['v:0:1:0'])).toEqual({ type: 'polygon', parts: [[ring]] });
    expect(deleteVertices(shape, ['v:0:0:0', 'v:0:0:1'])).toBeUndefined();
  });
});
