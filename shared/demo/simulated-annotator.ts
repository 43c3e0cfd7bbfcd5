import { findSelfIntersection } from '../geometry/find-self-intersection.ts';
import { polygonArea } from '../geometry/polygon-area.ts';
import type { PolygonPart, Ring } from '../geometry/polygon.ts';
import { simplifyRing } from '../geometry/simplify-ring.ts';
import type { LabelObject } from '../labels/label-object.ts';
import { GEM_CLASSES } from './gem-classes.ts';
import type { Random } from './random.ts';
import { visiblePolygon } from './scene-truth.ts';
import type { Scene, SceneObject } from './scene.ts';

/** How careful somebody is; probabilities 0–1, pixels. */
export interface Skill {
  /** Standard deviation of a vertex about the true outline, in pixels. */
  jitterPixels: number;
  /** Chance to overlook an object; small ones are overlooked more often. */
  missing: number;
  /** Chance to take one class for another. */
  mislabelling: number;
  /** Chance of a hasty outline that cuts through the stone. */
  haste: number;
}

export const CAREFUL: Skill = { jitterPixels: 0.5, missing: 0, mislabelling: 0, haste: 0 };

/** What a simulated person leaves alone: too small to be worth a label. */
export const SMALLEST_AREA = 90;

interface Author {
  userId: string;
  at: Date;
  newId: () => string;
}

const clamp = (value: number, limit: number) => Math.round(100 * Math.max(0, Math.min(limit, value))) / 100;

function drawRing(ring: Ring, scene: Scene, jitter: number, random: Random): Ring {
  const simple = simplifyRing(ring, 1.3);
  for (let spread = jitter; spread > 0.1; spread /= 2) {
    const drawn: Ring = simple.map(([x, y]) => [
      clamp(x + spread * random.normal(), scene.width),
      clamp(y + spread * random.normal(), scene.height),
    ]);
    if (!findSelfIntersection(drawn)) return drawn;
  }
  return simple;
}

/** The outline of what is seen of an object, as a hand would draw it. */
function drawOutline(scene: Scene, object: SceneObject, skill: Skill, random: Random): PolygonPart[] {
  const parts = visiblePolygon(scene, object).parts.filter((part) => polygonArea({ parts: [part] }) >= 20);
  const hasty = random.chance(skill.haste);
  const shift = hasty ? 0.22 * Math.min(object.box.width, object.box.height) : 0;
  const angle = random.between(0, 2 * Math.PI);
  return parts.map(([outer]) => [
    drawRing(
      outer.map(([x, y]) => [x + shift * Math.cos(angle), y + shift * Math.sin(angle)]),
      scene,
      skill.jitterPixels,
      random,
    ),
  ]);
}

/** One object as a person with this skill would label it. */
export function labelObject(
  scene: Scene,
  object: SceneObject,
  skill: Skill,
  random: Random,
  author: Author,
): LabelObject {
  const wrong = random.chance(skill.mislabelling);
  const others = GEM_CLASSES.filter(({ id }) => id !== object.classId);
  const time = author.at.toISOString();
  return {
    id: author.newId(),
    classId: wrong ? random.pick(others).id : object.classId,
    shape: { type: 'polygon', parts: drawOutline(scene, object, skill, random) },
    attributes: {},
    source: 'manual',
    createdBy: author.userId,
    createdAt: time,
    updatedBy: author.userId,
    updatedAt: time,
  };
}

/** A whole image labelled from scratch, with the slips that this skill makes. */
export function annotateScene(scene: Scene, skill: Skill, random: Random, author: Author): LabelObject[] {
  return scene.objects.flatMap((object) => {
    const overlooked = random.chance(skill.missing * (object.area < 1500 ? 2.5 : 1));
    if (object.area < SMALLEST_AREA || overlooked) return [];
    return [labelObject(scene, object, skill, random, author)];
  });
}
