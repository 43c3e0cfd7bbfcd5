import { Webhook as Signer } from 'standardwebhooks';
import * as z from 'zod';
import { LapidaryError, ModelUnusable } from '../../shared/errors.ts';
import type { Log } from '../../shared/log.ts';
import type { ProjectStore } from '../../shared/store/project-store.ts';
import type { TaskStore } from '../../shared/store/tasks/task-store.ts';
import type { WebhookStore } from '../../shared/store/webhook-store.ts';
import type { WorkflowStore } from '../../shared/store/workflow-store.ts';
import { proceedTask } from '../../shared/workflow/task-transitions.ts';
import type { Stage } from '../../shared/workflow/stage.ts';
import type { Task } from '../../shared/workflow/task.ts';
import type { Workflows } from '../../shared/workflows/workflows.ts';
import { labelByModel } from './label-by-model.ts';
import type { LabelByModelDeps } from './label-by-model.ts';

export const RunAgentsInput = z.object({
  /** Tasks read at a time. */
  limit: z.number().int().min(1).max(1000).default(100),
});
export type RunAgentsInput = z.infer<typeof RunAgentsInput>;

export const RanAgents = z.object({ answered: z.number(), timedOut: z.number(), failed: z.number() });
export type RanAgents = z.infer<typeof RanAgents>;

export interface RunAgentsDeps {
  projects: Pick<ProjectStore, 'list'>;
  workflows: Pick<WorkflowStore, 'document'>;
  tasks: TaskStore;
  webhooks: Pick<WebhookStore, 'list'>;
  machines: Pick<Workflows, 'startSync'>;
  /** Missing where no runtime for models is set up: their tasks then wait for the timeout. */
  labelling?: LabelByModelDeps;
  post: (
    url: string,
    headers: Record<string, string>,
    body: string,
  ) => Promise<{ status: number; text: string }>;
  now: () => Date;
  log: Log;
}

type AgentStage = Extract<Stage, { kind: 'agent' }>;

const Answer = z.object({ pathway: z.string() });
const AT_ONCE = 10;
/** Of one stage in one run: tasks that fail again and again at its head do not hide those behind them. */
const MOST_PAGES = 10;
/** Models take seconds per image, and webhooks may; what is left over waits for the next run. */
const MOST_SECONDS = 200;

/**
 * Agent stages, by the clock: tasks that waited longer than the stage's timeout take its fallback pathway, and those
 * of stages with a webhook are sent to it. It answers `{ "pathway": "…" }`; anything else is asked again in the next
 * run, until the timeout. Models label tasks themselves, one after the other. Client stages are left to their clients.
 */
