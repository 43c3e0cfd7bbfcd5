import type { Box } from '../geometry/box.ts';
import type { RgbImage } from '../images/rgb-image.ts';
import { fitColorMixture } from './color-mixture.ts';
import { cutGraph } from './cut-graph.ts';
import { resizeBilinear } from './resize-bilinear.ts';

/** The part of the image that is looked at, beyond the box on each side, as a share of the box. */
const MARGIN = 0.3;
/** The part is brought down to this: a cut over more pixels takes seconds. */
const SIDE = 128;
const ROUNDS = 4;
/** How much neighbours want to be on one side (the paper's γ). */
const SMOOTHNESS = 50;
/** Each pair of neighbours once: right, and the three below. */
const NEIGHBOURS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [-1, 1],
] as const;

/**
 * The object in a box, found without any model: what lies outside the box tells the colours of the surroundings, and
 * a minimum cut divides the inside by colour and by edges, a few times over. Rother, Kolmogorov and Blake, "GrabCut",
 * SIGGRAPH 2004; all pixels inside the box begin as the object, as the paper's box does.
 *
 * @returns one byte per pixel of the whole image, row by row; everything is 0 outside the box
 */
export function grabCut(image: RgbImage, box: Box): Uint8Array {
  const part = partAround(image, box);
  const scale = Math.min(1, SIDE / Math.max(part.width, part.height));
  const width = Math.max(2, Math.round(part.width * scale));
  const height = Math.max(2, Math.round(part.height * scale));
  const pixels = resizeBilinear(cutOut(image, part), part, { width, height });
  const inside = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = {
        x: part.x + ((x + 0.5) * part.width) / width,
        y: part.y + ((y + 0.5) * part.height) / height,
      };
      inside[y * width + x] = isInside(at, box) ? 1 : 0;
    }
  }
  const object = divide(pixels, inside, width, height);
  const whole = new Uint8Array(image.width * image.height);
  for (let y = 0; y < part.height; y++) {
    for (let x = 0; x < part.width; x++) {
      const small = Math.floor((y * height) / part.height) * width + Math.floor((x * width) / part.width);
      const at = { x: part.x + x + 0.5, y: part.y + y + 0.5 };
      if (object[small] && isInside(at, box)) whole[(part.y + y) * image.width + part.x + x] = 1;
    }
  }
  return whole;
}

function divide(pixels: Uint8Array, inside: Uint8Array, width: number, height: number): Uint8Array {
  const { edges, capacities } = neighbourEdges(pixels, width, height);
  // More than all a pixel's neighbours together can ask for.
  const certain = 8 * SMOOTHNESS + 1;
  let object = inside;
  for (let round = 0; round < ROUNDS; round++) {
    const mine = fitColorMixture(colorsOf(pixels, object, 1));
    const other = fitColorMixture(colorsOf(pixels, object, 0));
    const source = new Float64Array(inside.length);
    const sink = new Float64Array(inside.length);
    for (let i = 0; i < inside.length; i++) {
      if (inside[i] === 0) {
        sink[i] = certain;
        continue;
      }
      const color = [pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]] as const;
      const asObject = mine.cost(...color);
      const asGround = other.cost(...color);
      // Both moved by the same, so that neither is below zero.
      const least = Math.min(asObject, asGround);
      source[i] = asGround - least;
      sink[i] = asObject - least;
    }
    const next = cutGraph(source, sink, edges, capacities);
    // Everything taken away means that the colours tell nothing: what was there before is the better answer.
    if (!next.includes(1)) return object;
    if (next.every((side, i) => side === object[i])) return next;
    object = next;
  }
  return object;
}

/** Neighbours hold together the more, the less they differ; β makes that relative to the contrast of the picture. */
function neighbourEdges(pixels: Uint8Array, width: number, height: number) {
  const pairs: number[] = [];
  const differences: number[] = [];
  const lengths: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (const [dx, dy] of NEIGHBOURS) {
        if (x + dx < 0 || x + dx >= width || y + dy >= height) continue;
        const a = y * width + x;
        const b = a + dy * width + dx;
        pairs.push(a, b);
        let sum = 0;
        for (let c = 0; c < 3; c++) sum += (pixels[3 * a + c] - pixels[3 * b + c]) ** 2;
        differences.push(sum);
        lengths.push(Math.hypot(dx, dy));
      }
    }
  }
  const mean = differences.reduce((sum, value) => sum + value, 0) / Math.max(1, differences.length);
  const beta = mean === 0 ? 0 : 1 / (2 * mean);
  const capacities = Float64Array.from(
    differences,
    (difference, i) => (SMOOTHNESS / lengths[i]) * Math.exp(-beta * difference),
  );
  return { edges: Int32Array.from(pairs), capacities };
}

function colorsOf(pixels: Uint8Array, side: Uint8Array, wanted: 0 | 1): number[] {
  const colors: number[] = [];
  for (let i = 0; i < side.length; i++) {
    if (side[i] === wanted) colors.push(pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]);
  }
  return colors;
}

/** Whole pixels of the image around the box. */
function partAround({ width, height }: RgbImage, box: Box): Box {
  const x = clamp(Math.floor(box.x - MARGIN * box.width), 0, width - 1);
  const y = clamp(Math.floor(box.y - MARGIN * box.height), 0, height - 1);
  const right = clamp(Math.ceil(box.x + (1 + MARGIN) * box.width), x + 1, width);
  const bottom = clamp(Math.ceil(box.y + (1 + MARGIN) * box.height), y + 1, height);
  return { x, y, width: right - x, height: bottom - y };
}

function cutOut(image: RgbImage, part: Box): Uint8Array {
  const pixels = new Uint8Array(3 * part.width * part.height);
  for (let y = 0; y < part.height; y++) {
    const from = 3 * ((part.y + y) * image.width + part.x);
    pixels.set(image.data.subarray(from, from + 3 * part.width), 3 * y * part.width);
  }
  return pixels;
}

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));
const isInside = ({ x, y }: { x: number; y: number }, box: Box) =>
  x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;
