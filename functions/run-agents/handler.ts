import * as z from 'zod';
import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { jsonLog } from '../../shared/log.ts';
import { projectStore } from '../../shared/store/project-store.ts';
import { taskStore } from '../../shared/store/task-store.ts';
import { webhookStore } from '../../shared/store/webhook-store.ts';
import { workflowStore } from '../../shared/store/workflow-store.ts';
import { postWebhook } from '../send-webhooks/post-webhook.ts';
import { RanAgents, runAgents, RunAgentsInput } from './run-agents.ts';

const Env = StoreEnv.extend({
  /** "true" lets agents be called at private addresses: for one on the same machine or network. */
  WEBHOOKS_ALLOW_PRIVATE: z.enum(['true', 'false']).default('false'),
});

const TIMEOUT_MS = 30_000;

/** Called by the clock, every minute. */
export const definition = defineHandler({
  env: Env,
  input: RunAgentsInput,
  output: RanAgents,
  deps: (env, { store, workflows }) => ({
    projects: projectStore(store),
    workflows: workflowStore(store),
    tasks: taskStore(store),
    webhooks: webhookStore(store),
    machines: workflows,
    post: (url: string, headers: Record<string, string>, body: string) => {
      const allowPrivate = env.WEBHOOKS_ALLOW_PRIVATE === 'true';
      return postWebhook(url, headers, body, { timeoutMilliseconds: TIMEOUT_MS, allowPrivate });
    },
    now: store.now,
    log: jsonLog({ function: 'run-agents' }),
  }),
  run: runAgents,
});

export const handler = wrapHandler(definition);