export async function runAgents(input: RunAgentsInput, deps: RunAgentsDeps): Promise<RanAgents> {
  const ran = { answered: 0, timedOut: 0, failed: 0 };
  // Images are labelled one at a time: the runtime does no more anyway, and each holds an image in memory.
  let models: Promise<void> = Promise.resolve();
  const began = deps.now().getTime();
  let pageToken: string | undefined;
  do {
    const page = await deps.projects.list({ limit: 200, pageToken });
    for (const project of page.items) {
      if (project.status === 'paused') continue;
      for (const { stageId, stageKind } of await deps.tasks.listStages(project.id))
        if (stageKind === 'agent') await runStage(project.id, stageId);
    }
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return ran;

  async function runStage(projectId: string, stageId: string): Promise<void> {
    let after: string | undefined;
    for (let page = 0; page < MOST_PAGES && hasTime(); page++) {
      const { tasks, lastKey } = await deps.tasks.listClaimable(projectId, stageId, input.limit, after);
      for (let i = 0; i < tasks.length; i += AT_ONCE)
        await Promise.all(tasks.slice(i, i + AT_ONCE).map(runOne));
      if (lastKey === undefined) return;
      after = lastKey;
    }
  }

  function hasTime(): boolean {
    return deps.now().getTime() - began <= MOST_SECONDS * 1000;
  }

  async function runOne(task: Task): Promise<void> {
    const workflow = await deps.workflows.document(task.workflowId, task.workflowRevision);
    const stage = workflow.stages.find((one) => one.id === task.stageId);
    if (stage?.kind !== 'agent') return;
    const waited = (deps.now().getTime() - Date.parse(task.enteredStageAt)) / 1000;
    if (waited > stage.settings.timeoutSeconds && stage.settings.onTimeout !== undefined) {
      if (await proceed(task, stage.settings.onTimeout, 'timeout')) ran.timedOut++;
      return;
    }
    if (stage.settings.actor === 'model') {
      models = models.then(() => runModel(task, stage));
      return models;
    }
    if (stage.settings.actor !== 'webhook' || stage.settings.url === undefined) return;
    const pathway = await askWebhook(task, stage, stage.settings.url);
    if (pathway === undefined) ran.failed++;
    else if (await proceed(task, pathway, 'webhook')) ran.answered++;
  }

  async function runModel(task: Task, stage: AgentStage): Promise<void> {
    if (!hasTime()) return;
    const of = { taskId: task.id, stageId: stage.id, modelId: stage.settings.modelId };
    try {
      if (!deps.labelling) throw new ModelUnusable('No model runtime is set up here.');
      const { pathway, reason, ...labels } = await labelByModel(task, stage, deps.labelling);
      if (reason !== undefined) deps.log.warn('A model could not label a task.', { ...of, reason });
      if (await proceed(task, pathway, 'model', labels)) ran.answered++;
    } catch (error) {
      if (!(error instanceof LapidaryError)) throw error;
      ran.failed++;
      deps.log.warn('A model did not label a task; it is asked again.', { ...of, error: error.message });
    }
  }

  /** Signed with the secrets of the project's webhook that has the same address. */
  async function askWebhook(task: Task, stage: AgentStage, url: string): Promise<string | undefined> {
    const { items } = await deps.webhooks.list({ projectId: task.projectId, limit: 50 });
    const webhook = items.find((one) => one.url === url);
    const why = (reason: string): undefined => {
      const of = { taskId: task.id, stageId: stage.id, reason };
      deps.log.warn('An agent did not answer with a pathway; it is asked again.', of);
      return undefined;
    };
    if (!webhook) return why('The project has no webhook with the address of this stage to sign with.');
    const at = deps.now();
    const { id, projectId, assetId, datasetId, imageName, stageId, labelRevision } = task;
    const body = JSON.stringify({
      type: 'task.readyForAgent',
      timestamp: at.toISOString(),
      data: {
        task: { id, projectId, assetId, datasetId, imageName, stageId, labelRevision },
        pathways: stage.pathways.map((pathway) => pathway.name),
      },
    });
    // The same task in the same stay is the same question, however often it is asked.
    const messageId = `${task.id}-${task.rev}`;
    const now = at.toISOString();
    const secrets = webhook.secrets.filter(({ until }) => until === undefined || until > now);
    const headers = {
      'content-type': 'application/json',
      'webhook-id': messageId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': secrets
        .map(({ secret }) => new Signer(secret).sign(messageId, at, body))
        .join(' '),
    };
    try {
      const answer = await deps.post(url, headers, body);
      if (answer.status < 200 || answer.status >= 300) return why(`It answered ${answer.status}.`);
      const { pathway } = Answer.parse(JSON.parse(answer.text));
      return stage.pathways.some((one) => one.name === pathway) ? pathway : why(`It answered "${pathway}".`);
    } catch (error) {
      return why(error instanceof Error ? error.message : String(error));
    }
  }

  async function proceed(
    task: Task,
    pathway: string,
    by: 'timeout' | 'webhook' | 'model',
    labels: { labelRevision?: number; classIds?: string[] } = {},
  ): Promise<boolean> {
    try {
      const telling = { actor: 'system', action: 'task.proceeded', details: { pathway, by } };
      const changed = (fresh: Task) =>
        fresh.rev === task.rev ? { ...proceedTask(fresh, pathway, 'system'), ...labels } : undefined;
      const { isChanged } = await deps.tasks.change(task.id, changed, telling, task);
      if (isChanged) await deps.machines.startSync('advance-task', { taskId: task.id });
      return isChanged;
    } catch (error) {
      if (!(error instanceof LapidaryError)) throw error;
      deps.log.warn('A task waits for the sweep to move it on.', { taskId: task.id, error: error.message });
      return false;
    }
  }
}
