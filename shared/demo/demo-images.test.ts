import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { planDemoImages } from './plan-demo-images.ts';
import { renderDemoImage } from './render-demo-image.ts';

/** Variance of a 3 × 3 Laplacian over the green channel: low when blurred. */
async function sharpness(bytes: Uint8Array): Promise<number> {
  const { data, info } = await sharp(bytes)
    .extractChannel('green')
    .raw()
    .toBuffer({ resolveWithObject: true });
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < info.height - 1; y++) {
    for (let x = 1; x < info.width - 1; x++) {
      const at = y * info.width + x;
      const edge = data[at - 1] + data[at + 1] + data[at - info.width] + data[at + info.width] - 4 * data[at];
      sum += edge;
      squares += edge * edge;
      count++;
    }
  }
  return squares / count - (sum / count) ** 2;
}

const meanOf = async (bytes: Uint8Array) => {
  const data = await sharp(bytes).raw().toBuffer();
  return data.reduce((sum, value) => sum + value, 0) / data.length;
};

describe('the demo images', () => {
  const plans = planDemoImages({ images: 60, seed: 7 });

  it('plants two of every fault among sixty, the same ones for the same seed', () => {
    const counts = Object.groupBy(
      plans.filter(({ fault }) => fault !== undefined),
      ({ fault }) => fault!,
    );
    expect(Object.fromEntries(Object.entries(counts).map(([fault, list]) => [fault, list.length]))).toEqual({
      truncated: 2,
      duplicate: 2,
      blurry: 2,
      dark: 2,
      'near-duplicate': 2,
    });
    expect(planDemoImages({ images: 60, seed: 7 })).toEqual(plans);
    expect(planDemoImages({ images: 60, seed: 8 })).not.toEqual(plans);
    expect(new Set(plans.map(({ name }) => name)).size).toBe(60);
    const named = new Map(plans.map((plan) => [plan.name, plan]));
    for (const { copyOf } of plans)
      if (copyOf !== undefined) expect(named.get(copyOf)!.fault).toBeUndefined();
  });

  it('works for very few images', () => {
    expect(planDemoImages({ images: 1, seed: 1 }).every(({ fault }) => fault === undefined)).toBe(true);
    expect(planDemoImages({ images: 10, seed: 1 }).filter(({ fault }) => fault !== undefined)).toHaveLength(
      5,
    );
  });

  it('makes every fault what it says', async () => {
    const find = (name: string) => plans.find((plan) => plan.name === name)!;
    const planned = (fault: string) => plans.find((plan) => plan.fault === fault)!;

    const duplicate = planned('duplicate');
    const original = await renderDemoImage(find(duplicate.copyOf!));
    expect((await renderDemoImage(duplicate)).bytes).toEqual(original.bytes);
    expect(await meanOf(original.bytes)).toBeGreaterThan(20);

    const near = planned('near-duplicate');
    const nearOriginal = await renderDemoImage(find(near.copyOf!));
    const nearCopy = await renderDemoImage(near);
    expect(nearCopy.bytes).not.toEqual(nearOriginal.bytes);
    expect(Math.abs((await meanOf(nearCopy.bytes)) - (await meanOf(nearOriginal.bytes)))).toBeLessThan(12);

    const blurry = planned('blurry');
    const clear = await renderDemoImage({ ...blurry, fault: undefined });
    expect(await sharpness((await renderDemoImage(blurry)).bytes)).toBeLessThan(
      0.1 * (await sharpness(clear.bytes)),
    );

    expect(await meanOf((await renderDemoImage(planned('dark'))).bytes)).toBeLessThan(25);

    await expect(
      sharp((await renderDemoImage(planned('truncated'))).bytes, { failOn: 'truncated' })
        .raw()
        .toBuffer(),
    ).rejects.toThrow();
  });
});
