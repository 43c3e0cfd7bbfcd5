import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAllowed } from '../../shared/workflow/permissions.ts';
import type { Action } from '../../shared/workflow/permissions.ts';
import { Role } from '../../shared/workflow/role.ts';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { GUARDED_DATA_ROUTES, makeThings } from '../support/guarded-data-routes.ts';
import type { GuardedDataRoute, Things } from '../support/guarded-data-routes.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld } from '../support/task-world.ts';

let world: TaskWorld;
beforeAll(async () => {
  world = await taskWorld(WORKFLOW_TEMPLATES[0].workflow);
});
afterAll(() => world.stop());

function ask(name: string, guarded: GuardedDataRoute, things: Things) {
  const [method, template] = guarded.route.split(' ');
  const jobId = things[guarded.job ?? 'jobId'];
  const path = template.replaceAll(/\{(\w+)\}/g, (_, id: keyof Things) =>
    encodeURIComponent(id === 'jobId' ? jobId : things[id]),
  );
  const query = guarded.query ? `?${guarded.query(things)}` : '';
  return world.as(name).then((call) => call(method, path + query, guarded.body?.(things)));
}

describe('roles on what a project holds', () => {
  it.each(Role.options)('%s may do what the matrix says, and nothing else', async (role) => {
    await world.as(`the-${role}`, role);
    const things = await makeThings(world, role);
    const wrong: string[] = [];
    for (const guarded of GUARDED_DATA_ROUTES) {
      const { status, body } = await ask(`the-${role}`, guarded, things);
      const isRefused = status === 403 && body.code === 'not-allowed';
      if (isRefused === isAllowed(role, guarded.action) || status >= 500)
        wrong.push(`${guarded.route} → ${status} ${JSON.stringify(body)}`);
    }
    expect(wrong).toEqual([]);
  });

  it('members of another project learn nothing, and change nothing', async () => {
    const things = await makeThings(world, 'foreign');
    for (const guarded of GUARDED_DATA_ROUTES) {
      const { status, body } = await ask('foreigner', guarded, things);
      expect([403, 404], `${guarded.route} → ${status}`).toContain(status);
      expect(['not-found', 'not-allowed'], guarded.route).toContain(body.code);
    }
  });

  it.each(Role.options)('many at once are judged one by one: as %s, here and elsewhere', async (role) => {
    const call = await world.as(`the-${role}`, role);
    const elsewhere = await world.newProject(WORKFLOW_TEMPLATES[0].workflow);
    const taskIds = [await world.addTask(`bulk-${role}.png`), await elsewhere.addTask('secret.png')];
    const operations: [object, Action][] = [
      [{ operation: 'setPriority', priority: 60 }, 'manageTasks'],
      [{ operation: 'release' }, 'manageTasks'],
      [{ operation: 'move', stageId: 'complete' }, 'manageTasks'],
      [{ operation: 'approve' }, 'review'],
      [{ operation: 'reject', reasons: [{ reason: 'Loose' }] }, 'review'],
      [{ operation: 'proceed', pathway: 'x' }, 'actAsAgent'],
    ];
    for (const [action, needed] of operations) {
      const { status, body } = await call('POST', '/v1/tasks/bulk', { taskIds, action });
      expect(status).toBe(200);
      const [here, there] = body.outcomes as { code?: string }[];
      expect(here.code === 'not-allowed', JSON.stringify(body)).toBe(!isAllowed(role, needed));
      expect(there.code).toBe('not-found');
    }
  });
});
