import { bitmapOfMask, maskOfBitmap } from '../../geometry/mask-bitmap.ts';
import { decodeRleCounts, encodeRleCounts } from '../../geometry/rle-codec.ts';
import type { AttributeValues } from '../../labels/attributes.ts';
import type { LabelObject } from '../../labels/label-object.ts';
import { shapeIou } from '../../labels/shape-iou.ts';
import type { Shape } from '../../labels/shape.ts';
import type { ConsensusRule } from '../stage.ts';
import { majorityMask, stapleMask } from './estimate-mask.ts';
import type { ObjectGroup } from './group-objects.ts';
import { voteAnswers } from './vote-answers.ts';

/** One object out of the drawings of a group; its confidence is the share of the annotators' weight behind it. */
export function fuseGroup(
  group: ObjectGroup,
  rule: ConsensusRule,
  wholeWeight: number,
  now: string,
): LabelObject {
  const weightOf = (member: ObjectGroup['members'][number]) =>
    rule.vote === 'weighted' ? member.branch.weight : 1;
  const medoid = mostCentral(group);
  const weight = group.members.reduce((sum, member) => sum + weightOf(member), 0);
  return {
    ...medoid,
    shape: fuseShape(group, medoid.shape, rule, group.members.map(weightOf)),
    attributes: voteAnswers(
      group.members.map((member): [AttributeValues, number] => [member.object.attributes, weightOf(member)]),
    ).answers,
    source: 'consensus',
    confidence: Math.min(1, weight / wholeWeight),
    updatedBy: 'consensus',
    updatedAt: now,
  };
}

/** The drawing that overlaps the others best. */
function mostCentral(group: ObjectGroup): LabelObject {
  let best = group.members[0].object;
  let bestSum = -1;
  for (const { object } of group.members) {
    const sum = group.members.reduce((total, other) => total + shapeIou(object.shape, other.object.shape), 0);
    if (sum > bestSum) {
      best = object;
      bestSum = sum;
    }
  }
  return best;
}

function fuseShape(group: ObjectGroup, medoid: Shape, rule: ConsensusRule, weights: number[]): Shape {
  const shapes = group.members.map((member) => member.object.shape);
  const boxes = shapes.filter((shape) => shape.type === 'box');
  if (rule.boxes === 'fusion' && boxes.length === shapes.length) {
    // Weighted box fusion (R. Solovyev, W. Wang, T. Gabruseva, 2021): corners averaged by weight.
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = (value: (box: (typeof boxes)[number]) => number) =>
      Math.round((boxes.reduce((sum, box, i) => sum + value(box) * weights[i], 0) / whole) * 100) / 100;
    const [x, y] = [mean((box) => box.x), mean((box) => box.y)];
    const right = mean((box) => box.x + box.width);
    const bottom = mean((box) => box.y + box.height);
    return { type: 'box', x, y, width: right - x, height: bottom - y };
  }
  const masks = shapes.filter((shape) => shape.type === 'mask');
  const [first] = masks;
  if (masks.length === shapes.length && masks.every((one) => one.size.join() === first.size.join())) {
    const [height, width] = first.size;
    const bitmaps = masks.map((one) =>
      bitmapOfMask(decodeRleCounts(one.counts) ?? Uint32Array.of(height * width), height, width),
    );
    const fused =
      rule.masks === 'staple' && bitmaps.length > 2
        ? stapleMask(bitmaps).mask
        : majorityMask(bitmaps, weights);
    return { type: 'mask', size: first.size, counts: encodeRleCounts(maskOfBitmap(fused, height, width)) };
  }
  return medoid;
}
