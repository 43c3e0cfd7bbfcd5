import { ClusterOverview } from '../../../shared/curation/clustering/cluster-overview.ts';
import { quantile } from '../../../shared/curation/issues/quantile.ts';
import { readTable } from '../../../shared/tables/read-table.ts';
import { NearestImages } from './nearest-images.ts';

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
  /** Of all images, in pixels. */
  medianArea: number;
  cluster: Int32Array;
  /** Of the dendrogram. */
  leaf: Int32Array;
  x: Float64Array;
  y: Float64Array;
  /** The issues of each image, as a place in `issueLists`: a million images share a few dozen lists of kinds. */
  issueList: Int32Array;
  issueLists: readonly (readonly string[])[];
  /** A sentence for each issue of an image. */
  reasons: (row: number) => readonly string[];
  /** Rows of the images nearest to one, nearest first. */
  neighbours: (row: number) => Promise<number[]>;
  /** The nearest of all images; read when first asked for. */
  nearest: () => Promise<NearestImages>;
  /** Place in the proposed selection, or -1. */
  rank: Int32Array;
  rankReason: string[];
}

/** What is shown at once; the neighbours, which are half of a table, wait until somebody asks. */
const COLUMNS = [
  'asset_id',
  'task_id',
  'key',
  ...METRICS,
  'width',
  'height',
  'cluster',
  'leaf',
  'x',
  'y',
  'issues',
  'issue_reasons',
  'selected_rank',
  'selected_reason',
];

const split = (text: string, by: string) => (text === '' ? [] : text.split(by));

export async function loadImages(url: string, signal: AbortSignal): Promise<ExploredImages> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`The images could not be loaded (${response.status}).`);
  return imagesOf(new Uint8Array(await response.arrayBuffer()));
}

/** The images of the table that a curation wrote. */
export async function imagesOf(bytes: Uint8Array): Promise<ExploredImages> {
  const table = await readTable(bytes, COLUMNS);
  const [width, height] = [table.numbers('width'), table.numbers('height')];
  const reasons = table.texts('issue_reasons');
  let nearest: Promise<NearestImages> | undefined;
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
    width,
    height,
    medianArea: quantile(width.map((each, row) => each * height[row]).sort(), 0.5),
    cluster: table.integers('cluster'),
    leaf: table.integers('leaf'),
    x: table.numbers('x'),
    y: table.numbers('y'),
    ...listsOf(table.texts('issues')),
    reasons: (row) => split(reasons[row], '\n'),
    neighbours: async (row) => {
      const part = await readTable(bytes, ['neighbours'], { from: row, to: row + 1 });
      return split(part.texts('neighbours')[0], ' ').map(Number);
    },
    nearest: () => (nearest ??= NearestImages.read(bytes)),
    rank: table.integers('selected_rank'),
    rankReason: table.texts('selected_reason'),
  };
}

function listsOf(issues: readonly string[]): Pick<ExploredImages, 'issueList' | 'issueLists'> {
  const places = new Map<string, number>();
  const issueList = Int32Array.from(issues, (text) => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  });
  return { issueList, issueLists: [...places.keys()].map((text) => split(text, ' ')) };
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
