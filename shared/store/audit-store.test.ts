import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDynamo } from '../../test/support/start-dynamo.ts';
import type { TestDynamo } from '../../test/support/start-dynamo.ts';
import { auditStore } from './audit-store.ts';

let dynamo: TestDynamo;
let time = Date.UTC(2026, 0, 1, 23, 0);
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

test('the trail is one, in order, over days, shards and what was written before there were shards', async () => {
  const { client, table } = dynamo;
  const audit = auditStore({ client, table, now: () => new Date((time += 60_000)) });
  const projectId = 'p'.repeat(20);
  for (let n = 0; n < 130; n++) {
    await audit.record({ projectId, actor: `a${n % 3}`, action: 'task.done', subjectId: `t${n}` });
  }
  // One that an earlier release wrote, between two of these.
  const old = new Date(Date.UTC(2026, 0, 1, 23, 30, 30)).toISOString();
  const [sample] = (await audit.list({ projectId, limit: 1 })).items;
  await client.send(
    new PutCommand({
      TableName: table,
      Item: {
        ...sample,
        pk: `AUDIT#${projectId}#2026-01-01`,
        sk: `${old}#old`,
        id: 'old',
        at: old,
        subjectId: 'old',
        v: 1,
      },
    }),
  );

  const newestFirst: { at: string; subjectId: string }[] = [];
  let pageToken: string | undefined;
  do {
    const page = await audit.list({ projectId, limit: 7, pageToken });
    newestFirst.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  expect(newestFirst).toHaveLength(131);
  expect(newestFirst.map(({ at }) => at)).toEqual(
    newestFirst
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
  expect(newestFirst[0].subjectId).toBe('t129');

  const oldestFirst: string[] = [];
  for await (const { subjectId } of audit.replay(projectId)) oldestFirst.push(subjectId);
  expect(oldestFirst).toEqual(newestFirst.map(({ subjectId }) => subjectId).toReversed());

  const { items } = await audit.list({ projectId, subjectId: 'old', limit: 5 });
  expect(items.map(({ id }) => id)).toEqual(['old']);
  expect((await audit.list({ projectId, actor: 'a1', limit: 500 })).items).toHaveLength(43);
});
