import { METRICS } from './load-images.ts';
import type { ExploredImages, Metric } from './load-images.ts';

/** What the colour of a point on the map says. */
export const COLOR_FIELDS = ['group', 'issue', 'proposed', ...METRICS] as const;
export type ColorField = (typeof COLOR_FIELDS)[number];

const PALETTE = [
  [69, 113, 224],
  [230, 119, 0],
  [18, 153, 108],
  [174, 62, 201],
  [224, 49, 49],
  [102, 168, 15],
  [16, 152, 173],
  [214, 51, 108],
] as const;
/** From low to high; legible on light and dark, and without telling red from green. */
const RAMP = [
  [62, 74, 137],
  [38, 130, 142],
  [53, 183, 121],
  [253, 208, 54],
] as const;

const pack = (r: number, g: number, b: number) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
export const GREY = pack(140, 145, 155);
const ORANGE = pack(230, 119, 0);
const BLUE = pack(69, 113, 224);

/** One colour per image, as the bytes of a canvas pixel (R, G, B, A from the lowest). */
export function colorImages(images: ExploredImages, field: ColorField): Uint32Array {
  const colors = new Uint32Array(images.count).fill(GREY);
  if (field === 'group') {
    const packed = PALETTE.map(([r, g, b]) => pack(r, g, b));
    for (let row = 0; row < images.count; row++)
      if (images.cluster[row] >= 0) colors[row] = packed[images.cluster[row] % packed.length];
    return colors;
  }
  if (field === 'issue' || field === 'proposed') {
    const hasIssue = images.issueLists.map((list) => list.length > 0);
    for (let row = 0; row < images.count; row++) {
      const isMarked = field === 'issue' ? hasIssue[images.issueList[row]] : images.rank[row] >= 0;
      if (isMarked) colors[row] = field === 'issue' ? ORANGE : BLUE;
    }
    return colors;
  }
  const values = images.metrics[field];
  const [from, to] = middleRange(values);
  const ramp = Uint32Array.from({ length: 256 }, (_, i) => rampColor(i / 255));
  const scale = 255 / Math.max(1e-12, to - from);
  for (let row = 0; row < images.count; row++)
    colors[row] = ramp[Math.max(0, Math.min(255, Math.round((values[row] - from) * scale)))];
  return colors;
}

/** Ends of a metric's colours, for the legend: from 1 to 99 of 100 images, so that one outlier does not take all. */
export function colorRange(images: ExploredImages, metric: Metric): [from: number, to: number] {
  return middleRange(images.metrics[metric]);
}

/** As CSS, from low to high. */
export const RAMP_CSS = `linear-gradient(to right, ${RAMP.map((color) => `rgb(${color.join(' ')})`).join(', ')})`;

/** Sorting a million values would be felt; an even sample has the same ends. */
const MOST_SORTED = 10_000;

function middleRange(values: Float64Array): [number, number] {
  const step = Math.max(1, Math.floor(values.length / MOST_SORTED));
  const sorted = values.filter((_, i) => i % step === 0).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return [at(0.01), at(0.99)];
}

function rampColor(share: number): number {
  const at = share * (RAMP.length - 1);
  const low = Math.min(RAMP.length - 2, Math.floor(at));
  const [a, b] = [RAMP[low], RAMP[low + 1]];
  const mix = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * (at - low));
  return pack(mix(0), mix(1), mix(2));
}
