import { kMeans } from '../../shared/curation/clustering/k-means.ts';
import { summarizeClusters } from '../../shared/curation/clustering/summarize-clusters.ts';
import { curateImages } from '../../shared/curation/curate-images.ts';
import type { MeasuredAsset } from '../../shared/curation/curate-images.ts';
import type { CurationIssue } from '../../shared/curation/issues/curation-issue.ts';
import { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { makeMap } from '../../shared/curation/map/make-map.ts';
import { mixSelections } from '../../shared/curation/selection/mix-selections.ts';
import { selectBalanced } from '../../shared/curation/selection/select-balanced.ts';
import { selectDiverse } from '../../shared/curation/selection/select-diverse.ts';
import type { Selected } from '../../shared/curation/selection/selected.ts';
import { uniqueness } from '../../shared/curation/uniqueness.ts';
import { neighbourGraph } from '../../shared/curation/vectors/neighbour-graph.ts';
import type { NeighbourGraph } from '../../shared/curation/vectors/neighbour-graph.ts';
import { vectorTable } from '../../shared/curation/vectors/vector-table.ts';

/** What a set of images looks like as a whole; every list in the order of the images. */
export interface ComparedImages {
  issues: CurationIssue[][];
  uniqueness: Float64Array;
  clusters: Int32Array;
  /** x, y of each image. */
  map: Float32Array;
  graph: NeighbourGraph;
  /** The most worth labelling first, without flawed images and copies. */
  selected: Selected[];
  summaries: { label: number; size: number; prototypes: number[] }[];
}

const NEIGHBOURS = 30;
const MOST_CLUSTERS = 24;
const MOST_SELECTED = 500;

/** Issues, neighbours, clusters, map and what to label next, all from the same vectors. Deterministic. */
export function compareImages(images: readonly MeasuredAsset[]): ComparedImages {
  const dimensions = images[0].vector.length;
  const data = new Float32Array(images.length * dimensions);
  for (const [i, { vector }] of images.entries()) data.set(vector, i * dimensions);
  const table = vectorTable(data, dimensions);
  const graph = neighbourGraph(table, NEIGHBOURS);
  const k = Math.max(1, Math.min(MOST_CLUSTERS, Math.round(Math.sqrt(images.length / 2))));
  const clusters = kMeans(table, { k }).labels;
  const unique = uniqueness(graph);
  const { issues, duplicates, nearDuplicates } = curateImages(images, CurationThresholds.parse({}));

  const groups = new Map<number, number>();
  for (const [group, members] of [...duplicates, ...nearDuplicates].entries())
    for (const index of members) if (!groups.has(index)) groups.set(index, group);
  // What is blurred or broken is not worth a person's time; copies are kept apart by their groups.
  const isFlawed = issues.map((list) => list.some(({ kind }) => !/duplicate|outlier/.test(kind)));
  const good = (list: Selected[]) => list.filter(({ index }) => !isFlawed[index]);
  const budget = Math.min(MOST_SELECTED, images.length);
  const selected = mixSelections(
    [
      { weight: 2, selected: good(selectDiverse(table, budget)) },
      {
        weight: 1,
        selected: good(
          selectBalanced(
            [...clusters].map((label) => `cluster ${label + 1}`),
            budget,
            (index) => -unique[index],
          ),
        ),
      },
    ],
    budget,
    (index) => groups.get(index),
  );
  return {
    issues,
    uniqueness: unique,
    clusters,
    map: makeMap(table, graph.k >= 14 ? { graph } : {}),
    graph,
    selected,
    summaries: summarizeClusters(table, clusters),
  };
}
