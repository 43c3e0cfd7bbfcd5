import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHARD_COUNT } from '../../shared/store/keys.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { Role } from '../../shared/workflow/role.ts';
import { WORKFLOW_TEMPLATES } from '../../shared/workflow/templates.ts';
import { taskWorld } from '../support/task-world.ts';
import type { TaskWorld, TestProject } from '../support/task-world.ts';

let world: TaskWorld;
beforeAll(async () => {
  world = await taskWorld(WORKFLOW_TEMPLATES[0].workflow);
});
afterAll(() => world.stop());

/** Keys of everything in the table that names the project. */
async function rowsOf(projectId: string): Promise<string[]> {
  const { client, table } = world.api.store;
  const rows: string[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: table, ExclusiveStartKey }));
    for (const { pk, sk } of page.Items ?? []) {
      const row = `${String(pk)} ${String(sk)}`;
      if (row.includes(projectId)) rows.push(row);
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return rows;
}

async function removalOf(projectId: string) {
  const { body } = await world.api.asAdmin('GET', `/v1/jobs?projectId=${projectId}&kind=remove-project`);
  return world.api.ended(body.items[0].id);
}

/** Tasks of the project that the sweep would give back one day. */
async function heldIn(projectId: string): Promise<string[]> {
  const tasks = taskStore(world.api.store);
  const farAway = new Date(Date.now() + 86_400_000);
  const shards = Array.from({ length: SHARD_COUNT }, (_, shard) => tasks.listExpired(shard, farAway));
  return (await Promise.all(shards))
    .flat()
    .flatMap((task) => (task.projectId === projectId ? [task.id] : []));
}

async function workedOn(): Promise<TestProject & { taskId: string }> {
  const project = await world.newProject(WORKFLOW_TEMPLATES[0].workflow);
  const { asAdmin } = world.api;
  const taskId = await project.addTask('one.png');
  for (let i = 0; i < 30; i++) await project.addTask(`more-${i}.png`);
  const claimed = await asAdmin('POST', `/v1/tasks/${taskId}/claim`);
  expect(claimed.status).toBe(200);
  const saved = await asAdmin('PUT', `/v1/tasks/${taskId}/labels`, world.labels('a', 'b'), {
    'if-match': '"0"',
  });
  expect(saved.status).toBe(200);
  await asAdmin('POST', `/v1/tasks/${taskId}/comments`, { body: 'Look here.' });
  const hook = { projectId: project.projectId, url: 'https://example.org/hook' };
  const { body: webhook } = await asAdmin('POST', '/v1/webhooks', hook);
  await asAdmin('POST', `/v1/webhooks/${webhook.id}/ping`);
  return { ...project, taskId };
}

describe('deleting a project', () => {
  it('is for admins of the project alone', async () => {
    const { projectId } = await world.newProject(WORKFLOW_TEMPLATES[0].workflow);
    const path = `/v1/projects/${projectId}`;
    expect((await world.api.call('DELETE', path)).status).toBe(401);
    const foreigner = await world.as('foreigner');
    expect((await foreigner('DELETE', path)).status).toBe(404);
    for (const role of Role.options.filter((one) => one !== 'admin')) {
      const person = await world.as(`deleting-${role}`, role, projectId);
      expect((await person('DELETE', path)).body, role).toMatchObject({ code: 'not-allowed' });
    }
    expect((await world.api.asAdmin('GET', path)).status).toBe(200);
    const owner = await world.as('deleting-admin', 'admin', projectId);
    expect((await owner('DELETE', path)).status).toBe(204);
    expect((await owner('GET', path)).status).toBe(404);
  });

  it('takes everything of the project, and nothing else', async () => {
    const [gone, kept] = [await workedOn(), await workedOn()];
    const { asAdmin } = world.api;
    const before = await rowsOf(kept.projectId);
    const annotator = await world.as('ann', 'annotator', gone.projectId);

    expect((await asAdmin('DELETE', `/v1/projects/${gone.projectId}`)).status).toBe(204);
    expect((await asAdmin('GET', `/v1/projects/${gone.projectId}`)).status).toBe(404);
    expect((await asAdmin('DELETE', `/v1/projects/${gone.projectId}`)).status).toBe(404);
    const listed = await asAdmin('GET', '/v1/projects');
    expect(listed.body.items.map(({ id }: { id: string }) => id)).not.toContain(gone.projectId);
    const job = await removalOf(gone.projectId);
    expect(job).toMatchObject({ status: 'succeeded', progress: { done: 31, total: 31 } });

    // What stays: the trail, and the job that did it with its parts.
    const rest = await rowsOf(gone.projectId);
    expect(rest.filter((row) => !/^(AUDIT|JOBS?)#/.test(row))).toEqual([]);
    expect((await rowsOf(kept.projectId)).toSorted()).toEqual(before.toSorted());

    const claim = await annotator('POST', '/v1/tasks/claim-next', { projectId: gone.projectId });
    expect(claim.status).toBe(404);
    expect((await annotator('GET', '/v1/projects')).body.items).toEqual([]);
    const trail = await asAdmin('GET', `/v1/audit?projectId=${gone.projectId}&limit=5`);
    expect(trail.body.items[0]).toMatchObject({ action: 'project.deleted' });
    expect((await asAdmin('GET', `/v1/tasks/${kept.taskId}/labels`)).body.objects).toHaveLength(2);
  });

  it('takes work that people have in hand out of the sweep', async () => {
    const project = await workedOn();
    expect(await heldIn(project.projectId)).toHaveLength(1);
    await world.api.asAdmin('DELETE', `/v1/projects/${project.projectId}`);
    await removalOf(project.projectId);
    expect(await heldIn(project.projectId)).toEqual([]);
  });
});
