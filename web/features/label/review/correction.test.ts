import { describe, expect, it } from 'vitest';
import type { LabelObject } from '../../../../shared/labels/label-object.ts';
import { correctedObjects, revisionAt } from './correction.ts';

const at = '2026-01-01T00:00:00.000Z';
const box = (id: string, x: number): LabelObject => ({
  id,
  classId: 'car',
  shape: { type: 'box', x, y: 0, width: 5, height: 5 },
  attributes: {},
  source: 'manual',
  createdBy: 'a',
  createdAt: at,
  updatedBy: 'a',
  updatedAt: at,
});
const content = (...objects: LabelObject[]) => ({ objects, classifications: [] });

describe('a correction', () => {
  it('tells changed, new and deleted objects apart', () => {
    const found = correctedObjects(
      content(box('same', 1), box('moved', 1), box('gone', 1)),
      content(box('same', 1), box('moved', 9), box('new', 1)),
    );
    expect(found.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      'updated moved',
      'created new',
      'deleted gone',
    ]);
    expect(found[0].before?.shape).toMatchObject({ x: 1 });
    expect(found[0].after?.shape).toMatchObject({ x: 9 });
  });

  it('begins with the revision that the reviewer saw', () => {
    const revisions = [
      { revision: 3, savedAt: '2026-01-03T00:00:00.000Z' },
      { revision: 2, savedAt: '2026-01-02T00:00:00.000Z' },
      { revision: 1, savedAt: '2026-01-01T00:00:00.000Z' },
    ];
    expect(revisionAt(revisions, '2026-01-02T12:00:00.000Z')).toBe(2);
    expect(revisionAt(revisions, '2025-01-01T00:00:00.000Z')).toBe(0);
  });
});
