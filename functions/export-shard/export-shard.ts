import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { exchangeItemsOf } from '../../shared/formats/to-exchange-item.ts';
import { ExportLabelsInput } from '../../shared/jobs/job-input.ts';
import type { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { runShard } from '../../shared/jobs/run-shard.ts';
import type { ExportShardDeps } from './export-shard-deps.ts';
import { labelledImages } from './labelled-images.ts';

const CHECK_EVERY = 100;

/** One line of a part: the image as formats write it, and where its file lies. */
export interface ExportLine {
  item: ReturnType<ReturnType<typeof exchangeItemsOf>>;
  blobKey: string;
}

/** Writes one shard's images with their labels as lines of JSON: one stream, never the whole in memory. */
export function exportShard(step: ShardStep, deps: ExportShardDeps): Promise<ShardResult> {
  return runShard(step, deps.jobs, async (job, check) => {
    const input = ExportLabelsInput.parse(job.input);
    const { content } = await deps.ontologies.get(input.ontologyId, input.ontologyRevision);
    const toItem = exchangeItemsOf(content);
    const { datasetIds } = await deps.projects.get(input.projectId);
    const counts = { items: 0, images: 0, objects: 0, train: 0, val: 0, test: 0 };

    async function* lines(): AsyncGenerator<Uint8Array> {
      for await (const { image, datasetId, labels, scanned } of labelledImages(input, step.shard, deps)) {
        counts.items += scanned;
        if (counts.items % CHECK_EVERY === 0) await check();
        if (!image || !labels) continue;
        counts.images++;
        counts.objects += labels.objects.length;
        if (image.split) counts[image.split as 'train' | 'val' | 'test']++;
        // Two datasets may hold files of one name.
        const folder =
          datasetIds.length > 1 ? `${(await deps.datasets.find(datasetId))?.name ?? datasetId}/` : '';
        const line: ExportLine = {
          item: toItem({ ...image, key: folder + image.key }, labels),
          blobKey: blobKeys.image(datasetId, image.key),
        };
        yield Buffer.from(`${JSON.stringify(line)}\n`);
      }
    }
    await deps.blobs.put(blobKeys.exportPart(step.jobId, step.shard), lines(), {
      contentType: 'application/x-ndjson',
    });
    return counts;
  });
}
