import type { DemoImagePlan } from '../../../shared/demo/plan-demo-images.ts';
import { renderDemoImage } from '../../../shared/demo/render-demo-image.ts';
import type { Scene } from '../../../shared/demo/scene.ts';
import { DemoFailed } from '../../../shared/errors.ts';
import type { ApiClient } from '../../../shared/client/api-client.ts';

/** What is known about every image that was uploaded, by asset id. */
export type Truths = Map<string, { plan: DemoImagePlan; scene: Scene }>;

/** Renders the planned images and uploads each as a browser would: a link, then the bytes. */
export async function uploadImages(
  client: ApiClient,
  datasetId: string,
  plans: readonly DemoImagePlan[],
  onUploaded: () => void = () => {},
): Promise<Truths> {
  const truths: Truths = new Map();
  for (const plan of plans) {
    const { bytes, scene } = await renderDemoImage(plan);
    const { body } = await client.call<{ url: string; headers: Record<string, string>; assetId: string }>(
      'POST',
      'uploads',
      { datasetId, key: plan.name, size: bytes.length, contentType: 'image/jpeg' },
    );
    const sent = await fetch(body.url, { method: 'PUT', headers: body.headers, body: Buffer.from(bytes) });
    if (!sent.ok)
      throw new DemoFailed(`${plan.name} could not be uploaded: ${await sent.text()}`, {
        status: sent.status,
      });
    truths.set(body.assetId, { plan, scene });
    onUploaded();
  }
  return truths;
}
