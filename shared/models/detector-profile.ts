import type { DetectorDescription } from './detector-description.ts';

export type DetectorProfileId = DetectorDescription['profile'];

/** How a family of detectors wants its image, and how its answer is laid out. No other code knows the difference. */
export interface DetectorProfile {
  image: {
    /** `letterbox`: the longest side is brought to `side`, in the middle of grey. `squash`: both sides become `side`. */
    fit: 'letterbox' | 'squash';
    /** `(value - mean) / std` per channel, on values 0–255. */
    mean: readonly [number, number, number];
    std: readonly [number, number, number];
  };
  answer: DetectorAnswer;
  /** The model gives the same object several times. */
  repeats: boolean;
}

export type DetectorAnswer =
  /**
   * One tensor: a candidate is cx, cy, w, h in pixels of the input, then (with `objectness`) how sure it is that
   * anything is there, then a score 0–1 per class. `candidates`: the axis along which candidates lie.
   */
  | { layout: 'grid'; candidates: 1 | 2; objectness: boolean }
  /** One tensor [1, candidates, 6]: x0, y0, x1, y1 in pixels of the input, score 0–1, class. */
  | { layout: 'rows' }
  /**
   * Two tensors: logits [1, candidates, classes] and boxes [1, candidates, 4] as cx, cy, w, h in shares of the input.
   * `softmax`: one more class at the end means "nothing". `sigmoid`: each class on its own.
   */
  | { layout: 'queries'; logits: string; boxes: string; scores: 'softmax' | 'sigmoid' };

const UNIT = { mean: [0, 0, 0], std: [255, 255, 255] } as const;
const IMAGENET = { mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] } as const;
const QUERIES = { layout: 'queries', logits: 'logits', boxes: 'pred_boxes' } as const;

export const DETECTOR_PROFILES: Record<DetectorProfileId, DetectorProfile> = {
  /** YOLOv5 and v7: [1, candidates, 5 + classes]. */
  'yolo-v5': {
    image: { fit: 'letterbox', ...UNIT },
    answer: { layout: 'grid', candidates: 1, objectness: true },
    repeats: true,
  },
  /** YOLOv8, v9, 11 and 12: [1, 4 + classes, candidates]. */
  'yolo-v8': {
    image: { fit: 'letterbox', ...UNIT },
    answer: { layout: 'grid', candidates: 2, objectness: false },
    repeats: true,
  },
  /** YOLOv10 and exports with NMS inside: [1, candidates, 6]. */
  'yolo-v10': { image: { fit: 'letterbox', ...UNIT }, answer: { layout: 'rows' }, repeats: false },
  /** DETR of transformers; its boxes are shares, so that squashing the image loses nothing but its proportions. */
  detr: {
    image: { fit: 'squash', ...IMAGENET },
    answer: { ...QUERIES, scores: 'softmax' },
    repeats: false,
  },
  /** RT-DETR of transformers. */
  'rt-detr': { image: { fit: 'squash', ...UNIT }, answer: { ...QUERIES, scores: 'sigmoid' }, repeats: false },
};
