import { maskOfPolygon } from '../geometry/mask-of-polygon.ts';
import type { Point } from '../geometry/point.ts';
import { pointsBounds } from '../geometry/points-bounds.ts';
import { bitmapOfMask } from '../geometry/mask-bitmap.ts';
import type { LabelObject } from '../labels/label-object.ts';
import { GEM_CLASSES } from './gem-classes.ts';
import { SMALLEST_AREA } from './simulated-annotator.ts';
import type { Scene, SceneObject } from './scene.ts';

export type Finding =
  | { kind: 'right'; objectId: string; iou: number }
  | { kind: 'wrong-class'; objectId: string; reason: string; truth: SceneObject }
  | { kind: 'loose-outline'; objectId: string; reason: string; truth: SceneObject }
  | { kind: 'nothing-there'; objectId: string; reason: string }
  | { kind: 'missing'; reason: string; truth: SceneObject };

const GOOD_ENOUGH = 0.82;
const nameOf = (classId: string) => GEM_CLASSES.find(({ id }) => id === classId)?.name ?? classId;

/** The true object under a polygon and how well they agree. */
function matchTruth(scene: Scene, object: LabelObject): { truth?: SceneObject; iou: number } {
  if (object.shape.type !== 'polygon') return { iou: 0 };
  const { parts } = object.shape;
  const bounds = pointsBounds(parts.flat(2));
  const left = Math.max(0, Math.floor(bounds.x) - 1);
  const top = Math.max(0, Math.floor(bounds.y) - 1);
  const width = Math.min(scene.width, Math.ceil(bounds.x + bounds.width) + 1) - left;
  const height = Math.min(scene.height, Math.ceil(bounds.y + bounds.height) + 1) - top;
  // Only the polygon's surroundings are rasterised: an image has many objects and most are small.
  const moved = parts.map((part) => part.map((ring) => ring.map(([x, y]): Point => [x - left, y - top])));
  const drawn = bitmapOfMask(maskOfPolygon({ parts: moved }, height, width), height, width);
  const shared = new Map<number, number>();
  let area = 0;
  for (let at = 0; at < drawn.length; at++) {
    if (drawn[at] === 0) continue;
    area++;
    const instance = scene.instances[(top + Math.floor(at / width)) * scene.width + left + (at % width)];
    if (instance > 0) shared.set(instance, (shared.get(instance) ?? 0) + 1);
  }
  const [best] = [...shared].sort((a, b) => b[1] - a[1]);
  if (!best) return { iou: 0 };
  const truth = scene.objects.find(({ instance }) => instance === best[0]);
  return { truth, iou: truth ? best[1] / (area + truth.area - best[1]) : 0 };
}

/** Compares labels with the truth, object by object: what a strict reviewer would say. */
export function reviewScene(scene: Scene, objects: readonly LabelObject[]): Finding[] {
  const seen = new Set<number>();
  const findings: Finding[] = objects.map((object) => {
    const { truth, iou } = matchTruth(scene, object);
    const objectId = object.id;
    if (!truth || seen.has(truth.instance))
      return { kind: 'nothing-there', objectId, reason: 'There is no stone here.' };
    seen.add(truth.instance);
    if (truth.classId !== object.classId) {
      return {
        kind: 'wrong-class',
        objectId,
        truth,
        reason: `This is not ${nameOf(object.classId)}: look at the cut.`,
      };
    }
    if (iou < GOOD_ENOUGH) {
      return {
        kind: 'loose-outline',
        objectId,
        truth,
        reason: 'The outline does not follow the edge of the stone.',
      };
    }
    return { kind: 'right', objectId, iou };
  });
  for (const truth of scene.objects) {
    if (truth.area < SMALLEST_AREA || seen.has(truth.instance)) continue;
    const x = Math.round(truth.box.x + truth.box.width / 2);
    const y = Math.round(truth.box.y + truth.box.height / 2);
    findings.push({ kind: 'missing', truth, reason: `A stone near ${x}, ${y} has no label.` });
  }
  return findings;
}
