import { expect, it } from 'vitest';
import { modelFrame } from './model-frame.ts';
import { promptTensors } from './prompt-tensors.ts';
import { SEGMENTER_PROFILES } from './segmenter-profile.ts';

const click = { points: [{ x: 100, y: 50, label: 1 as const }] };
const box = { points: [], box: { x: 20, y: 10, width: 40, height: 60 } };
const image = { width: 512, height: 256 };

it("puts clicks and corners into transformers' frame", () => {
  const profile = SEGMENTER_PROFILES['transformers-sam'];
  const frame = modelFrame(image, 256, 'pad');
  expect(promptTensors(click, frame, profile)).toEqual({
    input_points: { type: 'float32', data: Float32Array.of(50, 25, 0, 0), dims: [1, 1, 2, 2] },
    input_labels: { type: 'int64', data: BigInt64Array.of(1n, -1n), dims: [1, 1, 2] },
  });
  expect(promptTensors(box, frame, profile).input_points.data).toEqual(Float32Array.of(10, 5, 30, 35));
});

it('gives SAM v1 its empty mask and the size of the frame', () => {
  const tensors = promptTensors(click, modelFrame(image, 1024, 'pad'), SEGMENTER_PROFILES['sam-v1']);
  expect(tensors.point_coords).toEqual({
    type: 'float32',
    data: Float32Array.of(200, 100, 0, 0),
    dims: [1, 2, 2],
  });
  expect(tensors.point_labels.data).toEqual(Float32Array.of(1, -1));
  expect(tensors.mask_input.dims).toEqual([1, 1, 256, 256]);
  expect(tensors.has_mask_input.data).toEqual(Float32Array.of(0));
  expect(tensors.orig_im_size.data).toEqual(Float32Array.of(1024, 1024));
});

it('gives EfficientSAM four-dimensional points without padding', () => {
  const tensors = promptTensors(
    click,
    modelFrame(image, 1024, 'longest'),
    SEGMENTER_PROFILES['efficient-sam'],
  );
  expect(tensors.batched_point_coords.dims).toEqual([1, 1, 1, 2]);
  expect(tensors.orig_im_size.data).toEqual(BigInt64Array.of(512n, 1024n));
});

it('cuts a box that reaches past the edge to the image', () => {
  const profile = SEGMENTER_PROFILES['transformers-sam'];
  const frame = modelFrame(image, 256, 'pad');
  const tensors = (x: number, y: number, width: number, height: number) =>
    promptTensors({ points: [], box: { x, y, width, height } }, frame, profile);
  expect(tensors(-30, -10, 70, 60)).toEqual(tensors(0, 0, 40, 50));
  expect(tensors(500, 200, 900, 900)).toEqual(tensors(500, 200, 12, 56));
  // There is nothing left to cut; the model is asked as it was.
  expect(tensors(600, 10, 20, 20).input_points.data).toEqual(Float32Array.of(300, 5, 310, 15));
});
