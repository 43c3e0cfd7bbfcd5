import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import { toLabelContent } from '../../shared/formats/to-label-content.ts';
import { deriveId } from '../../shared/ids.ts';
import { bringLabels } from '../../shared/jobs/bring-labels.ts';
import type { BringLabelsDeps } from '../../shared/jobs/bring-labels.ts';
import { ImportLabelsInput } from '../../shared/jobs/job-input.ts';
import type { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { mapInOrder } from '../../shared/jobs/map-in-order.ts';
import { runShard } from '../../shared/jobs/run-shard.ts';
import { addLabels } from '../../shared/labels/add-labels.ts';
import { isSameObject } from '../../shared/labels/diff-label-content.ts';
import type { LabelContent, LabelDocument } from '../../shared/labels/label-document.ts';
import { roundLabelContent } from '../../shared/labels/round-label-content.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { OntologyStore } from '../../shared/store/ontology-store.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import type { ImportLine } from '../split-import/shard-writer.ts';
import { readLines } from '../assemble-export/read-lines.ts';

export interface ImportLabelShardDeps extends BringLabelsDeps {
  jobs: JobStore;
  projects: Pick<ProjectStore, 'get'>;
  ontologies: Pick<OntologyStore, 'get'>;
  blobs: Blobs;
}

const AT_ONCE = 8;
const CHECK_EVERY = 100;

/** Saves the labels of one shard's images as the next revisions of their tasks, in the way that the job asks for. */
export function importLabelShard(step: ShardStep, deps: ImportLabelShardDeps): Promise<ShardResult> {
  return runShard(step, deps.jobs, async (job, check) => {
    const { projectId, uploadId, existing, addClasses, dryRun } = ImportLabelsInput.parse(job.input);
    const project = await deps.projects.get(projectId);
    const { content: ontology } = await deps.ontologies.get(project.ontologyId);
    const counts = { items: 0, imported: 0, objects: 0, kept: 0, missing: 0, unknown: 0 };

    const bring = async ([taskId, lines]: [string, ImportLine[]]) => {
      let next = 0;
      // The time of the job, so that doing it again writes the same.
      const stamp = {
        by: job.createdBy,
        at: job.createdAt,
        newId: () => deriveId(uploadId, taskId, String(next++)),
      };
      const parts = lines.map(({ item }) => toLabelContent(item, ontology, stamp));
      const brought = withOwnIds(
        roundLabelContent({
          objects: parts.flatMap(({ content }) => content.objects),
          classifications: parts.flatMap(({ content }) => content.classifications),
        }),
        stamp.newId,
      );
      const outcome = await bringLabels(
        {
          taskId,
          next: (current) => choose(current, brought, existing, (id) => deriveId(uploadId, taskId, id)),
          by: job.createdBy,
          action: 'task.labelsImported',
          details: { jobId: step.jobId, objects: brought.objects.length },
          dryRun,
        },
        deps,
      );
      const unknown = parts.reduce((sum, part) => sum + part.unknown.length, 0);
      const objects = brought.objects.length;
      // Classes that a dry run would have added are not there for its objects to be found in.
      if (dryRun && addClasses)
        return { outcome, images: lines.length, objects: objects + unknown, unknown: 0 };
      return { outcome, images: lines.length, objects, unknown };
    };
    const found = mapInOrder(await linesOf(step, deps.blobs), AT_ONCE, bring);
    for await (const { outcome, images, objects, unknown } of found) {
      counts.items += images;
      if (counts.items % CHECK_EVERY < images) await check();
      if (outcome === 'kept' || outcome === 'missing') {
        counts[outcome]++;
        continue;
      }
      counts.imported++;
      counts.objects += objects;
      counts.unknown += unknown;
    }
    return counts;
  });
}

/** By task: several files, or several annotators, may have labels for one image. */
async function linesOf({ jobId, shard }: ShardStep, blobs: Blobs): Promise<Map<string, ImportLine[]>> {
  const byTask = new Map<string, ImportLine[]>();
  for (let piece = 0; ; piece++) {
    const key = blobKeys.importPart(jobId, shard, piece);
    if (!(await blobs.head(key))) return byTask;
    for await (const text of readLines(await blobs.stream(key))) {
      const line = JSON.parse(text) as ImportLine;
      const known = byTask.get(line.taskId);
      if (known) known.push(line);
      else byTask.set(line.taskId, [line]);
    }
  }
}

function choose(
  current: LabelDocument,
  brought: LabelContent,
  existing: ImportLabelsInput['existing'],
  newId: (id: string) => string,
): LabelContent | undefined {
  if (existing === 'replace' || current.revision === 0) return brought;
  if (existing === 'add') return addLabels(current, brought, newId);
  // Labels that this very import brought before it was cut off count as brought.
  const known = new Map(current.objects.map((object) => [object.id, object]));
  const isThere = brought.objects.every((object) => {
    const was = known.get(object.id);
    return was !== undefined && isSameObject(was, object);
  });
  return brought.objects.length > 0 && isThere ? current : undefined;
}

function withOwnIds(content: LabelContent, newId: () => string): LabelContent {
  const unique = <T extends { id: string }>(items: T[]): T[] => {
    const seen = new Set<string>();
    return items.map((item) => {
      const own = seen.has(item.id) ? { ...item, id: newId() } : item;
      seen.add(own.id);
      return own;
    });
  };
  return { objects: unique(content.objects), classifications: unique(content.classifications) };
}
