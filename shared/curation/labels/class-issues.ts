import type { CurationIssue } from '../issues/curation-issue.ts';
import type { CurationThresholds } from '../issues/curation-thresholds.ts';
import { quantile } from '../issues/quantile.ts';
import type { NeighbourGraph } from '../vectors/neighbour-graph.ts';

/**
 * Labels that do not fit their neighbours in embedding space, one list per labelled thing (image or crop):
 * likely wrong, when most of the neighbours agree on one other class; a class outlier, when it is far from its own class
 * compared with the rest of that class (severe IQR fence on the distance to the nearest of the same class).
 *
 * @param graph neighbours of the labelled things
 */
export function classIssues(
  graph: NeighbourGraph,
  classes: readonly string[],
  limits: CurationThresholds,
): CurationIssue[][] {
  const issues: CurationIssue[][] = classes.map(() => []);
  const own = new Float64Array(graph.count);
  for (let i = 0; i < graph.count; i++) {
    const votes = new Map<string, number>();
    own[i] = Infinity;
    for (let at = i * graph.k; at < (i + 1) * graph.k; at++) {
      const name = classes[graph.ids[at]];
      votes.set(name, (votes.get(name) ?? 0) + 1);
      if (name === classes[i]) own[i] = Math.min(own[i], graph.distances[at]);
    }
    const [best, count] = [...votes].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0]);
    const agreement = count / graph.k;
    if (best !== classes[i] && agreement >= limits.neighbourAgreement)
      issues[i].push({
        kind: 'likely-wrong-label',
        score: agreement,
        threshold: limits.neighbourAgreement,
        reason: `${count} of its ${graph.k} nearest neighbours are "${best}", not "${classes[i]}".`,
      });
  }
  const fences = new Map<string, number>();
  for (const name of new Set(classes)) {
    const sorted = own.filter((distance, i) => classes[i] === name && distance < Infinity).sort();
    const [low, high] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
    if (sorted.length >= 8 && high > low) fences.set(name, high + limits.severeIqr * (high - low));
  }
  for (let i = 0; i < graph.count; i++) {
    const fence = fences.get(classes[i]);
    if (fence === undefined || own[i] <= fence) continue;
    const score = own[i] < Infinity ? own[i] : graph.distances[(i + 1) * graph.k - 1];
    issues[i].push({
      kind: 'class-outlier',
      score,
      threshold: fence,
      reason:
        own[i] < Infinity
          ? `The nearest other "${classes[i]}" is ${score.toFixed(3)} away, beyond ${fence.toFixed(3)}.`
          : `None of its ${graph.k} nearest neighbours is "${classes[i]}".`,
    });
  }
  return issues;
}
