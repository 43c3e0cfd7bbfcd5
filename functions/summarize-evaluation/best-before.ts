import type { EvaluateInput } from '../../shared/jobs/job-input.ts';
import type { EvaluationStore } from '../../shared/store/evaluation-store.ts';
import type { Evaluation } from '../../shared/store/records/evaluation.ts';

/** The evaluation of the same labels, compared the same way, with the highest mean average precision so far. */
export async function bestBefore(
  input: EvaluateInput,
  evaluationId: string,
  evaluations: Pick<EvaluationStore, 'list'>,
): Promise<Evaluation['bestBefore']> {
  let best: Evaluation | undefined;
  let pageToken: string | undefined;
  do {
    const page = await evaluations.list({ projectId: input.projectId, limit: 200, pageToken });
    for (const one of page.items) {
      const isSame =
        one.snapshotId === input.snapshotId && one.split === input.split && one.iouType === input.iouType;
      if (one.id === evaluationId || !isSame) continue;
      if (!best || one.stats[0] > best.stats[0]) best = one;
    }
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return best && { id: best.id, name: best.predictionSetName, map: best.stats[0] };
}
