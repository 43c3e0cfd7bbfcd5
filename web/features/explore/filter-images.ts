import { METRICS } from './load-images.ts';
import type { ExploredImages, Metric } from './load-images.ts';

/** Rows that were picked; any set will do. */
export interface PickedRows {
  size: number;
  has: (row: number) => boolean;
}

/** Everything must hold at once; what is missing does not matter. */
export interface ExploreFilter {
  ranges: Partial<Record<Metric, [from: number, to: number]>>;
  issue?: string;
  cluster?: number;
  /** Rows inside the lasso. */
  lasso?: PickedRows;
  /** Only these rows, in this order: those most like something, or most surely of a class. */
  similar?: { title: string; rows: readonly number[] };
  /** Only what is proposed to be labelled next, the best first. */
  isProposed?: boolean;
}

/** The rows that pass, in the order in which they are to be shown. */
export function filterImages(images: ExploredImages, filter: ExploreFilter): number[] {
  const { ranges, issue, cluster, lasso, similar, isProposed } = filter;
  const limits = METRICS.flatMap((name) => {
    const range = ranges[name];
    return range ? [{ values: images.metrics[name], from: range[0], to: range[1] }] : [];
  });
  const hasIssue = Uint8Array.from(images.issueLists, (list) => (list.includes(issue ?? '') ? 1 : 0));
  const isKept = (row: number): boolean =>
    limits.every(({ values, from, to }) => values[row] >= from && values[row] <= to) &&
    (issue === undefined || hasIssue[images.issueList[row]] === 1) &&
    (cluster === undefined || images.cluster[row] === cluster) &&
    (lasso === undefined || lasso.has(row)) &&
    (isProposed !== true || images.rank[row] >= 0);
  if (similar !== undefined) return similar.rows.filter(isKept);
  const rows: number[] = [];
  for (let row = 0; row < images.count; row++) if (isKept(row)) rows.push(row);
  return isProposed === true ? rows.sort((a, b) => images.rank[a] - images.rank[b]) : rows;
}
