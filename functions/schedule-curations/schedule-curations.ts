import * as z from 'zod';
import { AlreadyExists } from '../../shared/errors.ts';
import { deriveId, newId } from '../../shared/ids.ts';
import { executionNameOf } from '../../shared/jobs/execution-name.ts';
import type { CurateInput } from '../../shared/jobs/job-input.ts';
import type { AssetStore } from '../../shared/store/asset-store.ts';
import type { CurationStore } from '../../shared/store/curation-store.ts';
import type { JobStore } from '../../shared/store/job-store.ts';
import type { Page, PageRequest } from '../../shared/store/table/page.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import type { Project } from '../../shared/store/records/project.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';
import type { Workflows } from '../../shared/workflows/workflows.ts';
import { tasksByStage } from '../summarize-curation/tasks-by-stage.ts';
import { isDue } from './is-due.ts';

export const ScheduleCurationsInput = z.looseObject({});
export type ScheduleCurationsInput = z.infer<typeof ScheduleCurationsInput>;

export const ScheduledCurations = z.object({ started: z.array(z.string()) });
export type ScheduledCurations = z.infer<typeof ScheduledCurations>;

export interface ScheduleCurationsDeps {
  projects: Pick<ProjectStore, 'list'>;
  jobs: Pick<JobStore, 'list' | 'create' | 'start'>;
  curations: Pick<CurationStore, 'list'>;
  assets: Pick<AssetStore, 'counts'>;
  tasks: Pick<TaskStore, 'counts'>;
  machines: Pick<Workflows, 'start'>;
  now: () => Date;
}

/**
 * Starts the curation of every project whose plan says that it is time. A tick that comes twice makes one job: its id
 * follows from the run before.
 */
export async function scheduleCurations(
  _input: ScheduleCurationsInput,
  deps: ScheduleCurationsDeps,
): Promise<ScheduledCurations> {
  const started: string[] = [];
  for await (const project of every((request) => deps.projects.list(request))) {
    const jobId = await startIfDue(project, deps);
    if (jobId !== undefined) started.push(jobId);
  }
  return { started };
}

async function startIfDue(project: Project, deps: ScheduleCurationsDeps): Promise<string | undefined> {
  const { id: projectId, curation: plan } = project;
  if (!plan?.isOn || project.status !== 'active') return undefined;
  const [lastJob] = (await deps.jobs.list({ ownerId: projectId, kind: 'curate', limit: 1 })).items;
  const [last] = (await deps.curations.list({ projectId, limit: 1 })).items;
  const counts = await Promise.all(project.datasetIds.map((id) => deps.assets.counts(id)));
  const ready = counts.reduce((sum, each) => sum + each.ready, 0);
  const now = deps.now();
  const situation = {
    now,
    ready,
    lastJob,
    lastImages: last?.images,
    planChangedAt: project.updatedAt,
    stages: tasksByStage(await deps.tasks.counts(projectId)),
    lastStages: last?.stages,
  };
  if (!isDue(plan, situation)) return undefined;

  const input: CurateInput = {
    projectId,
    thresholds: plan.thresholds,
    selection: plan.selection,
    embedding: plan.embedding,
    isScheduled: true,
  };
  // Sorts by time like any other, and is the same for a tick that is delivered twice.
  const tick = Math.floor(now.getTime() / TICK_MILLISECONDS) * TICK_MILLISECONDS;
  const id = `${projectId}.${newId(new Date(tick)).slice(0, TIME_CHARACTERS)}${deriveId('scheduled', lastJob?.id ?? '', String(tick)).slice(TIME_CHARACTERS)}`;
  try {
    await deps.jobs.create({ id, ownerId: projectId, kind: 'curate', input, createdBy: project.createdBy });
  } catch (error) {
    if (error instanceof AlreadyExists) return undefined;
    throw error;
  }
  try {
    const name = executionNameOf(id, 1);
    const { executionId } = await deps.machines.start('curate', { jobId: id }, { name });
    await deps.jobs.start(id, { executionId });
  } catch {
    // The job stands; the sweep over jobs starts its machine. The other projects must not wait for that.
  }
  return id;
}

const TICK_MILLISECONDS = 60_000;
/** Of an id: 5 bits each, so 48 bits of time fill 9 whole ones. */
const TIME_CHARACTERS = 9;

async function* every<T>(list: (request: PageRequest) => Promise<Page<T>>): AsyncGenerator<T> {
  let pageToken: string | undefined;
  do {
    const page = await list({ limit: 100, pageToken });
    yield* page.items;
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
}
