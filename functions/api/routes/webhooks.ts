import { createRoute } from '@hono/zod-openapi';
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { InvalidInput, NotFound } from '../../../shared/errors.ts';
import { newId } from '../../../shared/ids.ts';
import { auditStore } from '../../../shared/store/audit-store.ts';
import { ownerOf } from '../../../shared/store/keys.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { Delivery, Webhook, WebhookEvent } from '../../../shared/store/records/webhook.ts';
import { MOST_WEBHOOKS, webhookStore } from '../../../shared/store/webhook-store.ts';
import { empty, json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import type { SignedInUser } from '../authenticator.ts';
import { pageOf, pageQuery } from '../page.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { requirePublicTarget } from '../../send-webhooks/require-public-target.ts';

const Id = z.string().min(1).max(256);
const Url = z.url({ protocol: /^https?$/ }).max(2048);
const Events = z.array(WebhookEvent.exclude(['ping'])).max(50);
/** Secrets are shown once, when they are made. */
const WebhookAnswer = Webhook.omit({ secrets: true })
  .extend({ secret: z.string().optional().describe('`whsec_…`; only in the answer that made it.') })
  .meta({ id: 'Webhook' });
const DeliveryAnswer = Delivery.meta({ id: 'Delivery' });
/** Both secrets sign for a day after a rotation. */
const OVERLAP_MS = 24 * 3600 * 1000;

const tags = ['webhooks'];
const params = z.object({ webhookId: Id });
const one = { 200: json(WebhookAnswer, 'The webhook.'), ...problems };

const list = createRoute({
  method: 'get',
  path: '/webhooks',
  tags,
  summary: 'Webhooks of a project',
  request: { query: z.object({ ...pageQuery, projectId: Id }) },
  responses: { 200: json(pageOf(WebhookAnswer), 'A page of webhooks.'), ...problems },
});
const create = createRoute({
  method: 'post',
  path: '/webhooks',
  tags,
  summary: 'Send events of a project somewhere; the answer holds the signing secret, once',
  request: { body: jsonBody(z.strictObject({ projectId: Id, url: Url, events: Events.default([]) })) },
  responses: { 201: json(WebhookAnswer, 'The webhook.'), ...problems },
});
const get = createRoute({
  method: 'get',
  path: '/webhooks/{webhookId}',
  tags,
  summary: 'One webhook',
  request: { params },
  responses: one,
});
const change = createRoute({
  method: 'patch',
  path: '/webhooks/{webhookId}',
  tags,
  summary: 'Change where and what it sends, pause or resume it',
  request: {
    params,
    body: jsonBody(
      z.strictObject({ url: Url.optional(), events: Events.optional(), isActive: z.boolean().optional() }),
    ),
  },
  responses: one,
});
const remove = createRoute({
  method: 'delete',
  path: '/webhooks/{webhookId}',
  tags,
  summary: 'Remove a webhook',
  request: { params },
  responses: { 204: empty('Removed.'), ...problems },
});
const rotate = createRoute({
  method: 'post',
  path: '/webhooks/{webhookId}/rotate',
  tags,
  summary: 'A new signing secret; the old one signs as well for another day',
  request: { params },
  responses: one,
});
const ping = createRoute({
  method: 'post',
  path: '/webhooks/{webhookId}/ping',
  tags,
  summary: 'Send a test event',
  request: { params },
  responses: { 202: json(DeliveryAnswer, 'On its way.'), ...problems },
});
const deliveries = createRoute({
  method: 'get',
  path: '/webhooks/{webhookId}/deliveries',
  tags,
  summary: 'What was sent, with every attempt; status `dead` is the dead-letter list',
  request: { params, query: z.object({ ...pageQuery, status: Delivery.shape.status.optional() }) },
  responses: { 200: json(pageOf(DeliveryAnswer), 'A page of deliveries, the newest first.'), ...problems },
});
const replay = createRoute({
  method: 'post',
  path: '/webhooks/{webhookId}/replay',
  tags,
  summary: 'Send one delivery again, or all of a time range',
  request: {
    params,
    body: jsonBody(
      z.union([
        z.strictObject({ deliveryId: Id }),
        z.strictObject({
          from: z.iso.datetime(),
          to: z.iso.datetime(),
          status: Delivery.shape.status.optional(),
        }),
      ]),
    ),
  },
  responses: { 202: json(z.object({ replayed: z.number() }), 'On their way again.'), ...problems },
});

export function webhookRoutes(deps: ApiDeps): ApiRouter {
  const webhooks = webhookStore(deps.store);
  const projects = projectStore(deps.store);
  const audit = auditStore(deps.store);
  const access = projectAccess(deps);
  const shown = ({ secrets: _secrets, ...webhook }: Webhook) => webhook;
  const newSecret = () => `whsec_${randomBytes(24).toString('base64')}`;

  async function open(user: SignedInUser, webhookId: string): Promise<Webhook> {
    await access.require(user, ownerOf(webhookId), 'manageWebhooks').catch((error: unknown) => {
      throw error instanceof NotFound ? new NotFound('webhook', webhookId) : error;
    });
    return webhooks.get(webhookId);
  }

  async function tell(user: SignedInUser, webhook: Webhook, what: string): Promise<void> {
    const { projectId, id, url, events, isActive } = webhook;
    const details = { url, events, isActive };
    await audit.record({ projectId, actor: user.id, action: `webhook.${what}`, subjectId: id, details });
  }

  return newRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid('query');
      await access.require(c.var.user, query.projectId, 'manageWebhooks');
      const page = await webhooks.list(query);
      return c.json({ ...page, items: page.items.map(shown) }, 200);
    })
    .openapi(create, async (c) => {
      const { projectId, url, events } = c.req.valid('json');
      await access.require(c.var.user, projectId, 'manageWebhooks');
      await projects.get(projectId);
      await requirePublicTarget(url, deps.allowPrivateTargets ?? false);
      const { items } = await webhooks.list({ projectId, limit: MOST_WEBHOOKS });
      if (items.length >= MOST_WEBHOOKS) {
        throw new InvalidInput(`A project has at most ${MOST_WEBHOOKS} webhooks; remove one first.`);
      }
      const secret = newSecret();
      const webhook = await webhooks.create({
        id: `${projectId}.${newId(deps.store.now())}`,
        projectId,
        url,
        events,
        isActive: true,
        secrets: [{ secret }],
        createdBy: c.var.user.id,
      });
      await tell(c.var.user, webhook, 'created');
      return c.json({ ...shown(webhook), secret }, 201);
    })
    .openapi(get, async (c) => c.json(shown(await open(c.var.user, c.req.valid('param').webhookId)), 200))
    .openapi(change, async (c) => {
      const { id } = await open(c.var.user, c.req.valid('param').webhookId);
      const { url } = c.req.valid('json');
      if (url !== undefined) await requirePublicTarget(url, deps.allowPrivateTargets ?? false);
      const webhook = await webhooks.update(id, (current) => ({ ...current, ...c.req.valid('json') }));
      await tell(c.var.user, webhook, 'changed');
      return c.json(shown(webhook), 200);
    })
    .openapi(remove, async (c) => {
      const webhook = await open(c.var.user, c.req.valid('param').webhookId);
      await webhooks.remove(webhook);
      await tell(c.var.user, webhook, 'removed');
      return c.body(null, 204);
    })
    .openapi(rotate, async (c) => {
      const { id } = await open(c.var.user, c.req.valid('param').webhookId);
      const secret = newSecret();
      const until = new Date(deps.store.now().getTime() + OVERLAP_MS).toISOString();
      const webhook = await webhooks.update(id, (current) => ({
        ...current,
        secrets: [{ secret }, { secret: current.secrets[0].secret, until }],
      }));
      await tell(c.var.user, webhook, 'rotated');
      return c.json({ ...shown(webhook), secret }, 200);
    })
    .openapi(ping, async (c) => {
      const webhook = await open(c.var.user, c.req.valid('param').webhookId);
      return c.json(await webhooks.deliver(webhook, 'ping', { webhookId: webhook.id }), 202);
    })
    .openapi(deliveries, async (c) => {
      const { id } = await open(c.var.user, c.req.valid('param').webhookId);
      return c.json(await webhooks.listDeliveries({ ...c.req.valid('query'), webhookId: id }), 200);
    })
    .openapi(replay, async (c) => {
      const { id } = await open(c.var.user, c.req.valid('param').webhookId);
      const wanted = c.req.valid('json');
      const dueAt = deps.store.now().toISOString();
      let replayed = 0;
      const again = async (delivery: Delivery) => {
        if (await webhooks.changeDelivery(delivery, { status: 'pending', dueAt })) replayed++;
      };
      if ('deliveryId' in wanted) await again(await webhooks.getDelivery(id, wanted.deliveryId));
      else {
        let pageToken: string | undefined;
        do {
          const page = await webhooks.listDeliveries({
            webhookId: id,
            status: wanted.status,
            limit: 500,
            pageToken,
          });
          for (const delivery of page.items) {
            if (delivery.createdAt >= wanted.from && delivery.createdAt < wanted.to) await again(delivery);
          }
          pageToken = page.nextPageToken;
        } while (pageToken !== undefined);
      }
      return c.json({ replayed }, 202);
    });
}
