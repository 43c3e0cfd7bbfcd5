import * as ort from 'onnxruntime-web/wasm';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { decodeEmbedding, type ImageEmbedding } from '../../../shared/models/image-embedding.ts';
import { maskFromLogits } from '../../../shared/models/mask-from-logits.ts';
import { modelFrame } from '../../../shared/models/model-frame.ts';
import { promptTensors } from '../../../shared/models/prompt-tensors.ts';
import type { SegmentPrompt } from '../../../shared/models/segment-prompt.ts';
import { SEGMENTER_PROFILES, type SegmenterProfile } from '../../../shared/models/segmenter-profile.ts';
import type { DecoderAnswer, DecoderOrder } from './decoder-protocol.ts';

// One thread: several need a page that is isolated from others, and images come from elsewhere.
ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = { wasm: wasmUrl };

let model: { id: string; session: ort.InferenceSession; profile: SegmenterProfile } | undefined;
let image: ImageEmbedding | undefined;

async function segment(prompt: SegmentPrompt): Promise<DecoderAnswer & object> {
  if (model === undefined || image === undefined || image.modelId !== model.id)
    throw new Error('The decoder does not have this image.');
  const { session, profile } = model;
  const size = { width: image.width, height: image.height };
  const frame = modelFrame(size, image.side, profile.image.fit);
  const inputs: Record<string, ort.Tensor> = {};
  for (const [name, tensor] of Object.entries({
    ...image.tensors,
    ...promptTensors(prompt, frame, profile),
  })) {
    if (!session.inputNames.includes(name)) continue;
    inputs[name] =
      tensor.type === 'float32'
        ? new ort.Tensor('float32', tensor.data, tensor.dims)
        : new ort.Tensor('int64', tensor.data, tensor.dims);
  }
  const { logits: logitsName, scores: scoresName } = profile.outputs;
  const found = await session.run(inputs, [logitsName, scoresName]);
  const logits = found[logitsName];
  const scores = found[scoresName].data;
  if (!(logits.data instanceof Float32Array) || !(scores instanceof Float32Array))
    throw new TypeError('The decoder answered no numbers.');
  const [height, width] = logits.dims.slice(-2);
  const count = logits.data.length / (height * width);
  let best = 0;
  for (let index = 1; index < count; index++) if (scores[index] > scores[best]) best = index;
  const data = logits.data.subarray(best * height * width, (best + 1) * height * width);
  const mask = maskFromLogits({ data, width, height }, frame);
  return { order: 0, found: { mask, score: Math.max(0, Math.min(1, scores[best])) } };
}

async function obey(order: DecoderOrder): Promise<DecoderAnswer> {
  switch (order.kind) {
    case 'model':
      if (model?.id !== order.modelId) {
        await model?.session.release();
        model = undefined;
        const session = await ort.InferenceSession.create(order.bytes, { executionProviders: ['wasm'] });
        model = { id: order.modelId, session, profile: SEGMENTER_PROFILES[order.profile] };
      }
      return { order: order.order };
    case 'image':
      image = decodeEmbedding(order.bytes);
      return { order: order.order };
    case 'segment':
      return { ...(await segment(order.prompt)), order: order.order };
  }
}

// One after the other: a session runs one question at a time.
let last: Promise<unknown> = Promise.resolve();
addEventListener('message', ({ data }: MessageEvent<DecoderOrder>) => {
  last = last.then(async () => {
    const answer = await obey(data).catch((error: unknown) => ({
      order: data.order,
      problem: error instanceof Error ? error.message : String(error),
    }));
    postMessage(answer);
  });
});
