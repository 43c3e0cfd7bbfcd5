// Decodes prompts on the golden picture as the product does, for test_parity.py:
//   node models/sam/decode-prompts.ts FOLDER PROMPTS
// FOLDER holds encoder.onnx and decoder.onnx, PROMPTS is a JSON file with a list of prompts of models/contracts.
// Prints { size, items: [{ logits: number[], mask: string }] }.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldenPicture } from '../../shared/models/golden-picture.ts';
import { maskFromLogits } from '../../shared/models/mask-from-logits.ts';
import { onnxSessions } from '../../shared/models/onnx-sessions.ts';
import { preparePixels } from '../../shared/models/prepare-pixels.ts';
import { promptTensors } from '../../shared/models/prompt-tensors.ts';
import { SEGMENTER_PROFILES } from '../../shared/models/segmenter-profile.ts';
import { SegmentPrompt } from '../../shared/models/segment-prompt.ts';

const [folder, promptsFile] = process.argv.slice(2);
const prompts = SegmentPrompt.array().parse(JSON.parse(readFileSync(promptsFile, 'utf8')));
const profile = SEGMENTER_PROFILES['transformers-sam'];
const sessions = onnxSessions({ memoryLimitBytes: 512 * 1024 ** 2, threads: 1 });
const { pixels, frame } = preparePixels(goldenPicture(320, 240), 256, profile);
const embedding = await sessions.run(join(folder, 'encoder.onnx'), { pixel_values: pixels });
const items = [];
for (const prompt of prompts) {
  const inputs = { ...embedding, ...promptTensors(prompt, frame, profile) };
  const { pred_masks: found } = await sessions.run(join(folder, 'decoder.onnx'), inputs);
  if (found.type !== 'float32') throw new Error('The decoder answered no numbers.');
  const [height, width] = found.dims.slice(-2);
  const mask = maskFromLogits({ data: found.data, width, height }, frame);
  items.push({ logits: Array.from(found.data), mask: mask.counts });
}
console.log(JSON.stringify({ size: [240, 320], items }));
