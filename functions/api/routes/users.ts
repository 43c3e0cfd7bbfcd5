import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { NotAllowed } from '../../../shared/errors.ts';
import { newId } from '../../../shared/ids.ts';
import { memberStore } from '../../../shared/store/member-store.ts';
import { userStore } from '../../../shared/store/user-store.ts';
import { json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { offerSignInLink } from '../auth/offer-admin-link.ts';
import { hashPassword } from '../auth/password-hash.ts';
import { Password } from '../auth/password.ts';
import { pageOf, pageQuery } from '../page.ts';
import { PublicUser, publicUser } from '../public-user.ts';
import { requireAdmin } from '../require-admin.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { freeTasks } from '../tasks/free-tasks.ts';

const NewUser = z.strictObject({
  email: z.email().max(320),
  name: z.string().trim().min(1).max(256),
  /** Left out: the answer holds a link's token instead, with which the person signs in and chooses one. */
  password: Password.optional(),
  isAdmin: z.boolean().default(false),
});

const CreatedUser = z
  .object({ user: PublicUser, linkToken: z.string().optional() })
  .meta({ id: 'CreatedUser' });

const tags = ['users'];
const params = z.object({ userId: z.string().min(1).max(128) });

const listUsers = createRoute({
  method: 'get',
  path: '/users',
  tags,
  summary: 'Everybody with an account',
  request: { query: z.object(pageQuery) },
  responses: { 200: json(pageOf(PublicUser), 'A page of accounts.'), ...problems },
});

const createUser = createRoute({
  method: 'post',
  path: '/users',
  tags,
  summary: 'Make an account',
  request: { body: jsonBody(NewUser) },
  responses: { 201: json(CreatedUser, 'The account.'), ...problems },
});

const changeUser = createRoute({
  method: 'patch',
  path: '/users/{userId}',
  tags,
  summary: 'Rename, promote or disable somebody',
  request: {
    params,
    body: jsonBody(
      z.strictObject({
        name: z.string().trim().min(1).max(256).optional(),
        isAdmin: z.boolean().optional(),
        disabled: z.boolean().optional(),
      }),
    ),
  },
  responses: { 200: json(PublicUser, 'The account after the change.'), ...problems },
});

const createUserLink = createRoute({
  method: 'post',
  path: '/users/{userId}/link',
  tags,
  summary: 'Make a link that signs somebody in, once',
  request: { params },
  responses: { 201: json(z.object({ linkToken: z.string() }), 'For `/welcome#<linkToken>`.'), ...problems },
});

export function userRoutes(deps: ApiDeps): ApiRouter {
  const users = userStore(deps.store);
  const members = memberStore(deps.store);

  async function freeTasksOf(userId: string, actor: string): Promise<void> {
    let pageToken: string | undefined;
    do {
      const page = await members.listOfUser({ userId, limit: 100, pageToken });
      for (const { projectId } of page.items) await freeTasks(deps, { projectId, userId, actor });
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
  }

  return newRouter()
    .openapi(listUsers, async (c) => {
      const { items, nextPageToken } = await users.list(c.req.valid('query'));
      return c.json({ items: items.map(publicUser), nextPageToken }, 200);
    })
    .openapi(createUser, async (c) => {
      requireAdmin(c.var.user);
      if (!deps.hasOwnAccounts)
        throw new NotAllowed('People are invited through the identity provider here.');
      const { password, ...input } = c.req.valid('json');
      const user = await users.create({
        ...input,
        id: newId(deps.store.now()),
        disabled: false,
        preferences: {},
        ...(password === undefined ? {} : { passwordHash: await hashPassword(password) }),
      });
      const linkToken = password === undefined ? await offerSignInLink(deps.store, user.id) : undefined;
      return c.json({ user: publicUser(user), linkToken }, 201);
    })
    .openapi(changeUser, async (c) => {
      requireAdmin(c.var.user);
      const { userId } = c.req.valid('param');
      const change = c.req.valid('json');
      if (userId === c.var.user.id && (change.disabled === true || change.isAdmin === false)) {
        throw new NotAllowed('You cannot lock yourself out; another administrator can.');
      }
      const changed = await users.update(userId, change);
      if (change.disabled === true) await freeTasksOf(userId, c.var.user.id);
      return c.json(publicUser(changed), 200);
    })
    .openapi(createUserLink, async (c) => {
      requireAdmin(c.var.user);
      const user = await users.get(c.req.valid('param').userId);
      return c.json({ linkToken: await offerSignInLink(deps.store, user.id) }, 201);
    });
}
