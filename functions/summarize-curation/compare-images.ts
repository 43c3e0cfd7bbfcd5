import { clusterOverview } from '../../shared/curation/clustering/cluster-overview.ts';
import type { ClusterOverview } from '../../shared/curation/clustering/cluster-overview.ts';
import { kMeansOfMany } from '../../shared/curation/clustering/k-means-of-many.ts';
import { summarizeClusters } from '../../shared/curation/clustering/summarize-clusters.ts';
import { curateImages } from '../../shared/curation/curate-images.ts';
import type { MeasuredAsset } from '../../shared/curation/curate-images.ts';
import type { CurationIssue } from '../../shared/curation/issues/curation-issue.ts';
import type { CurationThresholds } from '../../shared/curation/issues/curation-thresholds.ts';
import { imageClassIssues } from '../../shared/curation/labels/image-class-issues.ts';
import { splitLeaks } from '../../shared/curation/labels/split-leaks.ts';
import { mapOfMany } from '../../shared/curation/map/map-of-many.ts';
import { selectByRule } from '../../shared/curation/selection/select-by-rule.ts';
import type { Selected } from '../../shared/curation/selection/selected.ts';
import type { SelectionRule, SelectionStrategy } from '../../shared/curation/selection/selection-rule.ts';
import { uniqueness } from '../../shared/curation/uniqueness.ts';
import type { NeighbourGraph } from '../../shared/curation/vectors/neighbour-graph.ts';
import { neighboursOfAll } from '../../shared/curation/vectors/neighbours-of-all.ts';
import type { VectorTable } from '../../shared/curation/vectors/vector-table.ts';
import type { TaskState } from './task-states.ts';

/** What a set of images looks like as a whole; every list in the order of the images. */
export interface ComparedImages {
  issues: CurationIssue[][];
  uniqueness: Float64Array;
  clusters: Int32Array;
  /** Leaf of the dendrogram of each image. */
  leaves: Int32Array;
  overview: ClusterOverview;
  /** x, y of each image. */
  map: Float32Array;
  graph: NeighbourGraph;
  /** The part of the true neighbours that it holds, 0–1. */
  neighbourRecall: number;
  /** The most worth labelling first, without flawed images and copies: what the rule chooses, then what would follow. */
  selected: Selected[];
  /** How many of them the rule chooses. */
  chosen: number;
  /** Strategies of the rule that had nothing to go on. */
  idle: SelectionStrategy[];
  summaries: { label: number; size: number; prototypes: number[] }[];
}

export interface ComparedImage extends MeasuredAsset {
  /** NaN: not known. */
  doubt: number;
  loss: number;
  /** undefined: it has no task. */
  state: TaskState | undefined;
  /** What its labels show by themselves. */
  labelIssues?: readonly CurationIssue[];
  /** What its labels say that it is as a whole. */
  imageClass?: string;
  /** Of the newest snapshot with splits. */
  split?: string;
}

const NEIGHBOURS = 30;
const MOST_CLUSTERS = 24;
/** What a person sees as proposed, beyond what the rule chooses. */
const PROPOSED = 500;

/**
 * Issues, neighbours, clusters, map and what to label next, all from the same vectors. Deterministic.
 *
 * @param table the vectors of the images, in the same order
 */
export function compareImages(
  images: readonly ComparedImage[],
  table: VectorTable,
  thresholds: CurationThresholds,
  rule: Pick<SelectionRule, 'budget' | 'mixture'>,
): ComparedImages {
  const { graph, recall: neighbourRecall } = neighboursOfAll(table, NEIGHBOURS);
  const k = Math.max(1, Math.min(MOST_CLUSTERS, Math.round(Math.sqrt(images.length / 2))));
  const clusters = kMeansOfMany(table, { k }).labels;
  const unique = uniqueness(graph);
  const { issues, duplicates, nearDuplicates } = curateImages(images, thresholds);

  const groups = new Map<number, number>();
  for (const [group, members] of [...duplicates, ...nearDuplicates].entries())
    for (const index of members) if (!groups.has(index)) groups.set(index, group);
  const covered = rowsWhere(images, ({ state }) => state === 'taken' || state === 'front');
  const coveredGroups = new Set(covered.map((row) => groups.get(row)));
  coveredGroups.delete(undefined);
  // What is blurred or broken is not worth a person's time, nor is a copy of what is labelled or chosen already.
  const candidates = rowsWhere(
    images,
    ({ state }, row) =>
      state === 'waiting' &&
      issues[row].every(({ kind }) => /duplicate|outlier/.test(kind)) &&
      !coveredGroups.has(groups.get(row)),
  );
  const input = {
    table,
    candidates,
    covered,
    clusters,
    uniqueness: unique,
    groupOf: (row: number) => groups.get(row),
    doubts: Float64Array.from(images, ({ doubt }) => doubt),
    losses: Float64Array.from(images, ({ loss }) => loss),
  };
  const { selected, idle } = selectByRule(rule, input);
  const taken = new Set(selected.map(({ index }) => index));
  const chosenGroups = new Set(selected.map(({ index }) => groups.get(index)));
  chosenGroups.delete(undefined);
  const proposed = selectByRule({ ...rule, budget: PROPOSED }, input).selected.filter(
    ({ index }) => !taken.has(index) && !chosenGroups.has(groups.get(index)),
  );
  // Only now: a wrong label is no reason against labelling.
  const classIssues = imageClassIssues(
    images.map(({ imageClass }) => imageClass),
    table,
    thresholds,
    graph,
  );
  const leaks = splitLeaks(
    images.map(({ split }) => split),
    [...duplicates, ...nearDuplicates],
    (row) => images[row].path,
  );
  for (const [row, { labelIssues = [] }] of images.entries())
    issues[row].push(...labelIssues, ...classIssues[row], ...leaks[row].slice(0, 1));
  return {
    issues,
    uniqueness: unique,
    clusters,
    ...clusterOverview(table, graph),
    map: mapOfMany(table, graph),
    graph,
    neighbourRecall,
    selected: [...selected, ...proposed],
    chosen: selected.length,
    idle,
    summaries: summarizeClusters(table, clusters),
  };
}

function rowsWhere(
  images: readonly ComparedImage[],
  isWanted: (image: ComparedImage, row: number) => boolean,
): number[] {
  return images.flatMap((image, row) => (isWanted(image, row) ? [row] : []));
}
