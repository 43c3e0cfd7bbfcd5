import { defineHandler } from '../../shared/lambda/define-handler.ts';
import { StoreEnv } from '../../shared/lambda/handler-env.ts';
import { wrapHandler } from '../../shared/lambda/wrap-handler.ts';
import { webhookStore } from '../../shared/store/webhook-store.ts';
import * as z from 'zod';
import { postWebhook } from './post-webhook.ts';
import { sendWebhooks, SendWebhooksInput, SentWebhooks } from './send-webhooks.ts';

const Env = StoreEnv.extend({
  /** "true" lets webhooks go to private addresses: for a receiver on the same machine or network. */
  WEBHOOKS_ALLOW_PRIVATE: z.enum(['true', 'false']).default('false'),
});

const TIMEOUT_MS = 10_000;

/** Called by the clock, every minute. */
export const definition = defineHandler({
  env: Env,
  input: SendWebhooksInput,
  output: SentWebhooks,
  deps: (env, { store }) => ({
    webhooks: webhookStore(store),
    post: (url: string, headers: Record<string, string>, body: string) => {
      const allowPrivate = env.WEBHOOKS_ALLOW_PRIVATE === 'true';
      return postWebhook(url, headers, body, { timeoutMilliseconds: TIMEOUT_MS, allowPrivate });
    },
    now: store.now,
    random: Math.random,
  }),
  run: sendWebhooks,
});

export const handler = wrapHandler(definition);
