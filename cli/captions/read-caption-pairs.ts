import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { InvalidInput } from '../../shared/errors.ts';
import type { CaptionPair } from '../../shared/evaluation/caption-bleu.ts';
import { whyUnreadable } from '../why-unreadable.ts';

const Id = z.union([z.number(), z.string()]);
const Caption = z.object({ image_id: Id, caption: z.string() });
const GroundTruth = z.object({ annotations: z.array(Caption).min(1) });
const Captions = z.array(Caption).min(1);

/**
 * Reads COCO captions (`annotations` with `image_id` and `caption`) and one predicted caption an image.
 * @throws InvalidInput that names the file and the JSON path of what is wrong: a caption of an unknown image, two
 *   captions of one image, an image without a caption
 */
export function readCaptionPairs(groundTruth: string, captions: string): CaptionPair[] {
  const references = new Map<string, string[]>();
  for (const { image_id, caption } of read(groundTruth, GroundTruth).annotations) {
    const known = references.get(String(image_id));
    if (known) known.push(caption);
    else references.set(String(image_id), [caption]);
  }
  const candidates = new Map<string, string>();
  for (const [i, { image_id, caption }] of read(captions, Captions).entries()) {
    const id = String(image_id);
    const refuse = (why: string): InvalidInput =>
      new InvalidInput(`${captions}: [${i}]: ${why}`, { file: captions, where: `[${i}]` });
    if (!references.has(id)) throw refuse(`the ground truth has no caption of image ${id}.`);
    if (candidates.has(id)) throw refuse(`image ${id} has a caption already; name one for each image.`);
    candidates.set(id, caption);
  }
  return [...references].map(([id, list]) => {
    const candidate = candidates.get(id);
    if (candidate === undefined) {
      throw new InvalidInput(
        `${captions}: image ${id} of the ground truth has no caption; give it an empty one if there is none.`,
        { file: captions, imageId: id },
      );
    }
    return { candidate, references: list };
  });
}

function read<T>(path: string, schema: z.ZodType<T>): T {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    throw new InvalidInput(`${path} cannot be read: ${whyUnreadable(cause)}`, { file: path }, cause);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InvalidInput(`${path} is not JSON: ${(cause as Error).message}`, { file: path }, cause);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [{ path: where, message }] = parsed.error.issues;
  throw new InvalidInput(`${path}: ${where.join('.') || 'the whole file'}: ${message}`, { file: path });
}
