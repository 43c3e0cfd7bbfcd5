import { Webhook as Signer } from 'standardwebhooks';
import * as z from 'zod';
import { NotFound } from '../../shared/errors.ts';
import type { Delivery, Webhook } from '../../shared/store/records/webhook.ts';
import type { WebhookStore } from '../../shared/store/webhook-store.ts';

export const SendWebhooksInput = z.object({ limit: z.number().int().min(1).max(1000).default(200) });
export type SendWebhooksInput = z.infer<typeof SendWebhooksInput>;

export const SentWebhooks = z.object({ delivered: z.number(), retried: z.number(), dead: z.number() });
export type SentWebhooks = z.infer<typeof SentWebhooks>;

export interface SendWebhooksDeps {
  webhooks: WebhookStore;
  post: (url: string, headers: Record<string, string>, body: string) => Promise<{ status: number }>;
  now: () => Date;
  /** 0–1. */
  random: () => number;
}

/** About five seconds, 15, 45 … up to six hours: ten attempts over roughly a day. */
const MOST_ATTEMPTS = 10;
const FIRST_DELAY_MS = 5_000;
const LONGEST_DELAY_MS = 6 * 3_600_000;
/** While one sender is at it, others leave the delivery alone for this long. */
const CLAIM_MS = 60_000;
const AT_ONCE = 10;
const GONE = 410;

/** Sends what is due, each at least once, signed by the Standard Webhooks scheme; failures come again later. */
export async function sendWebhooks(input: SendWebhooksInput, deps: SendWebhooksDeps): Promise<SentWebhooks> {
  const sent = { delivered: 0, retried: 0, dead: 0 };
  const due = await deps.webhooks.listDue(input.limit);
  for (let i = 0; i < due.length; i += AT_ONCE) {
    const outcomes = await Promise.all(due.slice(i, i + AT_ONCE).map((delivery) => sendOne(delivery, deps)));
    for (const outcome of outcomes) if (outcome) sent[outcome]++;
  }
  return sent;
}

async function sendOne(delivery: Delivery, deps: SendWebhooksDeps): Promise<keyof SentWebhooks | undefined> {
  const started = deps.now();
  const claim = { dueAt: new Date(started.getTime() + CLAIM_MS).toISOString() };
  const claimed = await deps.webhooks.changeDelivery(delivery, claim);
  if (!claimed) return undefined;
  const webhook = await deps.webhooks.get(delivery.webhookId).catch((error: unknown) => {
    if (error instanceof NotFound) return undefined;
    throw error;
  });
  const outcome = await attempt(webhook, claimed, started, deps);
  const attempts = [...claimed.attempts, outcome].slice(-50);
  if (outcome.error === undefined) {
    await deps.webhooks.changeDelivery(claimed, { status: 'delivered', attempts });
    return 'delivered';
  }
  // A receiver that is gone for good says so; Standard Webhooks has this status for it.
  const isGone = !webhook || outcome.status === GONE;
  if (isGone || attempts.length % MOST_ATTEMPTS === 0) {
    await deps.webhooks.changeDelivery(claimed, { status: 'dead', attempts });
    return 'dead';
  }
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 3 ** ((attempts.length % MOST_ATTEMPTS) - 1));
  const dueAt = new Date(deps.now().getTime() + full * (0.5 + deps.random() / 2)).toISOString();
  await deps.webhooks.changeDelivery(claimed, { attempts, dueAt });
  return 'retried';
}

async function attempt(
  webhook: Webhook | undefined,
  delivery: Delivery,
  at: Date,
  deps: SendWebhooksDeps,
): Promise<Delivery['attempts'][number]> {
  const begun = { at: at.toISOString() };
  const milliseconds = () => deps.now().getTime() - at.getTime();
  if (!webhook) return { ...begun, error: 'The webhook was removed.', milliseconds: 0 };
  try {
    const now = at.toISOString();
    const inUse = webhook.secrets.filter(({ until }) => until === undefined || until > now);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Lapidary-Webhooks/1',
      'webhook-id': delivery.id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': inUse
        .map(({ secret }) => new Signer(secret).sign(delivery.id, at, delivery.payload))
        .join(' '),
    };
    const { status } = await deps.post(webhook.url, headers, delivery.payload);
    const isOk = status >= 200 && status < 300;
    return {
      ...begun,
      status,
      ...(isOk ? {} : { error: `It answered ${status}.` }),
      milliseconds: milliseconds(),
    };
  } catch (error) {
    const reason =
      error instanceof Error
        ? /^(Timeout|Abort)Error$/.test(error.name)
          ? 'It did not answer in time.'
          : error.message
        : String(error);
    return { ...begun, error: reason, milliseconds: milliseconds() };
  }
}
