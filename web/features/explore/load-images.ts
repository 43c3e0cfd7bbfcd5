import { ClusterOverview } from '../../../shared/curation/clustering/cluster-overview.ts';
import { readTable } from '../../../shared/tables/read-table.ts';

export const METRICS = ['brightness', 'contrast', 'sharpness', 'entropy', 'uniqueness'] as const;
export type Metric = (typeof METRICS)[number];

/** All images of one curation, in columns; a row is an image. */
export interface ExploredImages {
  count: number;
  assetId: string[];
  taskId: string[];
  key: string[];
  metrics: Record<Metric, Float64Array>;
  width: Float64Array;
  height: Float64Array;
  cluster: Int32Array;
  /** Of the dendrogram. */
  leaf: Int32Array;
  x: Float64Array;
  y: Float64Array;
  /** Kinds, and a sentence each. */
  issues: string[][];
  reasons: string[][];
  /** Rows of the nearest images and how far they are, nearest first. */
  neighbours: (row: number) => number[];
  distances: (row: number) => number[];
  /** Place in the proposed selection, or -1. */
  rank: Int32Array;
  rankReason: string[];
}

export async function loadImages(url: string, signal: AbortSignal): Promise<ExploredImages> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`The images could not be loaded (${response.status}).`);
  const table = await readTable(new Uint8Array(await response.arrayBuffer()));
  const neighbours = table.texts('neighbours');
  const distances = table.texts('neighbour_distances');
  const split = (text: string, by: string) => (text === '' ? [] : text.split(by));
  return {
    count: table.rows,
    assetId: table.texts('asset_id'),
    taskId: table.texts('task_id'),
    key: table.texts('key'),
    metrics: {
      brightness: table.numbers('brightness'),
      contrast: table.numbers('contrast'),
      sharpness: table.numbers('sharpness'),
      entropy: table.numbers('entropy'),
      uniqueness: table.numbers('uniqueness'),
    },
    width: table.numbers('width'),
    height: table.numbers('height'),
    cluster: table.integers('cluster'),
    leaf: table.integers('leaf'),
    x: table.numbers('x'),
    y: table.numbers('y'),
    issues: table.texts('issues').map((text) => split(text, ' ')),
    reasons: table.texts('issue_reasons').map((text) => split(text, '\n')),
    neighbours: (row) => split(neighbours[row], ' ').map(Number),
    distances: (row) => split(distances[row], ' ').map(Number),
    rank: table.integers('selected_rank'),
    rankReason: table.texts('selected_reason'),
  };
}

/** undefined: the curation is from before there was one. */
export async function loadOverview(
  url: string | undefined,
  signal: AbortSignal,
): Promise<ClusterOverview | undefined> {
  if (url === undefined) return undefined;
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`The clusters could not be loaded (${response.status}).`);
  return ClusterOverview.parse(await response.json());
}
