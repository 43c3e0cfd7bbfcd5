import { rleArea, rleIou } from '../geometry/rle-operations.ts';
import { decodeRleCounts } from '../geometry/rle-codec.ts';
import type { ImageEmbedding } from './image-embedding.ts';
import type { Models } from './models.ts';
import type { SegmentedMask } from './segmented-mask.ts';

export interface EverythingOptions {
  /** Clicks along the longer side; the shorter side has as many as fit. */
  clicksPerSide?: number;
  /** Masks that the model itself rates below are dropped, 0–1. */
  minimumScore?: number;
  /** Masks that change when the threshold moves are dropped, 0–1. */
  minimumStability?: number;
  /** Of two masks with a higher IoU only the better rated is kept. */
  maximumOverlap?: number;
  /** Pixels; smaller masks are specks. */
  minimumArea?: number;
  /** Share of the image; larger masks are the background. */
  maximumShare?: number;
  /** Called as clicks are answered. */
  onProgress?: (done: number, total: number) => void;
}

const BATCH = 16;

/** The centres of a grid of equal cells, row by row, in pixels. */
export function gridPoints(width: number, height: number, clicksPerSide: number): { x: number; y: number }[] {
  const cell = Math.max(width, height) / clicksPerSide;
  const columns = Math.max(1, Math.round(width / cell));
  const rows = Math.max(1, Math.round(height / cell));
  return Array.from({ length: rows * columns }, (_, index) => ({
    x: (((index % columns) + 0.5) * width) / columns,
    y: ((Math.floor(index / columns) + 0.5) * height) / rows,
  }));
}

/**
 * Every object of an image: a grid of clicks, each mask kept that is rated well, stable and no repetition of a
 * better one (Segment Anything's automatic mask generation, section 5 of its appendix, without crops). Batch work:
 * a person's click overtakes it.
 */
export async function segmentEverything(
  models: Pick<Models, 'decode'>,
  embedding: ImageEmbedding,
  options: EverythingOptions = {},
): Promise<SegmentedMask[]> {
  const { clicksPerSide = 16, minimumScore = 0.7, minimumStability = 0.8, maximumOverlap = 0.6 } = options;
  const { minimumArea = 80, maximumShare = 0.4, onProgress = () => {} } = options;
  const points = gridPoints(embedding.width, embedding.height, clicksPerSide);
  const most = maximumShare * embedding.width * embedding.height;
  const found: { mask: SegmentedMask; runs: Uint32Array }[] = [];
  for (let start = 0; start < points.length; start += BATCH) {
    const prompts = points
      .slice(start, start + BATCH)
      .map(({ x, y }) => ({ points: [{ x, y, label: 1 as const }] }));
    for (const mask of await models.decode(embedding, prompts, { priority: 'batch' })) {
      if (mask.score < minimumScore || mask.stability < minimumStability) continue;
      const runs = decodeRleCounts(mask.mask.counts) ?? new Uint32Array();
      const area = rleArea(runs);
      if (area >= minimumArea && area <= most) found.push({ mask, runs });
    }
    onProgress(Math.min(points.length, start + BATCH), points.length);
  }
  found.sort((a, b) => b.mask.score - a.mask.score);
  const kept: typeof found = [];
  for (const candidate of found) {
    if (kept.every(({ runs }) => rleIou(candidate.runs, runs) <= maximumOverlap)) kept.push(candidate);
  }
  return kept.map(({ mask }) => mask);
}
