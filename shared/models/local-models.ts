import type { Blobs } from '../blobs/blobs.ts';
import { ModelUnusable, NotFound, TrainingFailed } from '../errors.ts';
import { decodeImage } from '../images/decode-image.ts';
import { decodeEmbedding, encodeEmbedding, type ImageEmbedding } from './image-embedding.ts';
import type { GraphSignature, InferenceEngine } from './inference-engine.ts';
import { detectObjects } from './detect-objects.ts';
import { encodeVector } from './encode-vector.ts';
import { maskFromLogits } from './mask-from-logits.ts';
import { modelFrame } from './model-frame.ts';
import type { LocalSegmenter, ModelLibrary } from './model-library.ts';
import type { ImageToEncode, Models, Priority } from './models.ts';
import type { SegmentedMask } from './segmented-mask.ts';
import { preparePixels } from './prepare-pixels.ts';
import { promptTensors } from './prompt-tensors.ts';
import { predictMasks } from './predict-masks.ts';
import type { SegmentPrompt } from './segment-prompt.ts';
import { SEGMENTER_PROFILES, type SegmenterProfile } from './segmenter-profile.ts';
import type { Tensors } from './tensor.ts';
import type { Trainer } from './training.ts';

interface OpenModel {
  model: LocalSegmenter;
  profile: SegmenterProfile;
  side: number;
  imageInput: string;
  encoder: GraphSignature;
  decoder: GraphSignature;
}

function checkNames(wanted: string[], known: { name: string }[], what: string): void {
  const missing = wanted.filter((name) => !known.some((entry) => entry.name === name));
  if (missing.length === 0) return;
  const names = known.map(({ name }) => name).join(', ');
  throw new ModelUnusable(
    `The ${what} has no ${missing.join(', ')} (it has ${names}): its profile does not fit.`,
  );
}

function checkFinite(tensors: Tensors, what: string): void {
  for (const [name, tensor] of Object.entries(tensors)) {
    if (tensor.type === 'float32' && !tensor.data.every(Number.isFinite)) {
      throw new ModelUnusable(`The ${what} answered "${name}" with values that are not numbers.`);
    }
  }
}

/** The pixels above logit 1 among those above -1 (Segment Anything's stability score). */
function stabilityOf(logits: Float32Array): number {
  let sure = 0;
  let possible = 0;
  for (const logit of logits) {
    if (logit > 1) sure++;
    if (logit > -1) possible++;
  }
  return possible === 0 ? 0 : sure / possible;
}

const NO_TRAINER: Trainer & { close?: () => Promise<void> } = {
  startTraining: () => Promise.reject(new TrainingFailed('Nothing is set up here to train with.')),
  describeTraining: () => Promise.resolve({ status: 'unknown', epochs: [] }),
  stopTraining: () => Promise.resolve(),
};

