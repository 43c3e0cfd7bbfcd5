/** What is compared: boxes, masks, or keypoints (OKS). */
export type IouType = 'bbox' | 'segm' | 'keypoints';

/** An area range in square pixels, both ends included. */
export interface AreaRange {
  name: string;
  from: number;
  to: number;
}

/** The knobs of pycocotools' `Params`, with the same defaults. */
export interface CocoParameters {
  iouType: IouType;
  iouThresholds: number[];
  recallThresholds: number[];
  areas: AreaRange[];
  /** Ascending; the last one also limits what is matched. */
  maxDets: number[];
  /** False: all classes count as one. */
  useCategories: boolean;
  /** Only these image and category ids; everything when missing. */
  imageIds?: (number | string)[];
  categoryIds?: (number | string)[];
  /** Keypoint standard deviations; COCO's 17 unless given. */
  sigmas?: number[];
  /**
   * LVIS: an image is judged only on the classes that it holds or names in `neg_category_ids`; for those in
   * `not_exhaustive_category_ids` unmatched detections are ignored.
   */
  isFederated?: boolean;
  /**
   * Open Images: boxes marked as a group (`is_group_of`) are found by any detection of which they cover the
   * threshold's share; the first one counts as right, the further ones are ignored.
   */
  hasGroups?: boolean;
}

/** `np.linspace`: `0.5 + 0.05 * i` differs in the last bit for some i, and single cells then move by up to 0.85. */
export function linspace(start: number, stop: number, count: number): number[] {
  const step = (stop - start) / (count - 1);
  return Array.from({ length: count }, (_, i) => (i === count - 1 ? stop : i * step + start));
}

const ALL = { name: 'all', from: 0, to: 1e10 };
const SMALL = { name: 'small', from: 0, to: 1024 };
const MEDIUM = { name: 'medium', from: 1024, to: 9216 };
const LARGE = { name: 'large', from: 9216, to: 1e10 };

/** COCO's parameters for a kind of comparison, with some of them replaced. */
export function cocoParameters(iouType: IouType, changes: Partial<CocoParameters> = {}): CocoParameters {
  const isKeypoints = iouType === 'keypoints';
  const parameters: CocoParameters = {
    iouType,
    iouThresholds: linspace(0.5, 0.95, 10),
    recallThresholds: linspace(0, 1, 101),
    areas: isKeypoints ? [ALL, MEDIUM, LARGE] : [ALL, SMALL, MEDIUM, LARGE],
    maxDets: isKeypoints ? [20] : [1, 10, 100],
    useCategories: true,
    ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
  };
  return { ...parameters, maxDets: [...parameters.maxDets].sort((a, b) => a - b) };
}

/** COCO's standard deviations of the 17 body keypoints. */
export const COCO_SIGMAS: readonly number[] = [
  0.26, 0.25, 0.25, 0.35, 0.35, 0.79, 0.79, 0.72, 0.72, 0.62, 0.62, 1.07, 1.07, 0.87, 0.87, 0.89, 0.89,
].map((sigma) => sigma / 10);
