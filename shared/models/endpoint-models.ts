import type { Blobs } from '../blobs/blobs.ts';
import { blobKeys } from '../blobs/blob-keys.ts';
import { ModelUnusable, NotFound } from '../errors.ts';
import { decodeRleCounts } from '../geometry/rle-codec.ts';
import { rleBox } from '../geometry/rle-operations.ts';
import { boxInImage } from './box-in-image.ts';
import type { EndpointAnswer, EndpointQuestion } from './async-endpoint.ts';
import { embeddingHeader, type ImageEmbedding } from './image-embedding.ts';
import type { GpuMeter } from './gpu-meter.ts';
import type { ImageToEncode, Models, Priority } from './models.ts';

/** Seconds that an answer is waited for: a person does not wait longer, and a function is not paid to. */
const PATIENCE: Record<Priority, number> = { interactive: 15, batch: 60 };
/** Longer than any header: names and sizes of a few tensors. */
const HEADER_BYTES = 4096;

/**
 * A segmenter behind an asynchronous endpoint. Only keys travel: it reads images and embeddings from the bucket and
 * writes embeddings there, so neither passes through the function that asks.
 */
export function endpointModels({
  ask,
  blobs,
  modelId,
  meter,
}: {
  ask: (question: EndpointQuestion, waitSeconds: number) => Promise<EndpointAnswer>;
  blobs: Pick<Blobs, 'stream'>;
  modelId: string;
  meter: GpuMeter;
}): Pick<Models, 'encode' | 'decode' | 'predict'> {
  const keysOf = ({ key, sha256 }: ImageToEncode) => {
    if (key === undefined)
      throw new ModelUnusable(`"${modelId}" reads images from the bucket; this one is not there.`);
    return { imageKey: key, embeddingKey: blobKeys.embedding(modelId, sha256) };
  };

  async function kept(embeddingKey: string): Promise<Pick<ImageEmbedding, 'width' | 'height' | 'side'>> {
    const stream = await blobs.stream(embeddingKey, { start: 0, end: HEADER_BYTES - 1 });
    const { header } = embeddingHeader(new Uint8Array(await new Response(stream).arrayBuffer()));
    return header;
  }

  return {
    async encode(_modelId, image, { priority = 'interactive' } = {}) {
      const keys = keysOf(image);
      const found = await kept(keys.embeddingKey).catch(async (error: unknown) => {
        if (!(error instanceof NotFound)) throw error;
        await meter(image.projectId, () => ask(keys, PATIENCE[priority]));
        return kept(keys.embeddingKey);
      });
      const { width, height, side } = found;
      return { modelId, width, height, side, tensors: {}, kept: { ...keys, projectId: image.projectId } };
    },
    async decode(embedding, prompts, { priority = 'interactive' } = {}) {
      if (embedding.modelId !== modelId || embedding.kept === undefined)
        throw new ModelUnusable(`"${modelId}" did not make this embedding.`);
      if (prompts.length === 0) return [];
      const { projectId, ...keys } = embedding.kept;
      const within = prompts.map((prompt) =>
        prompt.box ? { ...prompt, box: boxInImage(prompt.box, embedding) } : prompt,
      );
      const question = { ...keys, prompts: within };
      const { masks } = await meter(projectId, () => ask(question, PATIENCE[priority]));
      if (masks.length !== prompts.length)
        throw new ModelUnusable(`"${modelId}" answered ${masks.length} of ${prompts.length} prompts.`);
      return masks;
    },
    async predict(_modelId, images, { priority = 'batch' } = {}) {
      const found = [];
      for (const image of images) {
        const everything = { clicksPerSide: 16, minimumScore: 0.7 };
        const question = { ...keysOf(image), everything };
        const { masks } = await meter(image.projectId, () => ask(question, PATIENCE[priority]));
        found.push(
          masks.map(({ mask, score }) => ({
            box: rleBox(decodeRleCounts(mask.counts) ?? new Uint32Array(), mask.size[0]),
            mask,
            score,
          })),
        );
      }
      return found;
    },
  };
}
