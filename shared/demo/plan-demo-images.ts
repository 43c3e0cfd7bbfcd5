import { Random } from './random.ts';
import type { SceneStyle } from './render-scene.ts';

/**
 * What is wrong with a planted image, on purpose: `blurry` and `dark` can be read but should be found by curation,
 * `duplicate` has the same bytes as another image, `near-duplicate` the same picture in other bytes, `truncated`
 * breaks off in the middle and must be quarantined.
 */
export type DemoFault = 'blurry' | 'dark' | 'duplicate' | 'near-duplicate' | 'truncated';

export interface DemoImagePlan {
  /** File name, unique, in order. */
  name: string;
  sceneSeed: number;
  style: SceneStyle;
  fault?: DemoFault;
  /** Name of the image that a duplicate or near duplicate repeats. */
  copyOf?: string;
}

const FAULTS: readonly DemoFault[] = ['truncated', 'duplicate', 'blurry', 'dark', 'near-duplicate'];

/**
 * Which images the demo has: pure, so that the planted faults are known before anything is rendered. Of every 30
 * images one of each fault is planted, at least one of each from ten images on, one truncated file from four on.
 */
export function planDemoImages({
  images,
  seed,
  style = 'tray',
}: {
  images: number;
  seed: number;
  style?: SceneStyle;
}): DemoImagePlan[] {
  const random = new Random(seed);
  const plans: DemoImagePlan[] = Array.from({ length: images }, (_, index) => ({
    name: `${style}-${String(index + 1).padStart(4, '0')}.jpg`,
    sceneSeed: Math.imul(seed, 100_003) + index,
    style,
  }));
  const each = images < 10 ? 0 : Math.max(1, Math.floor(images / 30));
  const wanted =
    images < 10
      ? images < 4
        ? []
        : (['truncated'] as const)
      : FAULTS.flatMap((fault) => Array(each).fill(fault));
  const sound = plans.map((_, index) => index);
  const originals = new Set<number>();
  for (const fault of wanted) {
    // The first image greets a newcomer, and an image that was copied stays as it is.
    const free = sound.filter(
      (index) => index > 0 && plans[index].fault === undefined && !originals.has(index),
    );
    const index = random.pick(free);
    plans[index].fault = fault;
    if (fault !== 'duplicate' && fault !== 'near-duplicate') continue;
    const original = random.pick(
      sound.filter((other) => plans[other].fault === undefined && !originals.has(other)),
    );
    originals.add(original);
    plans[index].copyOf = plans[original].name;
    plans[index].sceneSeed = plans[original].sceneSeed;
  }
  return plans;
}
