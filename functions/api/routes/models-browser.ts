import { readFile } from 'node:fs/promises';
import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { blobKeys } from '../../../shared/blobs/blob-keys.ts';
import { ModelUnusable } from '../../../shared/errors.ts';
import { assetStore } from '../../../shared/store/asset-store.ts';
import { projectModelStore } from '../../../shared/store/project-model-store.ts';
import { json, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { taskContext } from '../tasks/task-context.ts';

const LINK_SECONDS = 15 * 60;

const browserModel = createRoute({
  method: 'get',
  path: '/tasks/{taskId}/browser-model',
  tags: ['models'],
  summary: 'What a browser needs to answer clicks by itself: the decoder, and the embedding of the image',
  request: { params: z.object({ taskId: z.string().min(1).max(256) }) },
  responses: {
    200: json(
      z
        .object({
          modelId: z.string(),
          profile: z.string().describe('The family of models, which says how to talk to the decoder.'),
          decoder: z.object({ url: z.string(), size: z.number() }).describe('ONNX; size in bytes.'),
          embedding: z.object({ url: z.string() }).describe('fp16, with a header that names its tensors.'),
        })
        .meta({ id: 'BrowserModel' }),
      'Links for 15 minutes. The embedding is computed first where it is missing.',
    ),
    ...problems,
  },
});

export function modelBrowserRoutes(deps: ApiDeps): ApiRouter {
  const context = taskContext(deps);
  const assets = assetStore(deps.store);
  const chosen = projectModelStore(deps.store);
  const link = (key: string) => deps.blobs.signedUrl(key, { method: 'GET', expiresSeconds: LINK_SECONDS });

  return newRouter().openapi(browserModel, async (c) => {
    const { task } = await context.open(c.var.user, c.req.valid('param').taskId, 'viewProject');
    if (!deps.models) throw new ModelUnusable('No model runtime is set up here.');
    const { models, library, activeModelId } = deps.models;
    const modelId = (await chosen.get(task.projectId)).choices.at(-1)?.modelId ?? (await activeModelId());
    const model = await library.get(modelId);
    if (!('decoderFile' in model)) {
      throw new ModelUnusable(
        `"${modelId}" is a ${model.description.kind}: it answers no clicks in a browser.`,
      );
    }
    const asset = await assets.get(task.assetId);
    await models.encode(modelId, {
      sha256: asset.sha256,
      read: () => deps.blobs.get(blobKeys.image(asset.datasetId, asset.key)),
    });
    const { decoder } = model.description.files;
    // Browsers are given links to blobs, however large the file; one that came with Lapidary is put there once.
    const key = blobKeys.modelFile(modelId, decoder.name);
    let size = (await deps.blobs.head(key))?.size;
    if (size === undefined) {
      const bytes = await readFile(model.decoderFile);
      await deps.blobs.put(key, bytes, { contentType: 'application/octet-stream' });
      size = bytes.length;
    }
    const answer = {
      modelId,
      profile: model.description.profile,
      decoder: { url: await link(key), size },
      embedding: { url: await link(blobKeys.embedding(modelId, asset.sha256)) },
    };
    return c.json(answer, 200);
  });
}
