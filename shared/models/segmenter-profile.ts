/**
 * How the two halves of a promptable segmenter want to be spoken to. Families of models differ in the names, frames
 * and ranks of their tensors; each family is one record here, and no other code knows the difference.
 */
export interface SegmenterProfile {
  id: SegmenterProfileId;
  image: {
    input: string;
    /** Side of the model's input. `auto`: read from the session. */
    side: number | 'auto';
    /**
     * `pad`: the longest side is brought to `side`, the rest padded with zeros at the right and the bottom.
     * `longest`: the longest side is brought to `side`, nothing is padded. `squash`: both sides become `side`.
     */
    fit: 'pad' | 'longest' | 'squash';
    /** `(value - mean) / std` per channel, on values 0–255. */
    mean: readonly [number, number, number];
    std: readonly [number, number, number];
  };
  /** Decoder inputs that take outputs of the encoder, by the same name. Undefined: every name that both know. */
  embeddings?: readonly string[];
  prompts: {
    points: string;
    labels: string;
    labelType: 'float32' | 'int64';
    /** 3: [1, N, 2]. 4: [1, 1, N, 2]. */
    rank: 3 | 4;
    /** A point (0, 0) labelled -1 follows the clicks when there is no box. */
    padWithoutBox: boolean;
  };
  /** Further inputs that the graph insists on. */
  extras: {
    /** Side of an empty `mask_input` with `has_mask_input` = 0; a quarter of the image side when `auto`. */
    maskInput?: 'auto';
    /** Type of `orig_im_size` = (height, width) of the frame. */
    frameSize?: 'float32' | 'int64';
  };
  outputs: {
    /** Logits, [..., masks, height, width] over the whole model frame. */
    logits: string;
    /** Predicted IoU, [..., masks]. */
    scores: string;
  };
}

export type SegmenterProfileId = 'sam-v1' | 'transformers-sam' | 'efficient-sam' | 'sam-2';

const SAM_MEAN = [123.675, 116.28, 103.53] as const;
const SAM_STD = [58.395, 57.12, 57.375] as const;

export const SEGMENTER_PROFILES: Record<SegmenterProfileId, SegmenterProfile> = {
  /** Segment Anything's own export; MobileSAM and EfficientViT-SAM follow it. */
  'sam-v1': {
    id: 'sam-v1',
    image: { input: 'auto', side: 1024, fit: 'pad', mean: SAM_MEAN, std: SAM_STD },
    prompts: {
      points: 'point_coords',
      labels: 'point_labels',
      labelType: 'float32',
      rank: 3,
      padWithoutBox: true,
    },
    extras: { maskInput: 'auto', frameSize: 'float32' },
    outputs: { logits: 'low_res_masks', scores: 'iou_predictions' },
  },
  /** transformers' SamModel; boxes are points labelled 2 and 3. */
  'transformers-sam': {
    id: 'transformers-sam',
    image: { input: 'pixel_values', side: 'auto', fit: 'pad', mean: SAM_MEAN, std: SAM_STD },
    prompts: {
      points: 'input_points',
      labels: 'input_labels',
      labelType: 'int64',
      rank: 4,
      padWithoutBox: true,
    },
    extras: {},
    outputs: { logits: 'pred_masks', scores: 'iou_scores' },
  },
  /** Takes any size in [0, 1]; brought to 1,024 here, so that its masks stay small. */
  'efficient-sam': {
    id: 'efficient-sam',
    image: { input: 'batched_images', side: 1024, fit: 'longest', mean: [0, 0, 0], std: [255, 255, 255] },
    prompts: {
      points: 'batched_point_coords',
      labels: 'batched_point_labels',
      labelType: 'float32',
      rank: 4,
      padWithoutBox: false,
    },
    extras: { frameSize: 'int64' },
    outputs: { logits: 'output_masks', scores: 'iou_predictions' },
  },
  /** Segment Anything 2's image part, with its two finer feature maps. */
  'sam-2': {
    id: 'sam-2',
    image: { input: 'auto', side: 1024, fit: 'squash', mean: SAM_MEAN, std: SAM_STD },
    prompts: {
      points: 'point_coords',
      labels: 'point_labels',
      labelType: 'float32',
      rank: 3,
      padWithoutBox: true,
    },
    extras: { maskInput: 'auto' },
    outputs: { logits: 'masks', scores: 'iou_predictions' },
  },
};
