import sharp from 'sharp';
import type { DemoImagePlan } from './plan-demo-images.ts';
import { renderScene } from './render-scene.ts';
import type { Scene } from './scene.ts';

/** One file of the demo and the truth about it. */
export interface DemoImage {
  name: string;
  /** JPEG bytes; broken off when the plan says `truncated`. */
  bytes: Uint8Array;
  scene: Scene;
}

const QUALITY = 90;

/** Renders and encodes one planned image. The same plan gives the same bytes. */
export async function renderDemoImage(plan: DemoImagePlan): Promise<DemoImage> {
  const scene = renderScene({ seed: plan.sceneSeed, style: plan.style });
  const raw = { width: scene.width, height: scene.height, channels: 3 as const };
  let picture = sharp(scene.rgb, { raw });
  if (plan.fault === 'blurry') picture = picture.blur(7);
  if (plan.fault === 'dark') picture = picture.linear(0.1, 0);
  if (plan.fault === 'near-duplicate') picture = picture.linear(1.04, 3);
  const quality = plan.fault === 'near-duplicate' ? QUALITY - 18 : QUALITY;
  const bytes = await picture.jpeg({ quality }).toBuffer();
  return {
    name: plan.name,
    bytes: plan.fault === 'truncated' ? bytes.subarray(0, Math.floor(bytes.length * 0.4)) : bytes,
    scene,
  };
}
