import type { ImageColumns } from './load-matches.ts';

export type ImageMetric = 'brightness' | 'contrast' | 'sharpness';

/** Which images count: of a split, of a collection, and in a range of a metric. */
export interface ImageFilter {
  split: string;
  /** Images of a collection. */
  assetIds?: ReadonlySet<string>;
  metric?: { name: ImageMetric; from: number; to: number };
}

/** 1 for images that count, 0 for the others; undefined when all do. */
export function keptImages(images: ImageColumns, filter: ImageFilter): Uint8Array | undefined {
  const { split, metric, assetIds } = filter;
  if (split === '' && metric === undefined && assetIds === undefined) return undefined;
  return Uint8Array.from(images.key, (_, i) => {
    if (split !== '' && images.split[i] !== split) return 0;
    if (assetIds?.has(images.assetId[i]) === false) return 0;
    if (metric === undefined) return 1;
    const value = images.numbers[metric.name][i];
    return value >= metric.from && value <= metric.to ? 1 : 0;
  });
}
