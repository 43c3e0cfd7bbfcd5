import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryContent, arbitraryObject, arbitraryShape } from '../../test/support/arbitrary-labels.ts';
import { diffLabelContent, isSameObject } from './diff-label-content.ts';
import type { LabelContent } from './label-document.ts';
import type { LabelObject } from './label-object.ts';
import { mergeLabelContent } from './merge-label-content.ts';

function box(id: string, over: Partial<LabelObject> = {}): LabelObject {
  return {
    id,
    classId: 'car',
    shape: { type: 'box', x: 0, y: 0, width: 10, height: 10 },
    attributes: {},
    source: 'manual',
    createdBy: 'ana',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedBy: 'ana',
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...over,
  };
}
const content = (...objects: LabelObject[]): LabelContent => ({ objects, classifications: [] });
const moved = { type: 'box', x: 5, y: 5, width: 10, height: 10 } as const;

test('changes to different objects both survive', () => {
  const base = content(box('a'), box('b'));
  const { merged, objectConflicts } = mergeLabelContent(
    base,
    content(box('a', { shape: moved }), box('b'), box('mine')),
    content(box('a'), box('b', { classId: 'bus' }), box('theirs')),
  );
  expect(objectConflicts).toEqual([]);
  expect(merged.objects.map((object) => object.id)).toEqual(['a', 'b', 'theirs', 'mine']);
  expect(merged.objects[0].shape).toEqual(moved);
  expect(merged.objects[1].classId).toBe('bus');
});

test('a moved box and a new answer on the same object both survive', () => {
  const base = content(box('a', { attributes: { colour: 'red', doors: 2 } }));
  const { merged, objectConflicts } = mergeLabelContent(
    base,
    content(box('a', { shape: moved, attributes: { colour: 'red', doors: 2 } })),
    content(box('a', { attributes: { colour: 'blue', doors: 2 } })),
  );
  expect(objectConflicts).toEqual([]);
  expect(merged.objects[0]).toMatchObject({ shape: moved, attributes: { colour: 'blue', doors: 2 } });
});

test('the same field changed in two ways is a conflict, and their version stands until it is decided', () => {
  const other = { ...moved, x: 7 };
  const { merged, objectConflicts } = mergeLabelContent(
    content(box('a')),
    content(box('a', { shape: moved })),
    content(box('a', { shape: other })),
  );
  expect(merged.objects[0].shape).toEqual(other);
  expect(objectConflicts).toMatchObject([{ id: 'a', mine: { shape: moved }, theirs: { shape: other } }]);
});

test('a new class against new answers for the old class is a conflict', () => {
  const { objectConflicts } = mergeLabelContent(
    content(box('a')),
    content(box('a', { classId: 'bus' })),
    content(box('a', { attributes: { colour: 'red' } })),
  );
  expect(objectConflicts).toHaveLength(1);
});

test('a deletion stands against no change, and is a conflict against a change', () => {
  const base = content(box('a'), box('b'));
  expect(mergeLabelContent(base, content(box('b')), base).merged.objects.map((o) => o.id)).toEqual(['b']);
  const changed = content(box('a', { shape: moved }), box('b'));
  const mineDeleted = mergeLabelContent(base, content(box('b')), changed);
  expect(mineDeleted.objectConflicts).toMatchObject([{ id: 'a', mine: undefined }]);
  expect(mineDeleted.merged.objects.map((o) => o.id)).toEqual(['a', 'b']);
  const theirsDeleted = mergeLabelContent(base, changed, content(box('b')));
  expect(theirsDeleted.objectConflicts).toMatchObject([{ id: 'a', theirs: undefined }]);
});

/** Random edits of a document: some objects deleted, some reshaped, some added. */
const edited = (base: LabelContent): fc.Arbitrary<LabelContent> =>
  fc.record({
    objects: fc
      .tuple(
        fc.array(fc.tuple(fc.constantFrom('keep', 'keep', 'drop', 'move'), arbitraryShape), {
          minLength: base.objects.length,
          maxLength: base.objects.length,
        }),
        fc.array(arbitraryObject, { maxLength: 2 }),
      )
      .map(([edits, added]) => [
        ...base.objects.flatMap((object, i) =>
          edits[i][0] === 'drop'
            ? []
            : edits[i][0] === 'move'
              ? [{ ...object, shape: edits[i][1] }]
              : [object],
        ),
        ...added.filter((object) => !base.objects.some((known) => known.id === object.id)),
      ]),
    classifications: fc.constant(base.classifications),
  });
const threeWay = arbitraryContent.chain((base) => fc.tuple(fc.constant(base), edited(base), edited(base)));

test('nothing that either side did is lost: it is in the result or in a conflict', () => {
  fc.assert(
    fc.property(threeWay, ([base, mine, theirs]) => {
      const { merged, objectConflicts } = mergeLabelContent(base, mine, theirs);
      const conflicted = new Set(objectConflicts.map((conflict) => conflict.id));
      const result = new Map(merged.objects.map((object) => [object.id, object]));
      for (const side of [mine, theirs]) {
        const { created, updated, deleted } = diffLabelContent(base, side).objects;
        for (const object of [...created, ...updated.map((change) => change.after)]) {
          if (conflicted.has(object.id)) continue;
          expect(isSameObject(result.get(object.id)!, object)).toBe(true);
        }
        for (const object of deleted) {
          if (!conflicted.has(object.id)) expect(result.has(object.id)).toBe(false);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('merging with an unchanged side gives the other side, whichever it is', () => {
  fc.assert(
    fc.property(threeWay, ([base, mine]) => {
      expect(diffLabelContent(mine, mergeLabelContent(base, mine, base).merged)).toEqual(
        diffLabelContent(mine, mine),
      );
      expect(mergeLabelContent(base, base, mine).merged).toEqual(mine);
    }),
  );
});
