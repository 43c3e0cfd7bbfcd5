import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import { crowdObjects } from '../../shared/evaluation/crowd-objects.ts';
import { matchImage } from '../../shared/evaluation/match-image.ts';
import { addMatches, matchTables } from '../../shared/evaluation/match-tables.ts';
import type { MatchRows } from '../../shared/evaluation/match-tables.ts';
import { classNames } from '../../shared/formats/class-names.ts';
import { EvaluateInput } from '../../shared/jobs/job-input.ts';
import type { ShardResult, ShardStep } from '../../shared/jobs/job-input.ts';
import { mapInOrder } from '../../shared/jobs/map-in-order.ts';
import { runShard } from '../../shared/jobs/run-shard.ts';
import { writeTable } from '../../shared/tables/write-table.ts';
import type { MatchShardDeps } from './match-shard-deps.ts';
import { truthsOfShard } from './truths-of-shard.ts';

const AT_ONCE = 8;
const CHECK_EVERY = 100;

/** Matches the predictions of one shard with its labels, and keeps the matches as Parquet, for every threshold. */
export function matchShard(step: ShardStep, deps: MatchShardDeps): Promise<ShardResult> {
  return runShard(step, deps.jobs, async (job, check) => {
    const input = EvaluateInput.parse(job.input);
    const { content } = await deps.ontologies.get(input.ontologyId, input.ontologyRevision);
    const { branch } = await deps.predictionSets.get(input.predictionSetId);
    const names = classNames(content);
    const classOf = new Map(content.classes.map(({ id, name }) => [id, names.indexOf(name)]));

    const isCrowd = crowdObjects(content);

    const rows: MatchRows = { images: [], predictions: [], truths: [] };
    let items = 0;
    const images = mapInOrder(truthsOfShard(input, step.shard, deps), AT_ONCE, async (truth) => {
      if (!truth) return undefined;
      const predictions = await deps.labels.get(truth.taskId, branch);
      const metrics = (await deps.assets.find(truth.assetId))?.metrics ?? {};
      return { ...truth, predictions: predictions.objects, metrics };
    });
    for await (const image of images) {
      if (++items % CHECK_EVERY === 0) await check();
      if (!image) continue;
      const { assetId, taskId, key, width, height, metrics } = image;
      const { brightness = NaN, contrast = NaN, sharpness = NaN } = metrics;
      const matched = matchImage(
        image,
        { truths: image.labels.objects, predictions: image.predictions },
        classOf,
        input.iouType,
        isCrowd,
      );
      addMatches(
        rows,
        { assetId, taskId, key, split: image.split ?? '', width, height, brightness, contrast, sharpness },
        matched,
      );
    }
    for (const [name, table] of Object.entries(matchTables(rows, input.iouType === 'segm'))) {
      const key = blobKeys.evaluationPart(step.jobId, step.shard, name);
      await deps.blobs.put(key, writeTable(table), { contentType: 'application/vnd.apache.parquet' });
    }
    return {
      items,
      images: rows.images.length,
      truths: rows.truths.length,
      predictions: rows.predictions.length,
    };
  });
}
