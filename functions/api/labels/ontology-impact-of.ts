import { mapInOrder } from '../../../shared/jobs/map-in-order.ts';
import type { OntologyContent } from '../../../shared/labels/ontology.ts';
import { OntologyImpactCounter } from '../../../shared/labels/ontology-impact.ts';
import type { OntologyImpact } from '../../../shared/labels/ontology-impact.ts';
import { SHARD_COUNT } from '../../../shared/store/keys.ts';
import type { LabelStore } from '../../../shared/store/label-store.ts';
import type { TaskStore } from '../../../shared/store/tasks/task-store.ts';

interface ImpactDeps {
  labels: Pick<LabelStore, 'get'>;
  tasks: Pick<TaskStore, 'listShard'>;
}

/** So many tasks are looked at: a few seconds. */
const MOST_TASKS = 5_000;
const AT_ONCE = 16;

/**
 * What saving `after` would leave without a place in the labels of these projects. Of larger projects 5,000 tasks
 * are looked at, and `isComplete` says so. `images` counts those with labels.
 */
export async function ontologyImpactOf(
  projectIds: readonly string[],
  { before, after }: { before: OntologyContent; after: OntologyContent },
  { labels, tasks }: ImpactDeps,
): Promise<{ images: number; isComplete: boolean; impacts: OntologyImpact[] }> {
  const counter = new OntologyImpactCounter(before, after);
  let images = 0;
  let isComplete = true;

  async function* taskIds(): AsyncGenerator<string> {
    let listed = 0;
    for (const projectId of projectIds) {
      for (let shard = 0; shard < SHARD_COUNT; shard++) {
        for await (const { id } of tasks.listShard(projectId, shard)) {
          if (listed++ === MOST_TASKS) {
            isComplete = false;
            return;
          }
          yield id;
        }
      }
    }
  }
  for await (const document of mapInOrder(taskIds(), AT_ONCE, (id) => labels.get(id, 'main'))) {
    if (document.revision === 0) continue;
    images++;
    counter.add(document);
  }
  return { images, isComplete, impacts: counter.impacts() };
}
