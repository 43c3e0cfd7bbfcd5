import * as z from 'zod';
import { DetectorDescription } from './detector-description.ts';
import { SegmenterDescription } from './segmenter-description.ts';

/** Any `model.json`. */
export const ModelDescription = z.discriminatedUnion('kind', [SegmenterDescription, DetectorDescription]);
export type ModelDescription = z.infer<typeof ModelDescription>;
