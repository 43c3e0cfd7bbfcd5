import { expect, test } from 'vitest';
import { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import { labelFacts } from './label-facts.ts';

const limits = CurationThresholds.parse({});
const size = { width: 400, height: 200 };
const at = '2026-01-01T00:00:00.000Z';
const stamp = { createdBy: 'a', createdAt: at, updatedBy: 'a', updatedAt: at };

function box(id: string, x: number, classId = 'car'): LabelObject {
  const shape = { type: 'box' as const, x, y: 50, width: 20, height: 20 };
  return { id, classId, shape, attributes: {}, source: 'manual', ...stamp };
}
const facts = (objects: LabelObject[], answers: Record<string, string>[] = []) =>
  labelFacts(
    {
      revision: 3,
      objects,
      classifications: answers.map((one, i) => ({
        id: `${i}`,
        classificationId: 'weather',
        answers: one,
        source: 'manual',
        ...stamp,
      })),
    },
    size,
    limits,
  );

test('one issue of each kind is kept, with how many labels have it', () => {
  const { issues } = facts([box('a', 0), box('b', 100), box('c', 380)]);
  expect(issues).toHaveLength(1);
  expect(issues[0]).toMatchObject({ kind: 'label-touches-border', objectId: 'a' });
  expect(issues[0].reason).toMatch(/^2 labels, the first: /);
});

test('an image is of its only class, or of what its only answer says', () => {
  expect(facts([box('a', 100), box('b', 200)]).meaningId).toBe('car');
  expect(facts([box('a', 100), box('b', 200, 'van')]).meaningId).toBeUndefined();
  expect(facts([box('a', 100), box('b', 200, 'van')], [{ is: 'rain' }]).meaningId).toBe('rain');
  expect(facts([], [{ is: 'rain', how: 'much' }]).meaningId).toBeUndefined();
});
