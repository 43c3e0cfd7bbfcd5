import { decodeImage } from '../../shared/images/decode-image.ts';
import type { LabelObject } from '../../shared/labels/label-object.ts';
import type { TrainingExample } from '../../shared/models/write-training-set.ts';
import type { Asset } from '../../shared/store/records/asset.ts';
import type { Task } from '../../shared/workflow/task.ts';
import type { ApiClient } from '../../shared/client/api-client.ts';

/** The images of a project whose tasks are done, with their labels, read through the API one by one. */
export async function* labelledImages(client: ApiClient, projectId: string): AsyncGenerator<TrainingExample> {
  let pageToken: string | undefined;
  do {
    const token = pageToken === undefined ? '' : `&pageToken=${encodeURIComponent(pageToken)}`;
    const { body: page } = await client.call<{ items: Task[]; nextPageToken?: string }>(
      'GET',
      `tasks?projectId=${encodeURIComponent(projectId)}&status=done&limit=100${token}`,
    );
    for (const task of page.items) {
      const { body: labels } = await client.call<{ objects: LabelObject[] }>(
        'GET',
        `tasks/${task.id}/labels`,
      );
      if (labels.objects.length === 0) continue;
      const { body: asset } = await client.call<Asset & { imageUrl: string }>(
        'GET',
        `assets/${task.assetId}`,
      );
      const file = await fetch(new URL(asset.imageUrl, client.url));
      const { image } = await decodeImage(new Uint8Array(await file.arrayBuffer()));
      yield { image, objects: labels.objects };
    }
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
}
