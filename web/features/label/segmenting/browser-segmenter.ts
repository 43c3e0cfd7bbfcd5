import type { QueryClient } from '@tanstack/react-query';
import type { SegmenterProfileId } from '../../../../shared/models/segmenter-profile.ts';
import { request } from '../../../api/request.ts';
import { BrowserDecoder } from '../../../editor/segmenting/browser-decoder.ts';

/** Decoders beyond this are left to the server: loading one would take longer than it saves. */
const LARGEST_DECODER = 40e6;

interface BrowserModel {
  modelId: string;
  profile: SegmenterProfileId;
  decoder: { url: string; size: number };
  embedding: { url: string };
}

/** One for all tasks: the model is loaded once. */
const decoder = new BrowserDecoder();

async function bytesOf(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** What the browser needs of one image: fetched ahead for the next task. */
export const browserImageQuery = (taskId: string) => ({
  queryKey: ['browser-model', taskId],
  queryFn: async () => {
    const model = await request<BrowserModel>('GET', `tasks/${taskId}/browser-model`);
    const isSmall = model.decoder.size <= LARGEST_DECODER;
    return { model, embedding: isSmall ? await bytesOf(model.embedding.url) : undefined };
  },
  staleTime: 600_000,
  gcTime: 120_000,
  retry: false,
});

/** Makes clicks on a task's image be answered in this browser; undefined where that cannot be had. */
export async function browserDecoderFor(
  client: QueryClient,
  taskId: string,
): Promise<BrowserDecoder | undefined> {
  try {
    const { model, embedding } = await client.fetchQuery(browserImageQuery(taskId));
    if (embedding === undefined) return undefined;
    if (!decoder.hasModel(model.modelId)) {
      await decoder.loadModel(model.modelId, model.profile, await bytesOf(model.decoder.url));
    }
    await decoder.openImage(embedding);
    return decoder;
  } catch {
    // No WebAssembly, no memory, no network: the server answers as before.
    return undefined;
  }
}
