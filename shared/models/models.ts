import type { ImageEmbedding } from './image-embedding.ts';
import type { PredictedObject } from './predicted-object.ts';
import type { SegmentedMask } from './segmented-mask.ts';
import type { SegmentPrompt } from './segment-prompt.ts';
import type { Trainer } from './training.ts';

/** A person waits for `interactive` work; it overtakes all `batch` work that has not begun. */
export type Priority = 'interactive' | 'batch';

/** An image by its content: `read` is only called when its embedding is not kept yet. */
export interface ImageToEncode {
  sha256: string;
  /** Where it lies in blobs: models that run elsewhere fetch it themselves. */
  key?: string;
  /** Whose month of GPUs pays, where they cost something. */
  projectId?: string;
  /** The file's bytes, as stored. */
  read: () => Promise<Uint8Array>;
}

/**
 * Models that see: ONNX Runtime in this process, or SageMaker. Masks leave as RLE and embeddings stay behind the
 * seam or in blobs: no image and no bitmap is ever in an answer.
 */
export interface Models extends Trainer {
  /**
   * The embedding of an image, from `embeddings/<model>/<sha256>` or made and kept there.
   * @throws NotFound when there is no such model
   * @throws ModelUnusable when its files are broken or answer nonsense
   */
  encode: (
    modelId: string,
    image: ImageToEncode,
    options?: { priority?: Priority },
  ) => Promise<ImageEmbedding>;
  /**
   * One mask per prompt, in order; the best of those that the model offers. Boxes are cut to the image.
   * @throws ModelUnusable also when the embedding is another model's
   */
  decode: (
    embedding: ImageEmbedding,
    prompts: SegmentPrompt[],
    options?: { priority?: Priority },
  ) => Promise<SegmentedMask[]>;
  /**
   * What the model finds by itself, per image, the best rated first: a detector its boxes with classes, a segmenter
   * every object that a grid of clicks finds, as masks without a class.
   */
  predict: (
    modelId: string,
    images: ImageToEncode[],
    options?: { priority?: Priority },
  ) => Promise<PredictedObject[][]>;
  /** Frees sessions, ends threads and trainings; those go on from their checkpoints another time. */
  close: () => Promise<void>;
}
