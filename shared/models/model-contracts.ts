import * as z from 'zod';
import { ImagePredictions } from './image-predictions.ts';
import { ImageToPredict } from './image-to-predict.ts';
import { ModelDescription } from './model-description.ts';
import { SegmentPrompt } from './segment-prompt.ts';
import { SegmentedMask } from './segmented-mask.ts';
import { TrainingLine } from './training-line.ts';
import { TrainingSetIndex } from './training-set-index.ts';

/** What TypeScript and Python hand each other, by the name of its schema in models/contracts. */
const CONTRACTS = {
  prompt: SegmentPrompt,
  mask: SegmentedMask,
  'training-set': TrainingSetIndex,
  metrics: TrainingLine,
  model: ModelDescription,
  'image-to-predict': ImageToPredict,
  'image-predictions': ImagePredictions,
} satisfies Record<string, z.ZodType>;

export type ContractName = keyof typeof CONTRACTS;

export const MODEL_CONTRACTS: Record<ContractName, z.ZodType> = CONTRACTS;

/** The text of `models/contracts/<name>.schema.json`. Rules that span fields are checked on this side only. */
export function contractText(name: ContractName): string {
  return `${JSON.stringify(z.toJSONSchema(CONTRACTS[name], { io: 'input' }), null, 2)}\n`;
}
