import { createCanvas, type Canvas } from './canvas.ts';
import { colorFromHsl, type Color } from './color.ts';
import { finishPicture } from './finish-picture.ts';
import { measureObjects } from './measure-objects.ts';
import { pixelNoise, valueNoise } from './noise.ts';
import { Random } from './random.ts';
import type { Scene } from './scene.ts';

/** Brightness around 0.5 at a point of a surface. */
type Texture = (x: number, y: number) => number;

function randomTexture(random: Random): Texture {
  const seed = random.integer(1, 1 << 30);
  const angle = random.between(0, Math.PI);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const frequency = random.between(0.05, 0.7);
  switch (random.integer(0, 6)) {
    case 0:
      return () => 0.5;
    case 1:
      return (x, y) => 0.5 + (x * cos + y * sin) / 200;
    case 2:
      return (x, y) => 0.5 + 0.5 * Math.sin((x * cos + y * sin) * frequency);
    case 3:
      return (x, y) => valueNoise(x * frequency * 0.4, y * frequency * 0.4, seed);
    case 4:
      return (x, y) => (Math.floor(x * frequency * 0.4) + Math.floor(y * frequency * 0.4)) & 1;
    case 5:
      return (x, y) => 0.5 * valueNoise(x * 0.05, y * 0.05, seed) + 0.5 * pixelNoise(x | 0, y | 0, seed);
    default:
      return (x, y) => (valueNoise(x * frequency * 0.6, y * frequency * 0.6, seed) > 0.62 ? 1 : 0.3);
  }
}

/** A closed outline around the origin: radius 0–1 by angle; polygons, ellipses, stars and blobs. */
function randomOutline(random: Random): (angle: number) => number {
  const squash = random.between(0.4, 1);
  const kind = random.integer(0, 3);
  const corners = random.integer(3, 7);
  const phases = Array.from({ length: 4 }, () => random.between(0, 2 * Math.PI));
  const strengths = Array.from({ length: 4 }, (_, index) => (random.between(0, 0.28) * 2) / (index + 2));
  return (angle) => {
    const ellipse = 1 / Math.hypot(Math.cos(angle), Math.sin(angle) / squash);
    if (kind === 0) return ellipse;
    if (kind === 1) {
      const sector = (2 * Math.PI) / corners;
      const within = ((((angle + phases[0]) % sector) + sector) % sector) - sector / 2;
      return (ellipse * Math.cos(sector / 2)) / Math.cos(within);
    }
    if (kind === 2) {
      const power = 2 + corners;
      return (
        (Math.abs(Math.cos(angle)) ** power + Math.abs(Math.sin(angle) / squash) ** power) ** (-1 / power)
      );
    }
    let radius = 0.75;
    for (let wave = 0; wave < 4; wave++)
      radius += 0.5 * strengths[wave] * Math.sin((wave + 2) * angle + phases[wave]);
    return radius * ellipse;
  };
}

function mix(from: Color, to: Color, part: number, channel: number): number {
  return from[channel] + (to[channel] - from[channel]) * part;
}

function randomColor(random: Random): Color {
  return colorFromHsl(random.between(0, 360), random.next() ** 0.7, random.between(0.08, 0.92));
}

function paintShape(canvas: Canvas, instance: number, random: Random): void {
  const { width, height, rgb, instances } = canvas;
  const radius = Math.min(width, height) * random.between(0.06, 0.26);
  const cx = random.between(0, width);
  const cy = random.between(0, height);
  const turn = random.between(0, 2 * Math.PI);
  const outline = randomOutline(random);
  const texture = randomTexture(random);
  const low = randomColor(random);
  const high = random.chance(0.6)
    ? mixColors(low, randomColor(random), random.between(0.1, 0.5))
    : randomColor(random);
  const rim = random.chance(0.3) ? random.between(0.04, 0.12) : 0;
  const dome = random.chance(0.5) ? random.between(0.2, 0.7) : 0;
  const shadow = random.chance(0.6) ? random.between(0.15, 0.6) : 0;
  const shadowX = random.between(-0.2, 0.2) * radius;
  const shadowY = random.between(-0.2, 0.2) * radius;
  const far = radius * 1.7;
  const reachAt = (dx: number, dy: number) =>
    Math.hypot(dx, dy) / (radius * Math.max(0.12, outline(Math.atan2(dy, dx) - turn)));

  for (let y = Math.max(0, Math.floor(cy - far)); y < Math.min(height, cy + far); y++) {
    for (let x = Math.max(0, Math.floor(cx - far)); x < Math.min(width, cx + far); x++) {
      const at = y * width + x;
      const dx = x + 0.5 - cx;
      const dy = y + 0.5 - cy;
      if (shadow > 0) {
        const reach = reachAt(dx - shadowX, dy - shadowY);
        if (reach < 1.3) {
          const ramp = 1 - shadow * Math.min(1, (1.3 - reach) / 0.5);
          for (let channel = 0; channel < 3; channel++) rgb[3 * at + channel] *= ramp;
        }
      }
      const reach = reachAt(dx, dy);
      const cover = Math.min(1, Math.max(0, (1 - reach) * radius * 0.8 + 0.5));
      if (cover === 0) continue;
      const part = Math.min(1, Math.max(0, texture(dx, dy)));
      const lit =
        (1 - dome * ((dx - shadowX) / (2 * radius) + reach * reach * 0.5)) * (rim > 1 - reach ? 0.45 : 1);
      for (let channel = 0; channel < 3; channel++) {
        rgb[3 * at + channel] += (mix(low, high, part, channel) * lit - rgb[3 * at + channel]) * cover;
      }
      if (reach <= 1) instances[at] = instance;
    }
  }
}

function mixColors(from: Color, to: Color, part: number): Color {
  return [mix(from, to, part, 0), mix(from, to, part, 1), mix(from, to, part, 2)];
}

/**
 * Renders a picture of anything but gemstones: shapes of many outlines, textures and shadings over each other. It
 * teaches a segmenter what an object is in general; nobody looks at it for pleasure.
 */
export function renderShapes({
  seed,
  width = 256,
  height = 256,
}: {
  seed: number;
  width?: number;
  height?: number;
}): Scene {
  const random = new Random(seed ^ 0x5ba9e5);
  const canvas = createCanvas(width, height);
  const texture = randomTexture(random);
  const low = randomColor(random);
  const high = random.chance(0.7)
    ? mixColors(low, randomColor(random), random.between(0.1, 0.6))
    : randomColor(random);
  for (let at = 0; at < width * height; at++) {
    const x = at % width;
    const part = Math.min(1, Math.max(0, texture(x, (at - x) / width)));
    for (let channel = 0; channel < 3; channel++)
      canvas.rgb[3 * at + channel] = mix(low, high, part, channel);
  }
  const count = random.integer(3, 10);
  for (let index = 0; index < count; index++) paintShape(canvas, index + 1, random.fork());
  const rgb = finishPicture(canvas, {
    vignette: random.between(0, 0.4),
    noise: random.between(0.5, 14),
    seed: random.integer(1, 1 << 30),
  });
  const classIds = Array.from({ length: count }, () => 'shape');
  return {
    width,
    height,
    rgb,
    instances: canvas.instances,
    objects: measureObjects(canvas.instances, width, classIds),
  };
}
