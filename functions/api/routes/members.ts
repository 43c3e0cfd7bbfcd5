import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { NotAllowed, NotFound } from '../../../shared/errors.ts';
import { auditStore } from '../../../shared/store/audit-store.ts';
import { memberStore } from '../../../shared/store/member-store.ts';
import { projectStore } from '../../../shared/store/project-store.ts';
import { userStore } from '../../../shared/store/user-store.ts';
import { Role } from '../../../shared/workflow/role.ts';
import { empty, json, jsonBody, problems } from '../answers.ts';
import type { ApiDeps } from '../api-deps.ts';
import { pageOf, pageQuery } from '../page.ts';
import { projectAccess } from '../project-access.ts';
import { newRouter } from '../router.ts';
import type { ApiRouter } from '../router.ts';
import { freeTasks } from '../tasks/free-tasks.ts';

const Id = z.string().min(1).max(256);
const MemberAnswer = z
  .object({
    projectId: z.string(),
    userId: z.string(),
    role: Role,
    name: z.string().optional(),
    email: z.string().optional(),
    addedBy: z.string(),
    addedAt: z.string(),
  })
  .meta({ id: 'Member' });

const tags = ['members'];
const params = z.object({ projectId: Id, userId: Id });

const list = createRoute({
  method: 'get',
  path: '/members',
  tags,
  summary: 'Who works in a project',
  request: { query: z.object({ ...pageQuery, projectId: Id }) },
  responses: { 200: json(pageOf(MemberAnswer), 'A page of members.'), ...problems },
});
const put = createRoute({
  method: 'put',
  path: '/members/{projectId}/{userId}',
  tags,
  summary: 'Invite a person or change their role',
  request: { params, body: jsonBody(z.strictObject({ role: Role })) },
  responses: { 200: json(MemberAnswer, 'The member.'), ...problems },
});
const remove = createRoute({
  method: 'delete',
  path: '/members/{projectId}/{userId}',
  tags,
  summary: 'Take a person out of a project; what they did stays, and what they held is free for others',
  request: { params },
  responses: { 204: empty('Removed.'), ...problems },
});

export function memberRoutes(deps: ApiDeps): ApiRouter {
  const members = memberStore(deps.store);
  const users = userStore(deps.store);
  const projects = projectStore(deps.store);
  const audit = auditStore(deps.store);
  const access = projectAccess(deps);

  return newRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid('query');
      await access.require(c.var.user, query.projectId, 'viewProject');
      const page = await members.list(query);
      const items = await Promise.all(
        page.items.map(async (member) => {
          const user = await users.find(member.userId);
          return { ...member, ...(user ? { name: user.name, email: user.email } : {}) };
        }),
      );
      return c.json({ ...page, items }, 200);
    })
    .openapi(put, async (c) => {
      const { projectId, userId } = c.req.valid('param');
      const { role } = c.req.valid('json');
      const own = await access.require(c.var.user, projectId, 'inviteMembers');
      await projects.get(projectId);
      const before = await members.roleOf(projectId, userId);
      // Otherwise a team manager could make anybody, themselves included, an admin.
      if (own !== 'admin' && (role === 'admin' || before === 'admin')) {
        throw new NotAllowed('Only an admin of the project makes or unmakes admins.', { role });
      }
      const user = await users.get(userId);
      const member = await members.put({ projectId, userId, role, by: c.var.user.id });
      await audit.record({
        projectId,
        actor: c.var.user.id,
        action: before === undefined ? 'member.added' : 'member.changed',
        subjectId: userId,
        change: { role: { before: before ?? null, after: role } },
      });
      if (before !== undefined && before !== role)
        await freeTasks(deps, { projectId, userId, actor: c.var.user.id });
      return c.json({ ...member, name: user.name, email: user.email }, 200);
    })
    .openapi(remove, async (c) => {
      const { projectId, userId } = c.req.valid('param');
      const own = await access.require(c.var.user, projectId, 'inviteMembers');
      const before = await members.roleOf(projectId, userId);
      if (before === undefined) throw new NotFound('member', userId);
      if (own !== 'admin' && before === 'admin') {
        throw new NotAllowed('Only an admin of the project makes or unmakes admins.', { role: before });
      }
      await members.remove(projectId, userId);
      await audit.record({
        projectId,
        actor: c.var.user.id,
        action: 'member.removed',
        subjectId: userId,
        change: { role: { before, after: null } },
      });
      await freeTasks(deps, { projectId, userId, actor: c.var.user.id });
      return c.body(null, 204);
    });
}
