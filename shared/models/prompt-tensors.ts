import { boxInImage } from './box-in-image.ts';
import type { ModelFrame } from './model-frame.ts';
import type { SegmentPrompt } from './segment-prompt.ts';
import type { SegmenterProfile } from './segmenter-profile.ts';
import type { Tensor, Tensors } from './tensor.ts';

const float = (values: number[], dims: number[]): Tensor => ({
  type: 'float32',
  data: Float32Array.from(values),
  dims,
});
const whole = (values: number[], dims: number[]): Tensor => ({
  type: 'int64',
  data: BigInt64Array.from(values, BigInt),
  dims,
});

/** The decoder's inputs for one object: clicks first, then the corners of the box (labelled 2 and 3). */
export function promptTensors(prompt: SegmentPrompt, frame: ModelFrame, profile: SegmenterProfile): Tensors {
  const scaleX = frame.resized.width / frame.image.width;
  const scaleY = frame.resized.height / frame.image.height;
  const coordinates: number[] = [];
  const labels: number[] = [];
  const add = (x: number, y: number, label: number) => {
    coordinates.push(x * scaleX, y * scaleY);
    labels.push(label);
  };
  for (const { x, y, label } of prompt.points) add(x, y, label);
  if (prompt.box) {
    const { x, y, width, height } = boxInImage(prompt.box, frame.image);
    add(x, y, 2);
    add(x + width, y + height, 3);
  } else if (profile.prompts.padWithoutBox) {
    add(0, 0, -1);
  }
  const { points, labels: labelName, labelType, rank } = profile.prompts;
  const lead = rank === 3 ? [1] : [1, 1];
  const makeLabels = labelType === 'int64' ? whole : float;
  const tensors: Tensors = {
    [points]: float(coordinates, [...lead, labels.length, 2]),
    [labelName]: makeLabels(labels, [...lead, labels.length]),
  };
  if (profile.extras.maskInput) {
    const side = frame.frame.width / 4;
    tensors.mask_input = { type: 'float32', data: new Float32Array(side * side), dims: [1, 1, side, side] };
    tensors.has_mask_input = float([0], [1]);
  }
  if (profile.extras.frameSize) {
    const make = profile.extras.frameSize === 'int64' ? whole : float;
    tensors.orig_im_size = make([frame.frame.height, frame.frame.width], [2]);
  }
  return tensors;
}
