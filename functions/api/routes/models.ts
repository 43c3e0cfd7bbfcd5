import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { blobKeys } from '../../../shared/blobs/blob-keys.ts';
import { ModelUnusable } from '../../../shared/errors.ts';
import { decodeRleCounts } from '../../../shared/geometry/rle-codec.ts';
import { rleArea, rleBox } from '../../../shared/geometry/rle-operations.ts';
import { MaskShape, PolygonShape } from '../../../shared/labels/shape.ts';
import { maskWithoutModel, WITHOUT_MODEL } from '../../../shared/models/mask-without-model.ts';
import { polygonOfMask } from '../../../shared/models/polygon-of-mask.ts';
import { segmentEverything } from '../../../shared/models/segment-everything.ts';
import type { SegmentedMask } from '../../../shared/models/segmented-mask.ts';
import { SegmentPrompt } from '../../../shared/models/segment-prompt.ts';
import { ModelDescription } from '../../../shared/models/model-description.ts';
import { assetStore } from '../../../shared/store/asset-store.ts';
import { projectModelStore } from '../../../shared/store/project-model-store.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { taskContext } from '../tasks/task-context.ts';
import { modelFineTuneRoutes } from './models-fine-tunes.ts';
import { modelBrowserRoutes } from './models-browser.ts';
import { modelInUseRoutes } from './models-in-use.ts';
import { modelOutlineRoutes } from './models-outlines.ts';
import { modelPullRoutes } from './models-pulls.ts';

const tags = ['models'];
const params = z.object({ taskId: z.string().min(1).max(256) });
const ModelId = z
  .string()
  .regex(/^[\w.-]{1,128}$/, 'A model id has letters, digits, ".", "-" and "_".')
  .optional()
  .describe('Left out: the model in use.');

const listModels = createRoute({
  method: 'get',
  path: '/models',
  tags,
  summary: 'Segmenters, detectors and embedders that can be used here',
  responses: {
    200: json(z.object({ items: z.array(ModelDescription.meta({ id: 'Model' })) }), 'The models.'),
    ...problems,
  },
});

const prepare = createRoute({
  method: 'post',
  path: '/tasks/{taskId}/embedding',
  tags,
  summary: "Compute and keep the embedding of a task's image, so that the first click is quick",
  request: { params, body: jsonBody(z.strictObject({ modelId: ModelId })) },
  responses: {
    200: json(
      z.object({ modelId: z.string(), width: z.number(), height: z.number() }),
      'It is there; the size of the upright image.',
    ),
    ...problems,
  },
});

const segment = createRoute({
  method: 'post',
  path: '/tasks/{taskId}/segment',
  tags,
  summary: 'One object of the image, from clicks, a box, or both',
  request: {
    params,
    body: jsonBody(
      SegmentPrompt.safeExtend({
        modelId: ModelId,
        polygonTolerance: z
          .number()
          .min(0)
          .max(100)
          .optional()
          .describe('Also as a polygon that strays from the mask by at most this many pixels.'),
      }).meta({ id: 'SegmentRequest' }),
    ),
  },
  responses: {
    200: json(
      z
        .object({
          modelId: z.string(),
          mask: MaskShape,
          /** The model's own estimate of the IoU, 0–1. */
          score: z.number(),
          /** Pixels. */
          area: z.number(),
          box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
          polygon: PolygonShape.optional(),
        })
        .meta({ id: 'SegmentedMask' }),
      'The mask, over the whole image.',
    ),
    ...problems,
  },
});

const everything = createRoute({
  method: 'post',
  path: '/tasks/{taskId}/segment-everything',
  tags,
  summary: 'Every object of the image, found by a grid of clicks',
  request: {
    params,
    body: jsonBody(
      z.strictObject({
        modelId: ModelId,
        clicksPerSide: z.int().min(2).max(32).default(16),
        minimumScore: z.number().min(0).max(1).default(0.7),
        minimumStability: z.number().min(0).max(1).default(0.8),
      }),
    ),
  },
  responses: {
    200: json(
      z.object({ items: z.array(z.object({ mask: MaskShape, score: z.number() })) }),
      'The masks, the best rated first.',
    ),
    ...problems,
  },
});

