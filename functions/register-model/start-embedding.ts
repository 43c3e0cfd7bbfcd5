import { AlreadyExists } from '../../shared/errors.ts';
import { deriveId } from '../../shared/ids.ts';
import { executionNameOf } from '../../shared/jobs/execution-name.ts';
import type { EmbedImagesInput } from '../../shared/jobs/job-input.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { Job } from '../../shared/store/records/job.ts';
import type { Workflows } from '../../shared/workflows/workflows.ts';

interface StartEmbeddingDeps {
  jobs: Pick<JobStore, 'create' | 'start'>;
  machines: Pick<Workflows, 'start'>;
}

const KIND = 'embed-images';

/** Lets a model that was put into use by a training look at the images of the project; asked twice, it does so once. */
export async function startEmbedding(
  { id: trainingId, createdBy }: Pick<Job, 'id' | 'createdBy'>,
  input: EmbedImagesInput,
  deps: StartEmbeddingDeps,
): Promise<void> {
  // Sorts by time like any other: right after the training that it follows.
  const training = trainingId.slice(input.projectId.length + 1);
  const id = `${input.projectId}.${training.slice(0, TIME_CHARACTERS)}${deriveId(KIND, trainingId).slice(TIME_CHARACTERS)}`;
  try {
    await deps.jobs.create({ id, ownerId: input.projectId, kind: KIND, input, createdBy });
  } catch (error) {
    if (error instanceof AlreadyExists) return;
    throw error;
  }
  try {
    const { executionId } = await deps.machines.start(KIND, { jobId: id }, { name: executionNameOf(id, 1) });
    await deps.jobs.start(id, { executionId });
  } catch {
    // The job stands; the sweep over jobs starts its machine. The model is in use all the same.
  }
}

/** Of an id: 5 bits each, so 48 bits of time fill 9 whole ones. */
const TIME_CHARACTERS = 9;
