import { availableParallelism } from 'node:os';
import sharp from 'sharp';
import { kMeans } from '../../shared/curation/clustering/k-means.ts';
import { summarizeClusters } from '../../shared/curation/clustering/summarize-clusters.ts';
import { curateImages } from '../../shared/curation/curate-images.ts';
import type { CurationIssue } from '../../shared/curation/issues/curation-issue.ts';
import type { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { labelledIssues } from '../../shared/curation/labels/labelled-issues.ts';
import type { VectorSet } from '../../shared/curation/vectors/read-vector-set.ts';
import { vectorTable } from '../../shared/curation/vectors/vector-table.ts';
import type { VectorTable } from '../../shared/curation/vectors/vector-table.ts';
import { InvalidInput } from '../../shared/errors.ts';
import type { ImageMetrics } from '../../shared/curation/image-metrics.ts';
import { openSource } from '../convert/open-source.ts';
import { cachedOutcome, readCache, writeCache } from './asset-cache.ts';
import { findFiles, type FoundFile } from './find-files.ts';
import { readLabels } from './read-labels.ts';
import type { FolderLabels } from './read-labels.ts';
import { readAsset, type ReadAsset, type ReadOutcome } from './read-asset.ts';

export interface CuratedAsset {
  path: string;
  width: number;
  height: number;
  sha256: string;
  phash: string;
  dhash: string;
  metrics: ImageMetrics;
  issues: CurationIssue[];
}

/** What `lapidary curate --json` prints. All paths are relative to the folder, with `/`. */
export interface CurationReport {
  assets: CuratedAsset[];
  /** Groups with the same bytes; the first of each group is the one to keep. */
  duplicates: string[][];
  /** Groups that look the same. */
  nearDuplicates: string[][];
  unreadable: { path: string; reason: string }[];
  /** Files that are no images and do not claim to be. */
  ignored: string[];
  /** By likeness, largest first; prototypes are the most typical images. */
  clusters: { size: number; prototypes: string[]; members: string[] }[];
  /** Exact duplicates that were moved away. */
  moved: { from: string; to: string }[];
  summary: { seconds: number; measured: number; unchanged: number; mode: 'exact' | 'fast' };
  /** What labels were read; missing where none were given. */
  labels?: { format: string; images: number; objects: number; unmatched: string[]; problems: number };
}

export interface CurateFolderInput {
  folder: string;
  fast: boolean;
  thresholds: CurationThresholds;
  /** Where earlier measurements lie; undefined measures everything and keeps nothing. */
  cacheFile?: string;
  /** Left out of the walk. */
  except?: string;
  /** A file or folder of labels, and its format where it is not to be found out. */
  labels?: { file: string; format?: string };
  /** Somebody's own vectors, in place of the built-in descriptor. */
  vectors?: VectorSet;
  onProgress?: (done: number, total: number) => void;
}

/** Walks, measures what changed since the last run, and compares. Nothing in the folder is touched. */
export async function curateFolder(input: CurateFolderInput): Promise<CurationReport> {
  const startedAt = performance.now();
  // One thread per image and two images at a time do more than two threads on one image, in less memory.
  sharp.concurrency(1);
  sharp.cache(false);
  // Told before a long measurement, not after it.
  if (input.labels) (await openSource(input.labels.file)).close();
  const { files, unreadable } = await findFiles(input.folder, input.except);
  const { outcomes, measured } = await readAll(files, input);
  const assets: ReadAsset[] = [];
  const ignored: string[] = [];
  for (const [{ path }, outcome] of outcomes) {
    if (outcome.kind === 'asset') assets.push(outcome.asset);
    else if (outcome.kind === 'unreadable') unreadable.push({ path, reason: outcome.reason });
    else ignored.push(path);
  }
  unreadable.sort((a, b) => (a.path < b.path ? -1 : 1));
  if (input.vectors) useVectors(assets, input.vectors);
  const { issues, duplicates, nearDuplicates } = curateImages(assets, input.thresholds);
  const table = tableOf(assets);
  const labels =
    input.labels &&
    (await readLabels(
      input.labels.file,
      input.folder,
      assets.map(({ path }) => path),
      input.labels.format,
    ));
  if (labels) {
    const labelled = assets.map(({ path, metrics: { width, height } }) => ({
      ...(labels.of.get(path) ?? { objects: [] }),
      path,
      width,
      height,
    }));
    const groups = [...duplicates, ...nearDuplicates];
    for (const [index, found] of labelledIssues(labelled, table, groups, input.thresholds).entries())
      issues[index].push(...found);
  }
  const paths = (group: number[]) => group.map((index) => assets[index].path);
  return {
    assets: assets.map(({ path, sha256, phash, dhash, metrics }, index) => ({
      path,
      width: metrics.width,
      height: metrics.height,
      sha256,
      phash,
      dhash,
      metrics,
      issues: issues[index],
    })),
    duplicates: duplicates.map(paths),
    nearDuplicates: nearDuplicates.map(paths),
    unreadable,
    ignored,
    clusters: clustersOf(assets, table),
    moved: [],
    ...(labels ? { labels: labelFacts(labels) } : {}),
    summary: {
      seconds: (performance.now() - startedAt) / 1000,
      measured,
      unchanged: files.length - measured,
      mode: input.fast ? 'fast' : 'exact',
    },
  };
}

async function readAll(files: FoundFile[], { fast, cacheFile, onProgress }: CurateFolderInput) {
  const known = cacheFile === undefined ? new Map<string, never>() : await readCache(cacheFile, fast);
  const outcomes: [FoundFile, ReadOutcome][] = files.map((file) => [
    file,
    cachedOutcome(known, file) ?? { kind: 'ignored' },
  ]);
  const waiting = outcomes.filter(([file]) => cachedOutcome(known, file) === undefined);
  const measured = waiting.length;
  let done = files.length - measured;
  let next = 0;
  const work = async () => {
    while (next < waiting.length) {
      const place = waiting[next++];
      place[1] = await readAsset(place[0], fast);
      onProgress?.(++done, files.length);
    }
  };
  onProgress?.(done, files.length);
  await Promise.all(Array.from({ length: Math.max(2, Math.min(4, availableParallelism())) }, work));
  if (cacheFile !== undefined && (measured > 0 || known.size !== files.length))
    await writeCache(cacheFile, fast, outcomes);
  return { outcomes, measured };
}

/** About √(n / 2) clusters, 2 to 24, from the built-in descriptor. */
function clustersOf(assets: ReadAsset[], table: VectorTable): CurationReport['clusters'] {
  if (assets.length < 8) return [];
  const k = Math.max(2, Math.min(24, Math.round(Math.sqrt(assets.length / 2))));
  const { labels } = kMeans(table, { k, seed: 1, restarts: 3 });
  return summarizeClusters(table, labels, 6).map(({ label, size, prototypes }) => ({
    size,
    prototypes: prototypes.map((index) => assets[index].path),
    members: assets.filter((_, index) => labels[index] === label).map(({ path }) => path),
  }));
}

function tableOf(assets: ReadAsset[]): VectorTable {
  const dimensions = assets[0]?.vector.length ?? 1;
  const data = new Float32Array(assets.length * dimensions);
  for (const [index, { vector }] of assets.entries()) data.set(vector, index * dimensions);
  return vectorTable(data, dimensions);
}

/** @throws InvalidInput when an image has no vector: half of a set by other measures would compare wrongly. */
function useVectors(assets: ReadAsset[], { table, rows }: VectorSet): void {
  const missing: string[] = [];
  for (const asset of assets) {
    const row = rows.get(asset.path) ?? rows.get(asset.sha256);
    if (row === undefined) missing.push(asset.path);
    else asset.vector = table.data.subarray(row * table.dimensions, (row + 1) * table.dimensions);
  }
  if (missing.length > 0)
    throw new InvalidInput(
      `${missing.length} images have no vector, the first is "${missing[0]}": name each by its path in the folder or its sha256.`,
    );
}

function labelFacts(labels: FolderLabels): CurationReport['labels'] {
  const { format, unmatched, problems } = labels;
  let objects = 0;
  for (const each of labels.of.values()) objects += each.objects.length;
  return { format, images: labels.of.size, objects, unmatched, problems };
}
