import { describe, expect, it } from 'vitest';
import { LabelContent } from '../labels/label-document.ts';
import { Random } from './random.ts';
import { renderScene } from './render-scene.ts';
import { annotateScene, CAREFUL, labelObject } from './simulated-annotator.ts';
import { reviewScene } from './simulated-reviewer.ts';

let count = 0;
const author = { userId: 'anna', at: new Date('2026-01-01T00:00:00Z'), newId: () => `o${count++}` };
const scenes = Array.from({ length: 8 }, (_, seed) => renderScene({ seed: 40 + seed }));

describe('simulated people', () => {
  it('a careful annotator passes the review', () => {
    for (const scene of scenes) {
      const objects = annotateScene(scene, CAREFUL, new Random(1), author);
      expect(() => LabelContent.parse({ objects })).not.toThrow();
      expect(reviewScene(scene, objects).filter(({ kind }) => kind !== 'right')).toEqual([]);
    }
  });

  it('every kind of slip is found by the reviewer', () => {
    const sloppy = { jitterPixels: 1, missing: 0.15, mislabelling: 0.2, haste: 0.2 };
    const kinds = new Set(
      scenes.flatMap((scene) =>
        reviewScene(scene, annotateScene(scene, sloppy, new Random(5), author)).map(({ kind }) => kind),
      ),
    );
    expect(kinds).toEqual(new Set(['right', 'wrong-class', 'loose-outline', 'missing']));
  });

  it('a label on nothing, and a second one on the same stone, are sent back', () => {
    const [scene] = scenes;
    const [first] = scene.objects;
    const label = labelObject(scene, first, CAREFUL, new Random(1), author);
    const findings = reviewScene(scene, [label, { ...label, id: 'again' }]);
    expect(findings.find((finding) => 'objectId' in finding && finding.objectId === 'again')?.kind).toBe(
      'nothing-there',
    );
  });

  it('makes the same slips for the same seed', () => {
    const skill = { jitterPixels: 1, missing: 0.1, mislabelling: 0.1, haste: 0.1 };
    const shapes = () =>
      annotateScene(scenes[0], skill, new Random(9), author).map(({ classId, shape }) => ({
        classId,
        shape,
      }));
    expect(shapes()).toEqual(shapes());
  });
});
