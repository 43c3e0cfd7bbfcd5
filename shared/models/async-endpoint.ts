import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { InvokeEndpointAsyncCommand } from '@aws-sdk/client-sagemaker-runtime';
import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import * as z from 'zod';
import type { Blobs } from '../blobs/blobs.ts';
import { ModelNotReady, ModelUnusable, NotFound } from '../errors.ts';
import { SegmentedMask } from './segmented-mask.ts';
import type { SegmentPrompt } from './segment-prompt.ts';

/** What models/sam/serve/inference.py is asked; it fetches the image, and keeps the embedding, by itself. */
export interface EndpointQuestion {
  imageKey: string;
  embeddingKey: string;
  /** Neither this nor `everything`: only the embedding is wanted. */
  prompts?: SegmentPrompt[];
  everything?: { clicksPerSide: number; minimumScore: number };
}

const EndpointAnswer = z.object({ size: z.tuple([z.int(), z.int()]), masks: z.array(SegmentedMask) });
export type EndpointAnswer = z.infer<typeof EndpointAnswer>;

/** Where SageMaker said that the answer, or the reason for none, will be. */
const Sent = z.object({ at: z.number(), answerKey: z.string(), failureKey: z.string().optional() });
type Sent = z.infer<typeof Sent>;

export interface AsyncEndpointOptions {
  client: Pick<SageMakerRuntimeClient, 'send'>;
  blobs: Pick<Blobs, 'get' | 'put'>;
  bucket: string;
  endpoint: string;
  modelId: string;
  /** Milliseconds since 1970. */
  now?: () => number;
  sleep?: (milliseconds: number) => Promise<unknown>;
}

const LOOK_EVERY_MS = 1_000;
/** SageMaker gives up on a question by then; one that is older is sent anew. */
const MOST_SECONDS = 3600;

/**
 * Asks an asynchronous endpoint of SageMaker: the question is put beside the answers, under `inference/`, and the answer
 * is looked for until the time is up. A question is remembered by its content, so whoever asks again, after a crash or
 * while the machine wakes up, waits for the same answer and pays once.
 *
 * @throws ModelNotReady when the time is up
 * @throws ModelUnusable with the container's reason when it failed, or when its answer is none
 */
export function asyncEndpoint(
  options: AsyncEndpointOptions,
): (question: EndpointQuestion, waitSeconds: number) => Promise<EndpointAnswer> {
  const { client, blobs, bucket, endpoint, modelId, now = Date.now, sleep = setTimeout } = options;

  const find = async (key: string): Promise<string | undefined> => {
    try {
      return Buffer.from(await blobs.get(key)).toString();
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  };
  const keep = (key: string, content: unknown) =>
    blobs.put(key, Buffer.from(JSON.stringify(content)), { contentType: 'application/json' });
  const keyOf = (location: string): string => location.slice(`s3://${bucket}/`.length);

  async function send(question: EndpointQuestion, id: string): Promise<Sent> {
    const key = `inference/questions/${id}.json`;
    await keep(key, { bucket, ...question });
    const { OutputLocation, FailureLocation } = await client.send(
      new InvokeEndpointAsyncCommand({
        EndpointName: endpoint,
        ContentType: 'application/json',
        InputLocation: `s3://${bucket}/${key}`,
        InvocationTimeoutSeconds: MOST_SECONDS,
        RequestTTLSeconds: MOST_SECONDS,
      }),
    );
    if (OutputLocation === undefined)
      throw new ModelUnusable('The endpoint did not say where it will answer.');
    const failureKey = FailureLocation === undefined ? undefined : keyOf(FailureLocation);
    return { at: now(), answerKey: keyOf(OutputLocation), failureKey };
  }

  return async (question, waitSeconds) => {
    const until = now() + waitSeconds * 1000;
    const id = createHash('sha256')
      .update(JSON.stringify([endpoint, question]))
      .digest('hex');
    const sentKey = `inference/questions/${id}.sent.json`;
    const before = Sent.safeParse(JSON.parse((await find(sentKey)) ?? 'null')).data;
    let sent = before;
    if (sent === undefined || now() - sent.at > MOST_SECONDS * 1000) {
      sent = await send(question, id);
      await keep(sentKey, sent);
    }
    for (;;) {
      const answer = await find(sent.answerKey);
      if (answer !== undefined) return parseAnswer(answer, modelId);
      const failure = sent.failureKey === undefined ? undefined : await find(sent.failureKey);
      if (failure !== undefined) {
        // Whoever asks again gets another try.
        await keep(sentKey, null);
        throw new ModelUnusable(`"${modelId}" failed: ${failure.slice(0, 500)}`, { modelId });
      }
      if (now() >= until) throw new ModelNotReady(modelId);
      await sleep(LOOK_EVERY_MS);
    }
  };
}

function parseAnswer(text: string, modelId: string): EndpointAnswer {
  try {
    return EndpointAnswer.parse(JSON.parse(text));
  } catch (error) {
    throw new ModelUnusable(`"${modelId}" answered something else than masks.`, { modelId }, error);
  }
}