export function modelRoutes(deps: ApiDeps): ApiRouter {
  const context = taskContext(deps);
  const assets = assetStore(deps.store);
  const chosen = projectModelStore(deps.store);

  function seam() {
    if (deps.models) return deps.models;
    throw new ModelUnusable(
      'No model runtime is set up here: draw a box around the object, or draw by hand.',
    );
  }

  async function embeddingOf(user: Parameters<typeof context.open>[0], taskId: string, asked?: string) {
    const { models, activeModelId } = seam();
    const { task } = await context.open(user, taskId, 'viewProject');
    const own = asked ?? (await chosen.get(task.projectId)).choices.at(-1)?.modelId;
    const modelId = own ?? (await activeModelId());
    const asset = await assets.get(task.assetId);
    const key = blobKeys.image(asset.datasetId, asset.key);
    return models.encode(modelId, {
      sha256: asset.sha256,
      key,
      projectId: task.projectId,
      read: () => deps.blobs.get(key),
    });
  }

  /**
   * A box is answered even where the model in use cannot: its files are broken, or there is no runtime. A model that
   * was asked for by name answers or fails by itself.
   */
  async function masksOf(
    user: Parameters<typeof context.open>[0],
    taskId: string,
    asked: string | undefined,
    prompt: SegmentPrompt,
  ): Promise<{ modelId: string; masks: SegmentedMask[] }> {
    try {
      const embedding = await embeddingOf(user, taskId, asked);
      return { modelId: embedding.modelId, masks: await seam().models.decode(embedding, [prompt]) };
    } catch (error) {
      if (!(error instanceof ModelUnusable) || asked !== undefined || prompt.box === undefined) throw error;
      deps.log.warn('The model in use cannot answer; a box is answered without it.', {
        taskId,
        error: error.message,
      });
      const { task } = await context.open(user, taskId, 'viewProject');
      const asset = await assets.get(task.assetId);
      const file = await deps.blobs.get(blobKeys.image(asset.datasetId, asset.key));
      return { modelId: WITHOUT_MODEL, masks: [await maskWithoutModel(file, prompt.box)] };
    }
  }

  return newRouter()
    .route('/', modelOutlineRoutes(deps))
    .route('/', modelInUseRoutes(deps))
    .route('/', modelBrowserRoutes(deps))
    .route('/', modelFineTuneRoutes(deps))
    .route('/', modelPullRoutes(deps))
    .openapi(listModels, async (c) => {
      const items = deps.models
        ? (await deps.models.library.list()).map(({ description }) => description)
        : [];
      return c.json({ items }, 200);
    })
    .openapi(prepare, async (c) => {
      const { modelId } = c.req.valid('json');
      const embedding = await embeddingOf(c.var.user, c.req.valid('param').taskId, modelId);
      const { width, height } = embedding;
      return c.json({ modelId: embedding.modelId, width, height }, 200);
    })
    .openapi(everything, async (c) => {
      const { modelId, ...options } = c.req.valid('json');
      const embedding = await embeddingOf(c.var.user, c.req.valid('param').taskId, modelId);
      const masks = await segmentEverything(seam().models, embedding, options);
      const items = masks.map(({ mask, score }) => ({ mask: { type: 'mask' as const, ...mask }, score }));
      return c.json({ items }, 200);
    })
    .openapi(segment, async (c) => {
      const { modelId, polygonTolerance, ...prompt } = c.req.valid('json');
      const { taskId } = c.req.valid('param');
      const {
        masks: [{ mask, score }],
        ...by
      } = await masksOf(c.var.user, taskId, modelId, prompt);
      const [height] = mask.size;
      const runs = decodeRleCounts(mask.counts) ?? new Uint32Array();
      const polygon = polygonTolerance === undefined ? undefined : polygonOfMask(mask, polygonTolerance);
      const answer = {
        modelId: by.modelId,
        mask: { type: 'mask' as const, ...mask },
        score,
        area: rleArea(runs),
        box: rleBox(runs, height),
        ...(polygon ? { polygon } : {}),
      };
      return c.json(answer, 200);
    });
}
