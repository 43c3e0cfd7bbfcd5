/**
 * 50 people claim at once from one queue: how many writes does a claim cost, and is any task given twice?
 *   node bench/tasks/claims.ts [claimers=50] [claims per claimer=8]
 * A write is one request that stores something or tries to: a claim's transaction (task, counter, audit event) is one.
 */
import { claimNextTask } from '../../shared/store/tasks/claim-next-task.ts';
import { taskStore } from '../../shared/store/tasks/task-store.ts';
import { startDynamo } from '../../test/support/start-dynamo.ts';

const [claimers = 50, each = 8] = process.argv.slice(2).map(Number);
const dynamo = await startDynamo();
let writes = 0;
let isCounting = false;
const client = new Proxy(dynamo.client, {
  get: (target, name) =>
    name === 'send'
      ? (command: object) => {
          if (isCounting && /^(Put|Update|Delete|TransactWrite)Command$/.test(command.constructor.name))
            writes++;
          return target.send(command as never);
        }
      : Reflect.get(target, name),
});
const access = { client, table: dynamo.table, now: () => new Date() };
const tasks = taskStore(access);

const total = claimers * each + 4 * claimers;
const addTask = (n: number) =>
  tasks.create(
    {
      id: `p.t${n}`,
      projectId: 'p',
      assetId: `d.${n}`,
      datasetId: 'd',
      imageName: `${n}.jpg`,
      stageId: 'annotate',
      stageKind: 'annotate',
      status: 'open',
      priority: 50,
      labelRevision: 0,
      workflowId: 'w',
      workflowRevision: 1,
      contributors: [],
      classIds: [],
      consensusRound: 0,
      activeSeconds: 0,
    },
    { actor: 'system', action: 'task.created' },
  );
for (let n = 0; n < total; n += 20) {
  await Promise.all(Array.from({ length: Math.min(20, total - n) }, (_, i) => addTask(n + i)));
}

isCounting = true;
const started = performance.now();
const claimed: string[] = [];
await Promise.all(
  Array.from({ length: claimers }, async (_, i) => {
    for (let k = 0; k < each; k++) {
      const request = { projectId: 'p', stageIds: ['annotate'], userId: `user${i}`, leaseSeconds: 600 };
      const task = await claimNextTask(access, tasks, { ...request, mayTake: () => true });
      if (task) claimed.push(task.id);
    }
  }),
);
const seconds = (performance.now() - started) / 1000;
isCounting = false;
await dynamo.stop();
const result = {
  claimers,
  claims: claimed.length,
  claimedTwice: claimed.length - new Set(claimed).size,
  writesPerClaim: Math.round((writes / claimed.length) * 1000) / 1000,
  claimsPerSecond: Math.round(claimed.length / seconds),
};
console.log(JSON.stringify(result, undefined, 2));
if (result.claimedTwice > 0 || result.writesPerClaim > 1.2 || result.claims !== claimers * each)
  process.exitCode = 1;
