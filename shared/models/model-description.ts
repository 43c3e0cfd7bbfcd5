import * as z from 'zod';
import { DetectorDescription } from './detector-description.ts';
import { EmbedderDescription } from './embedder-description.ts';
import { EndpointDescription } from './endpoint-description.ts';
import { SegmenterDescription } from './segmenter-description.ts';

/** Any `model.json`, and what runs elsewhere and so has no files. */
export const ModelDescription = z.discriminatedUnion('kind', [
  SegmenterDescription,
  EmbedderDescription,
  DetectorDescription,
  EndpointDescription,
]);
export type ModelDescription = z.infer<typeof ModelDescription>;
