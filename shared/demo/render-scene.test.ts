import { describe, expect, it } from 'vitest';
import { GEM_CLASSES } from './gem-classes.ts';
import { renderScene } from './render-scene.ts';

describe('renderScene', () => {
  it('gives the same picture and truth for the same seed, and another for another', () => {
    const first = renderScene({ seed: 11 });
    const again = renderScene({ seed: 11 });
    // Buffers compare a million bytes at once where `toEqual` takes seconds.
    expect(Buffer.compare(again.rgb, first.rgb)).toBe(0);
    expect(again.instances.every((instance, at) => instance === first.instances[at])).toBe(true);
    expect(again.objects).toEqual(first.objects);
    expect(Buffer.compare(renderScene({ seed: 12 }).rgb, first.rgb)).not.toBe(0);
  });

  it('renders another world in the shifted style', () => {
    expect(
      Buffer.compare(renderScene({ seed: 11, style: 'shifted' }).rgb, renderScene({ seed: 11 }).rgb),
    ).not.toBe(0);
  });

  it.each(['tray', 'shifted', 'mounted'] as const)('lists exactly what is seen: %s', (style) => {
    for (let seed = 1; seed <= 12; seed++) {
      const scene = renderScene({ seed, style, width: 320, height: 240 });
      const seen = new Map<number, { area: number; x0: number; y0: number; x1: number; y1: number }>();
      scene.instances.forEach((instance, at) => {
        if (instance === 0) return;
        const x = at % scene.width;
        const y = Math.floor(at / scene.width);
        const before = seen.get(instance) ?? { area: 0, x0: x, y0: y, x1: x, y1: y };
        seen.set(instance, {
          area: before.area + 1,
          x0: Math.min(before.x0, x),
          y0: Math.min(before.y0, y),
          x1: Math.max(before.x1, x),
          y1: Math.max(before.y1, y),
        });
      });
      expect(scene.objects.map(({ instance }) => instance)).toEqual([...seen.keys()].sort((a, b) => a - b));
      for (const { instance, area, box } of scene.objects) {
        const { x0, y0, x1, y1, area: pixels } = seen.get(instance)!;
        expect({ area, box }).toEqual({
          area: pixels,
          box: { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 },
        });
      }
    }
  });

  it('shows all six classes over a few trays, some stones lying over others', () => {
    const scenes = Array.from({ length: 12 }, (_, seed) => renderScene({ seed, width: 320, height: 240 }));
    const classes = new Set(scenes.flatMap(({ objects }) => objects.map(({ classId }) => classId)));
    expect([...classes].sort()).toEqual(GEM_CLASSES.map(({ id }) => id).sort());
    const touching = scenes.some(({ instances, width }) =>
      instances.some(
        (here, at) => here > 0 && at % width > 0 && instances[at - 1] > 0 && instances[at - 1] !== here,
      ),
    );
    expect(touching).toBe(true);
  });

  it('paints the stone where its truth says: its pixels differ from the ground around it', () => {
    const { rgb, instances, objects, width, height } = renderScene({ seed: 5 });
    const ground = [0, 0, 0];
    let groundPixels = 0;
    for (let at = 0; at < width * height; at++) {
      if (instances[at] !== 0) continue;
      groundPixels++;
      for (let channel = 0; channel < 3; channel++) ground[channel] += rgb[3 * at + channel];
    }
    for (const object of objects) {
      const sum = [0, 0, 0];
      for (let at = 0; at < width * height; at++) {
        if (instances[at] === object.instance) for (let c = 0; c < 3; c++) sum[c] += rgb[3 * at + c];
      }
      const distance = Math.hypot(...sum.map((total, c) => total / object.area - ground[c] / groundPixels));
      expect(distance).toBeGreaterThan(15);
    }
  });
});
