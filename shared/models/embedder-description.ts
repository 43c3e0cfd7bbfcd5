import * as z from 'zod';
import { ModelFile } from './model-file.ts';

const PerChannel = z.tuple([z.number(), z.number(), z.number()]);

/**
 * `model.json` in a model's folder: an ONNX encoder that makes one vector of an image (CLIP, DINO, a classifier
 * without its head), and how it wants the image. The words and numbers are those of transformers'
 * `preprocessor_config.json`.
 */
export const EmbedderDescription = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,128}$/),
  name: z.string(),
  kind: z.literal('embedder'),
  /** SPDX. */
  licence: z.string(),
  files: z.strictObject({ model: ModelFile }),
  /** Name of the input; left out: the only one. */
  input: z.string().min(1).optional(),
  /** Name of the output; left out: the first. */
  output: z.string().min(1).optional(),
  /** Side of the input in pixels, for graphs that take any. */
  side: z.int().min(8).max(4096).optional(),
  /** `crop`: the shorter side is brought to `resize`, and the middle is cut out. `squash`: both sides become `side`. */
  fit: z.enum(['crop', 'squash']).default('crop'),
  /** The shorter side before the cut, at least `side`; left out: as long as `side`. */
  resize: z.int().min(8).max(8192).optional(),
  /** `(value - mean) / std` per channel, on values 0–1; ImageNet's when left out. */
  mean: PerChannel.default([0.485, 0.456, 0.406]),
  std: PerChannel.refine((all) => all.every((value) => value > 0), 'A std is above 0.').default([
    0.229, 0.224, 0.225,
  ]),
  /**
   * How an answer becomes one vector. `mean`: over places [1, channels, height, width] or tokens [1, tokens, channels].
   * `class-token`: the first token. `none`: it is one already. `auto`: places are averaged, the first token is taken.
   */
  pooling: z.enum(['auto', 'none', 'mean', 'class-token']).default('auto'),
});
export type EmbedderDescription = z.infer<typeof EmbedderDescription>;
