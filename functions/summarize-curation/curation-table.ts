import type { Column, Table } from '../../shared/tables/column.ts';
import type { ComparedImages } from './compare-images.ts';
import type { DescribedImage } from './packed-images.ts';

const METRICS = [
  'width',
  'height',
  'brightness',
  'contrast',
  'sharpness',
  'red',
  'green',
  'blue',
  'entropy',
] as const;
const NEIGHBOURS_KEPT = 12;

/** One row per image, as the explorer and any SQL engine read it. */
export function curationTable(images: readonly DescribedImage[], compared: ComparedImages): Table {
  const { issues, uniqueness, clusters, leaves, map, graph, selected } = compared;
  const rank = new Int32Array(images.length).fill(-1);
  const reasons = images.map(() => '');
  for (const [place, { index, reason }] of selected.entries()) {
    rank[index] = place;
    reasons[index] = reason;
  }
  const kept = Math.min(NEIGHBOURS_KEPT, graph.k);
  const text = (values: string[]): Column => ({ kind: 'text', values });
  return {
    asset_id: text(images.map(({ assetId }) => assetId)),
    task_id: text(images.map(({ taskId }) => taskId)),
    key: text(images.map(({ path }) => path)),
    ...Object.fromEntries(
      METRICS.map((name) => [name, { kind: 'number', values: images.map(({ metrics }) => metrics[name]) }]),
    ),
    uniqueness: { kind: 'number', values: uniqueness },
    cluster: { kind: 'integer', values: clusters },
    leaf: { kind: 'integer', values: leaves },
    x: { kind: 'number', values: images.map((_, i) => map[2 * i]) },
    y: { kind: 'number', values: images.map((_, i) => map[2 * i + 1]) },
    issues: text(issues.map((list) => list.map(({ kind }) => kind).join(' '))),
    issue_reasons: text(issues.map((list) => list.map(({ reason }) => reason).join('\n'))),
    /** Rows of this table, nearest first. */
    neighbours: text(
      images.map((_, i) => [...graph.ids.subarray(i * graph.k, i * graph.k + kept)].join(' ')),
    ),
    neighbour_distances: text(
      images.map((_, i) =>
        [...graph.distances.subarray(i * graph.k, i * graph.k + kept)]
          .map((distance) => distance.toPrecision(6))
          .join(' '),
      ),
    ),
    /** Place in the proposed selection; -1: not proposed. */
    selected_rank: { kind: 'integer', values: rank },
    selected_reason: text(reasons),
  };
}