/** Promptable segmenters on this machine. Embeddings are kept as fp16 blobs: a second click costs only the decoder. */
export function localModels(deps: {
  library: ModelLibrary;
  engine: InferenceEngine;
  blobs: Pick<Blobs, 'get' | 'put'>;
  /** Left out: nothing can be trained here. */
  trainer?: Trainer & { close?: () => Promise<void> };
}): Models {
  const { library, engine, blobs, trainer = NO_TRAINER } = deps;
  const open = new Map<string, Promise<OpenModel>>();
  const making = new Map<string, Promise<ImageEmbedding>>();

  async function openModel(modelId: string): Promise<OpenModel> {
    const model = await library.get(modelId);
    if ('embedderFile' in model) {
      throw new ModelUnusable(`"${modelId}" makes vectors to compare images by: it answers no clicks.`);
    }
    if (!('encoderFile' in model)) {
      throw new ModelUnusable(`"${modelId}" is a ${model.description.kind}: it answers no clicks here.`);
    }
    const profile = SEGMENTER_PROFILES[model.description.profile];
    const encoder = await engine.inspect(model.encoderFile);
    const decoder = await engine.inspect(model.decoderFile);
    const imageInput = profile.image.input === 'auto' ? encoder.inputs[0]?.name : profile.image.input;
    checkNames([imageInput], encoder.inputs, 'encoder');
    checkNames([profile.prompts.points, profile.prompts.labels], decoder.inputs, 'decoder');
    checkNames([profile.outputs.logits, profile.outputs.scores], decoder.outputs, 'decoder');
    const declared = encoder.inputs.find(({ name }) => name === imageInput)?.dims[3] ?? -1;
    const side = profile.image.side === 'auto' ? declared : profile.image.side;
    if (side <= 0)
      throw new ModelUnusable(`The encoder of "${modelId}" does not say how large its input is.`);
    return { model, profile, side, imageInput, encoder, decoder };
  }

  /** A model that failed to open is tried again next time: its files may have been put right. */
  function opened(modelId: string): Promise<OpenModel> {
    const known = open.get(modelId) ?? openModel(modelId);
    open.set(modelId, known);
    known.catch(() => open.delete(modelId));
    return known;
  }

  async function makeEmbedding(
    modelId: string,
    image: ImageToEncode,
    priority: Priority,
  ): Promise<ImageEmbedding> {
    const own = await library.get(modelId);
    if ('embedderFile' in own) return encodeVector(own, image, { engine, blobs }, priority);
    const key = `embeddings/${modelId}/${image.sha256}`;
    const { model, profile, side, imageInput, encoder, decoder } = await opened(modelId);
    try {
      return decodeEmbedding(await blobs.get(key));
    } catch (error) {
      // One that cannot be read is made anew.
      if (!(error instanceof NotFound || error instanceof ModelUnusable)) throw error;
    }
    const { image: rgb } = await decodeImage(await image.read());
    const { pixels } = preparePixels(rgb, side, profile);
    const shared = encoder.outputs
      .map(({ name }) => name)
      .filter((name) => decoder.inputs.some((input) => input.name === name));
    if (shared.length === 0)
      throw new ModelUnusable(`The decoder of "${modelId}" takes nothing that its encoder gives.`);
    const tensors = await engine.run(model.encoderFile, { [imageInput]: pixels }, shared, priority);
    checkFinite(tensors, 'encoder');
    const bytes = encodeEmbedding({ modelId, width: rgb.width, height: rgb.height, side, tensors });
    await blobs.put(key, bytes, { contentType: 'application/octet-stream' });
    // Read back what was kept: a first click and a later one then give the same mask.
    return decodeEmbedding(bytes);
  }

  async function decodeOne(
    embedding: ImageEmbedding,
    prompt: SegmentPrompt,
    { model, profile, decoder }: OpenModel,
    priority: Priority,
  ): Promise<SegmentedMask> {
    const frame = modelFrame(
      { width: embedding.width, height: embedding.height },
      embedding.side,
      profile.image.fit,
    );
    const known = new Set(decoder.inputs.map(({ name }) => name));
    const inputs = Object.fromEntries(
      Object.entries({ ...embedding.tensors, ...promptTensors(prompt, frame, profile) }).filter(([name]) =>
        known.has(name),
      ),
    );
    const { logits: logitsName, scores: scoresName } = profile.outputs;
    const found = await engine.run(model.decoderFile, inputs, [logitsName, scoresName], priority);
    checkFinite(found, 'decoder');
    const logits = found[logitsName];
    const scores = found[scoresName];
    if (logits.type !== 'float32' || scores.type !== 'float32')
      throw new ModelUnusable('The decoder answered no numbers.');
    const [height, width] = logits.dims.slice(-2);
    const count = logits.data.length / (height * width);
    if (!Number.isInteger(count) || count < 1 || scores.data.length < count) {
      throw new ModelUnusable(
        `The decoder answered masks of shape [${logits.dims.join(', ')}] with ${scores.data.length} scores.`,
      );
    }
    let best = 0;
    for (let index = 1; index < count; index++) if (scores.data[index] > scores.data[best]) best = index;
    const data = logits.data.subarray(best * height * width, (best + 1) * height * width);
    return {
      mask: maskFromLogits({ data, width, height }, frame),
      score: Math.max(0, Math.min(1, scores.data[best])),
      stability: stabilityOf(data),
    };
  }

  const models: Models = {
    encode(modelId, image, { priority = 'interactive' } = {}) {
      const key = `${modelId}/${image.sha256}/${priority}`;
      const known =
        making.get(key) ?? makeEmbedding(modelId, image, priority).finally(() => making.delete(key));
      making.set(key, known);
      return known;
    },
    async decode(embedding, prompts, { priority = 'interactive' } = {}) {
      const model = await opened(embedding.modelId);
      const masks: SegmentedMask[] = [];
      for (const prompt of prompts) masks.push(await decodeOne(embedding, prompt, model, priority));
      return masks;
    },
    async predict(modelId, images, { priority = 'batch' } = {}) {
      const model = await library.get(modelId);
      const found = [];
      for (const image of images) {
        if ('modelFile' in model) {
          const { image: rgb } = await decodeImage(await image.read());
          found.push(await detectObjects(model, rgb, engine, priority));
        } else {
          found.push(await predictMasks(models, await models.encode(modelId, image, { priority })));
        }
      }
      return found;
    },
    startTraining: (request) => trainer.startTraining(request),
    describeTraining: (trainingId) => trainer.describeTraining(trainingId),
    stopTraining: (trainingId) => trainer.stopTraining(trainingId),
    async close() {
      await trainer.close?.();
      await engine.close();
    },
  };
  return models;
}
