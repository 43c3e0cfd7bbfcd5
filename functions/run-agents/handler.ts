import * as z from 'zod';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreAndBlobsEnv } from '../../shared/lambda/handler-env.ts';
import { modelSeam } from '../../shared/lambda/model-seam.ts';
import type { Seams } from '../../shared/lambda/seams.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { jsonLog } from '../../shared/log.ts';
import { assetStore } from '../../shared/store/asset-store.ts';
import { labelStore } from '../../shared/store/label-store.ts';
import { ontologyStore } from '../../shared/store/ontology-store.ts';
import { projectModelStore } from '../../shared/store/project-model-store.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { webhookStore } from '../../shared/store/webhook-store.ts';
import { workflowStore } from '../../shared/store/workflow-store.ts';
import { postWebhook } from '../send-webhooks/post-webhook.ts';
import type { LabelByModelDeps } from './label-by-model.ts';
import { RanAgents, runAgents, RunAgentsInput } from './run-agents.ts';

const Env = StoreAndBlobsEnv.extend({
  /** "true" lets agents be called at private addresses: for one on the same machine or network. */
  WEBHOOKS_ALLOW_PRIVATE: z.enum(['true', 'false']).default('false'),
});

const TIMEOUT_MS = 30_000;

/** Called by the clock, every minute. */
export const definition = defineHandler({
  env: Env,
  input: RunAgentsInput,
  output: RanAgents,
  deps: (env, seams) => ({
    projects: projectStore(seams.store),
    workflows: workflowStore(seams.store),
    tasks: taskStore(seams.store),
    webhooks: webhookStore(seams.store),
    machines: seams.workflows,
    labelling: labelling(seams),
    post: (url: string, headers: Record<string, string>, body: string) => {
      const allowPrivate = env.WEBHOOKS_ALLOW_PRIVATE === 'true';
      return postWebhook(url, headers, body, { timeoutMilliseconds: TIMEOUT_MS, allowPrivate });
    },
    now: seams.store.now,
    log: jsonLog({ function: 'run-agents' }),
  }),
  run: runAgents,
});

function labelling({ store, blobs, models }: Seams): LabelByModelDeps {
  return {
    models: modelSeam({ store, blobs, models }),
    blobs,
    assets: assetStore(store),
    projects: projectStore(store),
    chosen: projectModelStore(store),
    ontologies: ontologyStore(store),
    labels: labelStore({ ...store, blobs }),
    now: store.now,
  };
}

export const handler = wrapHandler(definition);
